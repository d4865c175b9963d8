/**
 * A diagram before it has positions: shapes in lanes that read left to right, wires between them. `layout.ts` places it, `svg.ts` draws
 * it, `text.ts` says the same as text and table. Labels are data (`string`) or words that the caller localizes.
 */
import type { Word } from '../model/word.ts';

export type Label = string | Word<DiagramWord>;

/** How a shape or wire is drawn; each tone also has its own form (icon, dash, word), never colour alone. */
export type Tone = 'bridge' | 'default-bridge' | 'macvlan' | 'ipvlan' | 'overlay' | 'host' | 'none' | 'remote' | 'port' | 'muted';

export interface Diagram {
  readonly title: Label;
  /** The question that the picture answers. */
  readonly question: Label;
  readonly lanes: readonly Label[];
  readonly shapes: readonly Shape[];
  readonly wires: readonly Wire[];
  /** Lines under the picture, such as what could not be read. */
  readonly notes: readonly Label[];
}

export interface Shape {
  /** Unique in the diagram. */
  readonly id: string;
  /** Index into `lanes`. */
  readonly lane: number;
  readonly kind: 'sandbox' | 'endpoint' | 'network' | 'parent' | 'uplink' | 'port' | 'group';
  readonly tone: Tone;
  /** Topology id that a click reveals in the tree. */
  readonly subject?: string;
  /** Docker's name, in the text face. */
  readonly title: Label;
  /** The kernel's name, in the monospaced face (`docker0`, `br-…`). */
  readonly kernelName?: string;
  readonly lines: readonly {
    readonly text: Label;
    readonly face: 'text' | 'mono';
    readonly tone?: 'warning' | 'good' | 'muted';
  }[];
  readonly state: 'running' | 'stopped' | 'plain';
  /** One sentence for a screen reader. */
  readonly spoken: Label;
}

export interface Wire {
  readonly id: string;
  /** Shape ids. */
  readonly from: string;
  readonly to: string;
  readonly tone: Tone;
  readonly dashed: boolean;
}

export type DiagramWord = string;
