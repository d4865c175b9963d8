import type { Diagram } from './diagram.ts';

export interface Path {
  /** Ids. */
  readonly shapes: ReadonlySet<string>;
  readonly wires: ReadonlySet<string>;
}

/**
 * Everything on the way through one shape: what reaches it from the left and what it reaches on the right. A host is on the way of
 * everyone, so published ports count only with the sandbox that they lead to.
 */
export function pathOf(diagram: Diagram, shapeId: string): Path {
  const start = diagram.shapes.find((shape) => shape.id === shapeId);
  const shapes = new Set<string>();
  const wires = new Set<string>();
  if (!start) return { shapes, wires };
  if (start.kind === 'frame') return insideOf(diagram, start.id);
  const ports = new Map(
    diagram.shapes.flatMap((shape) => (shape.leadsTo === undefined ? [] : [[shape.id, shape.leadsTo] as const])),
  );
  const follow = (id: string, way: 'left' | 'right') => {
    if (shapes.has(`${way} ${id}`)) return;
    shapes.add(`${way} ${id}`);
    for (const wire of diagram.wires) {
      const [near, far] = way === 'right' ? [wire.from, wire.to] : [wire.to, wire.from];
      if (near !== id || ports.has(far)) continue;
      wires.add(wire.id);
      follow(far, way);
    }
  };
  const origin = start.leadsTo ?? shapeId;
  follow(origin, 'left');
  follow(origin, 'right');
  const reached = new Set([...shapes].map((id) => id.slice(id.indexOf(' ') + 1)));
  for (const wire of diagram.wires) {
    const leadsTo = ports.get(wire.to);
    if (leadsTo === undefined || !reached.has(wire.from)) continue;
    const counts = start.leadsTo === undefined ? reached.has(leadsTo) : wire.to === shapeId;
    if (!counts) continue;
    wires.add(wire.id);
    reached.add(wire.to);
  }
  for (const { id, frame } of diagram.shapes) if (frame !== undefined && reached.has(id)) reached.add(frame);
  return { shapes: reached, wires };
}

/** A frame, what is in it, and what that is wired to. */
function insideOf(diagram: Diagram, frame: string): Path {
  const inside = new Set(diagram.shapes.filter((shape) => shape.frame === frame).map(({ id }) => id));
  const wires = diagram.wires.filter(({ from, to }) => inside.has(from) || inside.has(to));
  return {
    shapes: new Set([frame, ...inside, ...wires.flatMap(({ from, to }) => [from, to])]),
    wires: new Set(wires.map(({ id }) => id)),
  };
}
