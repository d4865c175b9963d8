import type { Shape, Wire } from './diagram.ts';

/** A diagram with positions, in pixels, and with its words said. */
export interface PlacedDiagram {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly question: string;
  /** Lane headings, section titles, notes. */
  readonly texts: readonly PlacedText[];
  readonly shapes: readonly PlacedShape[];
  readonly wires: readonly PlacedWire[];
}

export interface PlacedShape {
  readonly shape: Shape;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PlacedText[];
  /** What a screen reader says. */
  readonly spoken: string;
  /** Every text of the shape, uncut, for its tooltip. */
  readonly full: readonly string[];
}

export interface PlacedText {
  /** Of the baseline. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly parts: readonly TextPart[];
  /** Draws the sign of a warning before it. */
  readonly sign?: 'warning' | 'good';
}

export type TextRole =
  | 'title'
  | 'text'
  | 'mono'
  | 'kernel'
  | 'muted'
  | 'muted-mono'
  | 'warning'
  | 'good'
  | 'inferred'
  | 'lane'
  | 'heading';

export interface TextPart {
  readonly text: string;
  readonly role: TextRole;
}

export interface PlacedWire {
  readonly wire: Wire;
  /** SVG path data. */
  readonly path: string;
  /** A point on it, halfway. */
  readonly middle?: { readonly x: number; readonly y: number };
}
