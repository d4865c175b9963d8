import type { Overview, OverviewCell, OverviewSection } from './overview.ts';

/** Area that one place takes, in pixels at the scale 1, where a name can be read: 100 by 40. */
const placeArea = 4000;
/** Width by height that a network's cell should have, and a place in it. */
const cellShape = 1.6;
const placeShape = 2.6;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Places are a pure function of the overview and of the shape of the room. Nothing is measured in a browser. */
export interface PlacedOverview {
  readonly width: number;
  readonly height: number;
  readonly sections: readonly PlacedSection[];
  /** Of all sections, in their order: rows that read left to right, from top to bottom. */
  readonly cells: readonly PlacedCell[];
}

export interface PlacedSection extends Box {
  readonly section: OverviewSection;
  /** Height of the strip above it that its title stands in; 0 where there is a single one. */
  readonly title: number;
}

export interface PlacedCell extends Box {
  readonly cell: OverviewCell;
  readonly columns: number;
  /** Of equal height, the first of them for the name. */
  readonly rows: number;
}

/**
 * Places the cells in strips, in their own order, each as large as the number of places in it (the ordered treemap of Bederson and
 * Shneiderman, ACM TOG 2002). A place is the same area everywhere. `aspect` is the width of the room by its height.
 */
export function layoutOverview({ sections }: Overview, aspect: number): PlacedOverview {
  const shape = Math.min(8, Math.max(0.25, aspect));
  const drawn = sections.filter(({ cells }) => cells.length > 0);
  const sizes = drawn.map(({ cells }) => {
    const area = placeArea * cells.reduce((sum, cell) => sum + places(cell) + 1, 0);
    return { width: Math.sqrt(area * shape), height: Math.sqrt(area / shape) };
  });
  const width = Math.max(0, ...sizes.map((size) => size.width));
  const title = drawn.length > 1 ? Math.max(24, width * 0.03) : 0;
  const placed: PlacedSection[] = [];
  const cells: PlacedCell[] = [];
  let y = 0;
  drawn.forEach((section, index) => {
    const size = sizes[index] as { width: number; height: number };
    y += title;
    placed.push({ section, title, x: 0, y, ...size });
    cells.push(...strips(section.cells, { x: 0, y, ...size }));
    y += size.height;
  });
  return { width, height: y, sections: placed, cells };
}

/**
 * Room of a network: for everybody on it, and beyond seven for a few who may come, so that one more or less moves nobody else. At most a
 * quarter stays free.
 */
export function places({ members: { length } }: OverviewCell): number {
  const step = Math.max(1, 2 ** (Math.floor(Math.log2(Math.max(1, length))) - 2));
  return Math.ceil(length / step) * step;
}

interface Strip {
  readonly cells: OverviewCell[];
  weight: number;
}

function strips(cells: readonly OverviewCell[], { x, y, width }: Box): readonly PlacedCell[] {
  const rows: Strip[] = [];
  let row: Strip = { cells: [], weight: 0 };
  for (const cell of cells) {
    const more: Strip = { cells: [...row.cells, cell], weight: row.weight + places(cell) + 1 };
    if (row.cells.length > 0 && badness(more, width) > badness(row, width)) {
      rows.push(row);
      row = { cells: [cell], weight: places(cell) + 1 };
    } else {
      row = more;
    }
  }
  const before = rows.at(-1);
  // few left-over cells would lie there as lines
  if (before && badness(row, width) > 2) {
    rows.pop();
    row = { cells: [...before.cells, ...row.cells], weight: before.weight + row.weight };
  }
  rows.push(row);

  const placed: PlacedCell[] = [];
  let top = y;
  for (const strip of rows) {
    const height = (strip.weight * placeArea) / width;
    let left = x;
    for (const cell of strip.cells) {
      const box = { x: left, y: top, width: ((places(cell) + 1) * placeArea) / height, height };
      placed.push({ cell, ...box, ...grid(places(cell), box) });
      left += box.width;
    }
    top += height;
  }
  return placed;
}

/** How far the cells of a strip are from the shape that they should have; 1 is perfect. */
function badness(strip: Strip, width: number): number {
  const height = (strip.weight * placeArea) / width;
  let sum = 0;
  for (const cell of strip.cells) {
    const shape = ((places(cell) + 1) * placeArea) / (height * height) / cellShape;
    sum += Math.max(shape, 1 / shape);
  }
  return sum / strip.cells.length;
}

/** Columns and rows, the name's row among them, that leave each place a shape in which a name fits. */
function grid(count: number, { width, height }: Box): { readonly columns: number; readonly rows: number } {
  const guess = Math.max(1, Math.round(Math.sqrt((Math.max(1, count) * width) / (height * placeShape))));
  let best = { columns: 1, rows: count + 1 };
  let least = Number.POSITIVE_INFINITY;
  for (const columns of [guess - 1, guess, guess + 1]) {
    if (columns < 1) continue;
    const rows = Math.ceil(count / columns) + 1;
    const shape = width / columns / (height / rows) / placeShape;
    const off = Math.max(shape, 1 / shape) * ((columns * (rows - 1)) / Math.max(1, count)) ** 0.5;
    if (off >= least) continue;
    least = off;
    best = { columns, rows };
  }
  return best;
}

/** Where the member of that index is drawn. */
export function memberBox({ x, y, width, height, columns, rows }: PlacedCell, index: number): Box {
  const [w, h] = [width / columns, height / rows];
  return { x: x + (index % columns) * w, y: y + (1 + Math.floor(index / columns)) * h, width: w, height: h };
}

/** Index of the member at a point of the cell, if there is one. */
export function memberAt({ cell, x, y, width, height, columns, rows }: PlacedCell, atX: number, atY: number): number | undefined {
  const column = Math.min(columns - 1, Math.floor(((atX - x) / width) * columns));
  const index = (Math.floor(((atY - y) / height) * rows) - 1) * columns + column;
  return index >= 0 && index < cell.members.length ? index : undefined;
}

/** The cell at a point. */
export function cellAt({ cells }: PlacedOverview, x: number, y: number): PlacedCell | undefined {
  return cells.find((each) => x >= each.x && x < each.x + each.width && y >= each.y && y < each.y + each.height);
}

/** The cell that an arrow key leads to: left and right in reading order, up and down to what lies there. */
export function cellBeside({ cells }: PlacedOverview, from: string | undefined, key: string): PlacedCell | undefined {
  const at = cells.findIndex(({ cell }) => cell.id === from);
  const here = cells[at];
  switch (key) {
    case 'Home':
      return cells[0];
    case 'End':
      return cells.at(-1);
    case 'ArrowRight':
      return cells[at + 1];
    case 'ArrowLeft':
      return at > 0 ? cells[at - 1] : undefined;
    case 'ArrowDown':
    case 'ArrowUp': {
      if (!here) return cells[0];
      const middle = here.x + here.width / 2;
      const level = (each: Box) => (key === 'ArrowDown' ? each.y - here.y - here.height : here.y - each.y - each.height);
      const ahead = cells.filter((each) => level(each) > -1e-6);
      const away = (each: Box) => Math.max(each.x - middle, middle - each.x - each.width, 0);
      return ahead.reduce<PlacedCell | undefined>(
        (best, each) =>
          !best || level(each) < level(best) - 1e-6 || (level(each) < level(best) + 1e-6 && away(each) < away(best))
            ? each
            : best,
        undefined,
      );
    }
    default:
      return undefined;
  }
}
