import type { Diagram } from '../diagrams/diagram.ts';
import type { PlacedDiagram } from '../diagrams/placed.ts';
import { neighbourOf } from './selection.ts';

export interface PictureActions {
  readonly diagram: () => Diagram | undefined;
  /** Click, Enter and space. */
  readonly activate: (id: string) => void;
  /** The shape under the pointer or with the focus; undefined when there is none. */
  readonly focused: (id: string | undefined) => void;
  readonly clear: () => void;
  readonly zoomBy: (factor: number) => void;
}

export interface PictureKeys {
  /** A new picture: one shape of it is in the tab order, and has the focus if one had it before. */
  attach(picture: SVGSVGElement, placed: PlacedDiagram, id: string | undefined, focus: boolean): void;
  /** The shape that has the focus. */
  focusedShape(): string | undefined;
  /** Takes the keyboard to a shape. */
  focus(id: string | undefined): void;
  /** Marks the selected shape. */
  showSelected(id: string | undefined): void;
}

/** Mouse and keyboard on the picture: arrow keys walk along the wires, one shape is in the tab order at a time. */
export function pictureKeys(viewport: HTMLElement, actions: PictureActions): PictureKeys {
  let placed: PlacedDiagram | undefined;
  let elements = new Map<string, SVGGElement>();
  let shown: string | undefined;

  const idOf = (target: EventTarget | null): string | undefined => {
    const shape = target instanceof Element ? target.closest('[data-shape]') : null;
    return shape ? placed?.shapes[Number(shape.getAttribute('data-shape'))]?.shape.id : undefined;
  };
  const focusedShape = () => (viewport.contains(document.activeElement) ? idOf(document.activeElement) : undefined);
  const rove = (id: string | undefined) => {
    for (const [each, shape] of elements) shape.setAttribute('tabindex', each === id ? '0' : '-1');
  };
  const focus = (id: string | undefined) => {
    const shape = id === undefined ? undefined : elements.get(id);
    if (!shape) return;
    rove(id);
    shape.focus();
    shape.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  viewport.addEventListener('click', (event) => {
    const id = idOf(event.target);
    if (id === undefined) return;
    focus(id);
    actions.activate(id);
  });
  viewport.addEventListener('mouseover', (event) => actions.focused(idOf(event.target) ?? focusedShape()));
  viewport.addEventListener('mouseleave', () => actions.focused(focusedShape()));
  viewport.addEventListener('focusin', (event) => actions.focused(idOf(event.target)));
  viewport.addEventListener('focusout', () => actions.focused(undefined));
  viewport.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const id = focusedShape();
    const diagram = actions.diagram();
    const shape = diagram?.shapes.find((each) => each.id === id);
    if (!diagram || !shape || !placed) return;
    switch (event.key) {
      case 'Enter':
      case ' ':
        actions.activate(shape.id);
        break;
      case 'Escape':
        actions.clear();
        break;
      case '+':
      case '=':
        actions.zoomBy(1.25);
        break;
      case '-':
        actions.zoomBy(0.8);
        break;
      default: {
        const places = new Map(placed.shapes.map((each) => [each.shape.id, each.y + each.height / 2]));
        const next = neighbourOf(diagram, places, shape, event.key);
        if (next === undefined) return;
        focus(next);
      }
    }
    event.preventDefault();
  });

  return {
    attach(picture, now, id, hadFocus) {
      placed = now;
      elements = new Map();
      for (const element of picture.querySelectorAll<SVGGElement>('[data-shape]')) {
        const of = idOf(element);
        if (of !== undefined) elements.set(of, element);
      }
      const first = id !== undefined && elements.has(id) ? id : now.shapes[0]?.shape.id;
      rove(first);
      if (hadFocus) focus(first);
      shown = undefined;
    },
    focusedShape,
    focus,
    showSelected(id) {
      for (const [each, shape] of elements) shape.setAttribute('aria-selected', String(each === id));
      if (id === shown || id === undefined) return;
      shown = id;
      const shape = elements.get(id);
      if (!shape) return;
      if (focusedShape() === undefined) rove(id);
      shape.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
  };
}
