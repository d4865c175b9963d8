import type { Overview, OverviewCell, OverviewSection } from './overview.ts';

/** Area that one place takes, in pixels at the scale 1, where a name can be read: 100 by 40. */
const placeArea = 4000;
/** Width by height that a network's cell should have, and a place in it. */
const cellShape = 1.6;
const placeShape = 3.2;
/** Width by height that a section has at most. */
const flattest = 8;

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
 * Places the cells in their own order, each as large as the number of places in it, so that a place is the same area everywhere: halves of
 * equal weight while the sizes differ much, strips where they are alike (the split and strip treemaps of Engdahl, and of Bederson and
 * Shneiderman, ACM TOG 2002). `aspect` is the width of the room by its height.
 */
export function layoutOverview({ sections }: Overview, aspect: number): PlacedOverview {
  const shape = Math.min(8, Math.max(0.25, aspect));
  const drawn = sections.filter(({ cells }) => cells.length > 0);
  const areas = drawn.map(({ cells }) => placeArea * cells.reduce((sum, cell) => sum + weightOf(cell), 0));
  const most = Math.sqrt(areas.reduce((sum, area) => sum + area, 0) * shape);
  // one under the other, each as wide as all of them need, but for those that would be lines then
  const sizes = areas.map((area) => {
    const wide = Math.min(most, Math.sqrt(area * flattest));
    return { width: wide, height: area / wide };
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
    cells.push(...divided(section.cells, { x: 0, y, ...size }));
    y += size.height;
  });
  return { width, height: y, sections: placed, cells };
}

/**
 * Room of a network: for everybody on it, and beyond seven for a few who may come, so that one more or less moves nobody else. At most a
 * quarter stays free, and the one place of a network without anybody.
 */
export function places({ members: { length } }: OverviewCell): number {
  if (length === 0) return 1;
  const step = Math.max(1, 2 ** (Math.floor(Math.log2(length)) - 2));
  return Math.ceil(length / step) * step;
}

/** A place more than it has, for its name. */
function weightOf(cell: OverviewCell): number {
  return places(cell) + 1;
}

/** More different than this, and a strip would make lines of the small or of the large ones. */
const alike = 3;

function divided(cells: readonly OverviewCell[], box: Box): readonly PlacedCell[] {
  const weights = cells.map(weightOf);
  const least = weights.reduce((one, other) => Math.min(one, other));
  const most = weights.reduce((one, other) => Math.max(one, other));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  if (most <= alike * least) return strips(cells, box);
  if (cells.length > 2 && 2 * most > all) return besideGiant(cells, weights.indexOf(most), most / all, box);
  const { count, share } = cut(weights, all);
  const [first, second] = halves(box, share);
  return [...divided(cells.slice(0, count), first), ...divided(cells.slice(count), second)];
}

/** Beside one that is most of them the others stay together: those before or after it alone could be a line. */
function besideGiant(cells: readonly OverviewCell[], at: number, share: number, box: Box): readonly PlacedCell[] {
  const [before, giant, after] = [cells.slice(0, at), cells.slice(at, at + 1), cells.slice(at + 1)];
  const isFirst = before.length < after.length;
  const [first, second] = halves(box, isFirst ? share : 1 - share);
  const others = divided([...before, ...after], isFirst ? second : first);
  return [...others.slice(0, at), ...strips(giant, isFirst ? first : second), ...others.slice(at)];
}

/** Across the longer side, as a cell is wider than it is high. */
function halves({ x, y, width, height }: Box, share: number): readonly [Box, Box] {
  if (width >= height * cellShape) {
    const left = width * share;
    return [
      { x, y, width: left, height },
      { x: x + left, y, width: width - left, height },
    ];
  }
  const above = height * share;
  return [
    { x, y, width, height: above },
    { x, y: y + above, width, height: height - above },
  ];
}

/**
 * Where to divide a list: near the middle, and there where a small and a large one meet, so that the one does not become a line beside the
 * other. `share` is the weight of the first `count`, of 1.
 */
function cut(weights: readonly number[], all: number): { readonly count: number; readonly share: number } {
  let best = { count: 1, share: (weights[0] ?? 0) / all };
  let least = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let count = 1; count < weights.length; count += 1) {
    const [before, after] = [weights[count - 1] ?? 1, weights[count] ?? 1];
    sum += before;
    const share = sum / all;
    const off = Math.abs(share - 0.5);
    const contrast = Math.abs(Math.log(before / after)) * (Math.max(before, after) / all);
    const cost = off <= 0.3 ? off - 4 * contrast : 1 + off;
    if (cost >= least) continue;
    least = cost;
    best = { count, share };
  }
  return best;
}

function strips(cells: readonly OverviewCell[], { x, y, width }: Box): readonly PlacedCell[] {
  const rows: { readonly cells: readonly OverviewCell[]; readonly weight: number }[] = [];
  let from = 0;
  let weight = 0;
  cells.forEach((cell, at) => {
    const more = weight + weightOf(cell);
    if (at > from && badness(more, at + 1 - from, width) > badness(weight, at - from, width)) {
      rows.push({ cells: cells.slice(from, at), weight });
      from = at;
      weight = more - weight;
    } else {
      weight = more;
    }
  });
  const before = rows.at(-1);
  const rest = cells.slice(from);
  // few left-over cells would lie there as lines
  if (before && badness(weight, rest.length, width) > 2) {
    rows.pop();
    rows.push({ cells: [...before.cells, ...rest], weight: before.weight + weight });
  } else {
    rows.push({ cells: rest, weight });
  }

  const placed: PlacedCell[] = [];
  let top = y;
  for (const row of rows) {
    const height = (row.weight * placeArea) / width;
    let left = x;
    for (const cell of row.cells) {
      const box = { x: left, y: top, width: (weightOf(cell) * placeArea) / height, height };
      placed.push({ cell, ...box, ...grid(places(cell), box) });
      left += box.width;
    }
    top += height;
  }
  return placed;
}

/** How far the cells of a strip, which are alike, are from the shape that they should have; 1 is perfect. */
function badness(weight: number, count: number, width: number): number {
  const height = (weight * placeArea) / width;
  const shape = width / count / height / cellShape;
  return Math.max(shape, 1 / shape);
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
export function cellAt({ cells }: Pick<PlacedOverview, 'cells'>, x: number, y: number): PlacedCell | undefined {
  return cells.find((each) => x >= each.x && x < each.x + each.width && y >= each.y && y < each.y + each.height);
}
