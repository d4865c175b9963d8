import type { Wire } from './diagram.ts';
import type { Column } from './layout.ts';
import type { PlacedShape, PlacedWire } from './placed.ts';
import { spread } from './spread.ts';

const inset = 12;
const pinGap = 9;

/**
 * Wires leave a shape on its right and arrive on the left of another, straight where they can be; the bend is in the gap before the
 * target, so that a wire crosses no lane on its way.
 */
export function wirePaths(
  wires: readonly Wire[],
  shapes: readonly PlacedShape[],
  columns: readonly (Column | undefined)[],
): readonly PlacedWire[] {
  const byId = new Map(shapes.map((shape) => [shape.shape.id, shape]));
  const whole = wires.flatMap((wire) => {
    const from = byId.get(wire.from);
    const to = byId.get(wire.to);
    return from && to ? [{ wire, from, to }] : [];
  });
  const starts = pins(whole, 'from', 'to');
  const ends = pins(whole, 'to', 'from');
  return whole.map(({ wire, from, to }) => {
    const x1 = from.x + from.width;
    const y1 = Math.round(starts.get(wire.id) ?? middleOf(from));
    const y2 = Math.round(ends.get(wire.id) ?? middleOf(to));
    const bend = bendStart(to, columns, x1);
    const middle = { x: Math.round((bend + to.x) / 2), y: Math.round((y1 + y2) / 2) };
    return { wire, path: path(x1, y1, to.x, y2, bend), ...(wire.form === 'broken' ? { middle } : {}) };
  });
}

type WholeWire = { readonly wire: Wire; readonly from: PlacedShape; readonly to: PlacedShape };

/** Where each wire meets the side of a shape: level with its other end if that is possible, never crossing its neighbour. */
function pins(wires: readonly WholeWire[], near: 'from' | 'to', far: 'from' | 'to'): ReadonlyMap<string, number> {
  const sides = new Map<string, WholeWire[]>();
  for (const wire of wires) {
    const list = sides.get(wire[near].shape.id);
    if (list) list.push(wire);
    else sides.set(wire[near].shape.id, [wire]);
  }
  const places = new Map<string, number>();
  for (const list of sides.values()) {
    const shape = list[0]?.[near];
    if (!shape) continue;
    const room = Math.min(inset, shape.height / 2);
    const middle = middleOf(shape);
    const reach = shape.height / 2 - room;
    const ends = list.map((wire) => ({ id: wire.wire.id, level: level(shape, wire[far]) }));
    ends.sort((a, b) => a.level - b.level || (a.id < b.id ? -1 : 1));
    const furthest = Math.max(...ends.map((end) => Math.abs(end.level - middle)));
    const scale = furthest > reach ? reach / furthest : 1;
    const gap = Math.min(pinGap, (2 * reach) / Math.max(1, ends.length - 1));
    const wishes = ends.map((end) => ({ middle: middle + (end.level - middle) * scale, size: 0 }));
    const middles = spread(wishes, gap, middle - reach);
    const beyond = Math.max(0, (middles.at(-1) ?? middle) - (middle + reach));
    ends.forEach((end, index) => {
      places.set(end.id, clamp((middles[index] ?? middle) - beyond, middle - reach, middle + reach));
    });
  }
  return places;
}

/** The height at which a wire between two shapes would be straight: level with the smaller one, if the other reaches so far. */
function level(near: PlacedShape, far: PlacedShape): number {
  const [small, large] = near.height <= far.height ? [near, far] : [far, near];
  const straight = clamp(middleOf(small), large.y + inset, large.y + large.height - inset);
  const isStraight = straight === middleOf(small);
  return isStraight ? straight : middleOf(far);
}

function bendStart(to: PlacedShape, columns: readonly (Column | undefined)[], x1: number): number {
  const before = columns.slice(0, to.shape.lane).findLast((column) => column !== undefined);
  return Math.max(x1, before ? before.x + before.width : x1);
}

function path(x1: number, y1: number, x2: number, y2: number, bend: number): string {
  if (y1 === y2) return `M${x1} ${y1}H${x2}`;
  const middle = Math.round((bend + x2) / 2);
  const lead = bend > x1 ? `H${bend}` : '';
  return `M${x1} ${y1}${lead}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

function middleOf(shape: PlacedShape): number {
  return shape.y + shape.height / 2;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
