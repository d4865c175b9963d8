/**
 * A diagram before it has positions: shapes in lanes that read left to right, wires between them, a section for each engine.
 * `layout.ts` places it, `svg.ts` draws it, `text.ts` says the same as text and table. Labels are data (`string`) or words that
 * the caller localizes.
 */
import type { GapWord } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import type { DiagramWord } from './diagramWord.ts';
import type { OverlayWord } from './overlayWord.ts';

export type Label = string | Word<DiagramWord> | Word<OverlayWord> | GapWord;

/** Turns a label into text: data as it is, a word localized. */
export type Say = (label: Label) => string;

/** How a shape or wire is drawn; each tone also has its own form (icon, dash, word), never colour alone. */
export type Tone = 'bridge' | 'default-bridge' | 'macvlan' | 'ipvlan' | 'overlay' | 'host' | 'none' | 'remote' | 'port' | 'muted';

export interface Diagram {
  readonly title: Label;
  /** The question that the picture answers. */
  readonly question: Label;
  readonly lanes: readonly Label[];
  /** Room before each lane, where it is not that of the host map. */
  readonly laneGaps?: readonly number[];
  /** Drawn one under the other; every shape is in one of them. */
  readonly sections: readonly Section[];
  /** In the order of their lane, from top to bottom. */
  readonly shapes: readonly Shape[];
  readonly wires: readonly Wire[];
  /** Lines under the picture, such as what could not be read. */
  readonly notes: readonly Label[];
}

/** What one engine shows. */
export interface Section {
  readonly id: string;
  readonly title: Label;
  /** What a reader must know before the picture: where the engine runs, what could not be read. */
  readonly notes: readonly Label[];
}

export interface Shape {
  /** Unique in the diagram, and the same after a refresh. */
  readonly id: string;
  /** Index into `sections`. */
  readonly section: number;
  /** Index into `lanes`. */
  readonly lane: number;
  /** Id of the shape of kind `frame` that it is drawn in. */
  readonly frame?: string;
  readonly kind:
    | 'sandbox'
    | 'endpoint'
    | 'hostEnd'
    | 'network'
    | 'parent'
    | 'uplink'
    | 'port'
    | 'group'
    | 'frame'
    | 'vtep'
    | 'gateway'
    | 'tunnel'
    | 'service';
  readonly tone: Tone;
  /** Topology id that a click reveals in the tree. */
  readonly subject?: string;
  /** Docker's name, in the text face. */
  readonly title: Label;
  /** A word beside the title, such as the driver. */
  readonly tag?: Label;
  /** The kernel's name, in the monospaced face (`docker0`, `br-…`), with where it is known from. */
  readonly kernelName?: { readonly name: string; readonly source: 'observed' | 'inferred' };
  readonly lines: readonly Line[];
  /** What has no room in the shape: shown when it is selected, in its tooltip and in the table. */
  readonly details: readonly Label[];
  readonly state: 'running' | 'stopped' | 'plain';
  /** One sentence for a screen reader. */
  readonly spoken: Label;
  /** For a group: the id that unfolds it, and whether it is unfolded. */
  readonly fold?: { readonly id: string; readonly open: boolean };
  /** For a published port: Topology id of the sandbox or service that publishes it. */
  readonly publisher?: string;
  /** For a port: the shape that it leads to. */
  readonly leadsTo?: string;
}

export interface Line {
  readonly text: Label;
  readonly face: 'text' | 'mono';
  readonly tone?: 'warning' | 'good' | 'muted';
}

export interface Wire {
  readonly id: string;
  /** Shape ids. */
  readonly from: string;
  readonly to: string;
  readonly tone: Tone;
  readonly dashed: boolean;
  /** A tunnel is drawn as one; a broken one has a cross on it. */
  readonly form?: 'tunnel' | 'broken';
}
