import type { Wire } from './diagram.ts';
import { lanes } from './lanes.ts';
import type { Box } from './layout.ts';
import type { PlacedShape } from './placed.ts';
import { spread } from './spread.ts';

const rowGap = 12;
const pillGap = 6;
const blockGap = 24;
/** Room around a host that is as tall as everything that leads to it. */
const reach = 26;

/** Places the shapes of one section below `top`. */
export function placeSection(
  boxes: readonly Box[],
  wires: readonly Wire[],
  top: number,
): { readonly shapes: readonly PlacedShape[]; readonly bottom: number } {
  const section = new SectionPlacer(boxes, wires);
  section.placeBlocks(top);
  section.placeRight(lanes.uplink, top);
  section.placeRight(lanes.port, top);
  return section.result(top);
}

/** A sandbox with its endpoints, or an endpoint alone. */
interface Unit {
  readonly sandbox?: Box;
  readonly pills: readonly Box[];
  readonly height: number;
}

class SectionPlacer {
  readonly #boxes: ReadonlyMap<string, Box>;
  readonly #targets = new Map<string, string[]>();
  readonly #sources = new Map<string, string[]>();
  /** Middle of every placed shape. */
  readonly #middles = new Map<string, number>();
  readonly #heights = new Map<string, number>();

  constructor(boxes: readonly Box[], wires: readonly Wire[]) {
    this.#boxes = new Map(boxes.map((box) => [box.shape.id, box]));
    for (const wire of wires) {
      if (!this.#boxes.has(wire.from) || !this.#boxes.has(wire.to)) continue;
      append(this.#targets, wire.from, wire.to);
      append(this.#sources, wire.to, wire.from);
    }
  }

  /** The lanes up to the switches: one block of rows for each switch, and one for each thing that sandboxes lead to directly. */
  placeBlocks(top: number): void {
    const units = new Map<string, Unit[]>();
    for (const unit of this.units()) append(units, this.firstSwitch(unit), unit);
    let y = top;
    for (const key of this.blockOrder([...units.keys()])) {
      const hub = this.#boxes.get(key);
      const beside = hub && hub.shape.lane === lanes.network ? hub : undefined;
      const rows = units.get(key) ?? [];
      const rowsHeight = rows.reduce((sum, unit) => sum + unit.height + rowGap, -rowGap);
      const height = Math.max(rowsHeight, beside?.height ?? 0);
      if (beside) this.#middles.set(key, y + height / 2);
      let row = y + (height - rowsHeight) / 2;
      for (const unit of rows) {
        this.placeUnit(unit, row);
        row += unit.height + rowGap;
      }
      y += height + blockGap;
    }
  }

  /** A lane to the right: each shape level with what leads to it, or with what it leads to; a host as tall as its sources. */
  placeRight(lane: number, top: number): void {
    const boxes = [...this.#boxes.values()].filter((box) => box.shape.lane === lane);
    const wishes = boxes.map((box) => {
      const levels = this.levels(box);
      const height = box.shape.kind === 'uplink' ? Math.max(box.height, spanOf(levels) + 2 * reach) : box.height;
      this.#heights.set(box.shape.id, height);
      const middle = levels.length === 0 ? top + height / 2 : (Math.min(...levels) + Math.max(...levels)) / 2;
      return { id: box.shape.id, middle, size: height };
    });
    wishes.sort((a, b) => a.middle - b.middle || (a.id < b.id ? -1 : 1));
    const middles = spread(wishes, rowGap, top);
    wishes.forEach((wish, index) => {
      this.#middles.set(wish.id, middles[index] ?? wish.middle);
    });
  }

  result(top: number): { shapes: readonly PlacedShape[]; bottom: number } {
    let bottom = top;
    const shapes = [...this.#boxes.values()].map((box) => {
      const height = Math.round(this.#heights.get(box.shape.id) ?? box.height);
      const y = Math.round((this.#middles.get(box.shape.id) ?? top) - height / 2);
      bottom = Math.max(bottom, y + height);
      return { ...box, y, height };
    });
    return { shapes, bottom };
  }

  private units(): readonly Unit[] {
    const units: Unit[] = [];
    for (const box of this.#boxes.values()) {
      if (box.shape.lane === lanes.sandbox) {
        const pills = this.targetsOf(box).filter((target) => target.shape.lane === lanes.endpoint);
        units.push({ sandbox: box, pills, height: Math.max(box.height, stackHeight(pills)) });
      } else if (box.shape.lane === lanes.endpoint && this.sourcesOf(box).length === 0) {
        units.push({ pills: [box], height: box.height });
      }
    }
    return units;
  }

  private placeUnit(unit: Unit, y: number): void {
    const middle = y + unit.height / 2;
    if (unit.sandbox) this.#middles.set(unit.sandbox.shape.id, middle);
    let pill = middle - stackHeight(unit.pills) / 2;
    for (const box of unit.pills) {
      this.#middles.set(box.shape.id, pill + box.height / 2);
      for (const end of this.hostEndsOf(box)) this.#middles.set(end.shape.id, pill + box.height / 2);
      pill += box.height + pillGap;
    }
  }

  /** Id of the first switch that a unit reaches, of what its sandbox leads to directly, or ''. */
  private firstSwitch(unit: Unit): string {
    const near = [...(unit.sandbox ? [unit.sandbox] : []), ...unit.pills, ...unit.pills.flatMap((pill) => this.hostEndsOf(pill))];
    const beyond = near.flatMap((box) => this.targetsOf(box)).filter((box) => box.shape.lane >= lanes.network);
    const order = [...this.#boxes.keys()];
    beyond.sort((a, b) => a.shape.lane - b.shape.lane || order.indexOf(a.shape.id) - order.indexOf(b.shape.id));
    return beyond[0]?.shape.id ?? '';
  }

  /** Switches in their order; what leads to a host directly comes before the first switch that does: nothing else crosses its wire there. */
  private blockOrder(keys: readonly string[]): readonly string[] {
    const order = [...this.#boxes.values()].filter((box) => box.shape.lane === lanes.network).map((box) => box.shape.id);
    for (const key of keys) {
      const box = this.#boxes.get(key);
      if (!box || box.shape.lane === lanes.network) continue;
      const first = order.findIndex((id) => (this.#targets.get(id) ?? []).includes(key));
      order.splice(first < 0 ? order.length : first, 0, key);
    }
    return keys.includes('') ? [...order, ''] : order;
  }

  /** Where a shape would best be: level with its sources; a port, and a host that it is wired to, level with what the port leads to. */
  private levels(box: Box): readonly number[] {
    const { id, leadsTo } = box.shape;
    const ports = this.targetsOf(box).flatMap((target) => target.shape.leadsTo ?? []);
    const ids = leadsTo === undefined ? [...(this.#sources.get(id) ?? []), ...ports] : [leadsTo];
    return ids.flatMap((id) => this.#middles.get(id) ?? []);
  }

  private hostEndsOf(pill: Box): readonly Box[] {
    return this.targetsOf(pill).filter((target) => target.shape.lane === lanes.hostEnd);
  }

  private targetsOf(box: Box): readonly Box[] {
    return (this.#targets.get(box.shape.id) ?? []).flatMap((id) => this.#boxes.get(id) ?? []);
  }

  private sourcesOf(box: Box): readonly Box[] {
    return (this.#sources.get(box.shape.id) ?? []).flatMap((id) => this.#boxes.get(id) ?? []);
  }
}

function stackHeight(boxes: readonly Box[]): number {
  return boxes.reduce((sum, box) => sum + box.height + pillGap, -pillGap);
}

function spanOf(levels: readonly number[]): number {
  return levels.length === 0 ? 0 : Math.max(...levels) - Math.min(...levels);
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
