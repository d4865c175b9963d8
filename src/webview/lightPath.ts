import type { Diagram } from '../diagrams/diagram.ts';
import { pathOf } from '../diagrams/pathOf.ts';
import type { PlacedDiagram } from '../diagrams/placed.ts';

/** Lights the whole path through a shape and dims the rest; without a shape everything is as it was. */
export function lightPath(picture: SVGSVGElement, diagram: Diagram, placed: PlacedDiagram, id: string | undefined): void {
  const path = placed.shapes.some(({ shape }) => shape.id === id) ? pathOf(diagram, id ?? '') : undefined;
  picture.classList.toggle('has-path', path !== undefined);
  for (const shape of picture.querySelectorAll('[data-shape]')) {
    const of = placed.shapes[Number(shape.getAttribute('data-shape'))]?.shape.id;
    shape.classList.toggle('lit', of !== undefined && path?.shapes.has(of) === true);
  }
  for (const wire of picture.querySelectorAll('[data-wire]')) {
    const of = placed.wires[Number(wire.getAttribute('data-wire'))]?.wire.id;
    wire.classList.toggle('lit', of !== undefined && path?.wires.has(of) === true);
  }
}
