/** The places that a path goes through, from left to right, with the one where it ends: what the picture of a path draws. */
import type { PathPrediction, PathVerdict, Step, StepPlace } from '../predictions/path.ts';

export interface PathBox {
  readonly kind: StepPlace['kind'];
  /** Data; empty for outside. */
  readonly name: string;
  readonly details: readonly string[];
  readonly subject?: string;
  /** How it ends here; absent where the packet goes on. */
  readonly end?: PathVerdict;
}

export function pathBoxes(source: StepPlace, { verdict, steps }: PathPrediction): readonly PathBox[] {
  const boxes: PathBox[] = [];
  for (const place of [source, ...steps.map((step: Step) => step.place)]) {
    const last = boxes.at(-1);
    const detail = place.detail === undefined ? [] : [place.detail];
    if (last && last.kind === place.kind && last.name === place.name && last.subject === place.subject) {
      boxes[boxes.length - 1] = { ...last, details: [...new Set([...last.details, ...detail])] };
    } else {
      boxes.push({ kind: place.kind, name: place.name, details: detail, ...(place.subject ? { subject: place.subject } : {}) });
    }
  }
  return boxes.map((box, at) => (at === boxes.length - 1 ? { ...box, end: verdict } : box));
}
