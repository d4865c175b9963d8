import { element, setText } from './element.ts';

export interface GridHead {
  readonly title: string;
  readonly note: string;
  /** What a screen reader says. */
  readonly spoken: string;
}

export interface GridCell {
  readonly mark: string;
  readonly main: string;
  readonly why: string;
  readonly look: string;
  readonly spoken: string;
}

/** A matrix of any size. Row or column -1 is that of the heads. */
export interface GridContent {
  readonly label: string;
  readonly corner: string;
  readonly dense: boolean;
  readonly rows: number;
  readonly columns: number;
  /** All three are asked for what is in sight only. */
  readonly rowHead: (row: number) => GridHead;
  readonly columnHead: (column: number) => GridHead;
  readonly cell: (row: number, column: number) => GridCell;
  readonly active: Place;
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface GridActions {
  /** The focus came to a place. */
  readonly onFocus: (place: Place) => void;
  /** Enter, or a double click; a click on a head. */
  readonly onAct: (place: Place) => void;
}

interface Sizes {
  readonly width: number;
  readonly height: number;
  readonly headWidth: number;
  readonly headHeight: number;
}

const roomy: Sizes = { width: 172, height: 56, headWidth: 132, headHeight: 34 };
const tight: Sizes = { width: 30, height: 26, headWidth: 132, headHeight: 104 };
/** Drawn beyond what is in sight, so that a slow frame shows no hole. */
const spare = 2;

/** Draws only the cells in sight, and keeps those that stay: 40,000 cells scroll like 100. One tab stop, arrow keys from cell to cell. */
export function nameGrid(actions: GridActions) {
  const head = element('div', { class: 'grid-row grid-head', role: 'row', 'aria-rowindex': 1 });
  const sheet = element('div', { class: 'sheet', role: 'grid' }, head);
  const root = element('div', { class: 'grid' }, sheet);
  const corner = element('div', { class: 'corner', role: 'columnheader', 'aria-colindex': 1 });
  head.append(corner);
  const heads = new Map<number, HTMLElement>();
  const lines = new Map<
    number,
    { readonly row: HTMLElement; readonly head: HTMLElement; readonly cells: Map<number, HTMLElement> }
  >();
  let content: GridContent | undefined;
  let active: Place = { row: 0, column: 0 };
  let frame = 0;
  let version = 0;

  root.addEventListener('scroll', () => {
    if (frame === 0) frame = requestAnimationFrame(render);
  });
  new ResizeObserver(() => render()).observe(root);
  sheet.addEventListener('keydown', (event) => {
    if (!content) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      actions.onAct(active);
      return;
    }
    const next = moved(event, active, content, root.clientHeight / sizes().height);
    if (!next) return;
    event.preventDefault();
    go(next);
  });
  sheet.addEventListener('click', (event) => {
    const place = placeOf(event.target);
    if (!place) return;
    go(place);
    if (place.row < 0 || place.column < 0) actions.onAct(place);
  });
  sheet.addEventListener('dblclick', (event) => {
    const place = placeOf(event.target);
    if (place && place.row >= 0 && place.column >= 0) actions.onAct(place);
  });

  function sizes(): Sizes {
    const base = content?.dense ? tight : roomy;
    return root.clientWidth < 520 ? { ...base, headWidth: 96 } : base;
  }

  /** Moves the focus, and as much of the sheet as is needed to see it. */
  function go(place: Place): void {
    const { width, height, headWidth, headHeight } = sizes();
    active = place;
    const left = place.column * width;
    const top = place.row * height;
    if (place.column >= 0) {
      if (left < root.scrollLeft) root.scrollLeft = left;
      else if (left + width > root.scrollLeft + root.clientWidth - headWidth)
        root.scrollLeft = left + width - root.clientWidth + headWidth;
    }
    if (place.row >= 0) {
      if (top < root.scrollTop) root.scrollTop = top;
      else if (top + height > root.scrollTop + root.clientHeight - headHeight)
        root.scrollTop = top + height - root.clientHeight + headHeight;
    }
    render();
    elementAt(place)?.focus({ preventScroll: true });
    actions.onFocus(place);
  }

  function elementAt({ row, column }: Place): HTMLElement | undefined {
    if (row < 0) return heads.get(column);
    return column < 0 ? lines.get(row)?.head : lines.get(row)?.cells.get(column);
  }

  function render(): void {
    frame = 0;
    if (!content || root.clientWidth === 0) return;
    const { rows, columns, dense, label } = content;
    const { width, height, headWidth, headHeight } = sizes();
    const wide = headWidth + columns * width;
    sheet.setAttribute('aria-label', label);
    sheet.setAttribute('aria-rowcount', String(rows + 1));
    sheet.setAttribute('aria-colcount', String(columns + 1));
    root.classList.toggle('dense', dense);
    sheet.style.width = `${wide}px`;
    sheet.style.height = `${headHeight + rows * height}px`;
    head.style.height = `${headHeight}px`;
    corner.style.width = `${headWidth}px`;
    setText(corner, content.corner);
    const inSight = {
      rows: range(root.scrollTop / height, (root.clientHeight - headHeight) / height, rows, active.row),
      columns: range(root.scrollLeft / width, (root.clientWidth - headWidth) / width, columns, active.column),
    };
    keepOnly(heads, inSight.columns);
    for (const column of inSight.columns) {
      const cell = made(heads, column, () =>
        head.appendChild(element('div', { class: 'column-head', role: 'columnheader', 'aria-colindex': column + 2 })),
      );
      stop(cell, -1, column);
      if (isDrawn(cell)) continue;
      const { title, note, spoken } = content.columnHead(column);
      cell.style.left = `${headWidth + column * width}px`;
      cell.style.width = `${width}px`;
      cell.style.height = `${headHeight}px`;
      cell.title = spoken;
      fill(cell, spoken, [
        ['title', title],
        ['note', note],
      ]);
    }
    const rowsInSight = new Set(inSight.rows);
    for (const [at, line] of lines) {
      if (rowsInSight.has(at)) continue;
      line.row.remove();
      lines.delete(at);
    }
    for (const row of inSight.rows) renderRow(row, inSight.columns);
  }

  function renderRow(row: number, columns: readonly number[]): void {
    if (!content) return;
    const { width, height, headWidth, headHeight } = sizes();
    let line = lines.get(row);
    if (!line) {
      const rowHead = element('div', { class: 'row-head', role: 'rowheader', 'aria-colindex': 1 });
      line = {
        row: element('div', { class: 'grid-row', role: 'row', 'aria-rowindex': row + 2 }, rowHead),
        head: rowHead,
        cells: new Map(),
      };
      lines.set(row, line);
      sheet.append(line.row);
    }
    stop(line.head, row, -1);
    if (!isDrawn(line.head)) {
      const { title, note, spoken } = content.rowHead(row);
      line.row.style.top = `${headHeight + row * height}px`;
      line.row.style.width = `${headWidth + content.columns * width}px`;
      line.row.style.height = `${height}px`;
      line.head.style.width = `${headWidth}px`;
      line.head.style.height = `${height}px`;
      line.head.title = spoken;
      fill(line.head, spoken, [
        ['title', title],
        ['note', note],
      ]);
    }
    keepOnly(line.cells, columns);
    for (const column of columns) {
      const parent = line.row;
      const cell = made(line.cells, column, () =>
        parent.appendChild(element('div', { role: 'gridcell', 'aria-colindex': column + 2 })),
      );
      stop(cell, row, column);
      if (isDrawn(cell)) continue;
      const found = content.cell(row, column);
      cell.style.left = `${headWidth + column * width}px`;
      cell.style.width = `${width}px`;
      cell.style.height = `${height}px`;
      const look = `cell ${found.look}`;
      if (cell.className !== look) cell.className = look;
      fill(cell, found.spoken, [
        ['mark', found.mark],
        ['answer', found.main],
        ['why', found.why],
      ]);
    }
  }

  /** Whether it shows this content in these sizes already: scrolling draws only what comes into sight. */
  function isDrawn(target: HTMLElement): boolean {
    const key = `${version} ${root.clientWidth < 520}`;
    if (target.dataset.drawn === key) return true;
    target.dataset.drawn = key;
    return false;
  }

  /** One tab stop for the whole grid. */
  function stop(target: HTMLElement, row: number, column: number): void {
    const isActive = active.row === row && active.column === column;
    const tabIndex = isActive ? 0 : -1;
    if (target.tabIndex !== tabIndex || target.dataset.row === undefined) {
      target.tabIndex = tabIndex;
      target.dataset.row = String(row);
      target.dataset.column = String(column);
    }
    if (row >= 0 && column >= 0 && target.getAttribute('aria-selected') !== String(isActive)) {
      target.setAttribute('aria-selected', String(isActive));
    }
  }

  return {
    root,
    draw(next: GridContent): void {
      const before = content;
      content = next;
      version += 1;
      const held = root.contains(document.activeElement);
      if (before?.dense !== next.dense || before.rows !== next.rows || before.columns !== next.columns) {
        for (const { row } of lines.values()) row.remove();
        lines.clear();
        for (const each of heads.values()) each.remove();
        heads.clear();
      }
      active = inside(next.active, next);
      render();
      if (held && !root.contains(document.activeElement)) elementAt(active)?.focus({ preventScroll: true });
    },
  };
}

/** Indexes from the first in sight; the active one always, so that it keeps the focus wherever one scrolls. */
function range(from: number, count: number, most: number, active: number): readonly number[] {
  const first = Math.max(0, Math.floor(from) - spare);
  const last = Math.min(most - 1, Math.ceil(from + count) + spare);
  const found: number[] = [];
  for (let at = first; at <= last; at += 1) found.push(at);
  if (active >= 0 && active < most && (active < first || active > last)) found.push(active);
  return found;
}

function inside({ row, column }: Place, { rows, columns }: GridContent): Place {
  return { row: Math.min(row, rows - 1), column: Math.min(column, columns - 1) };
}

function moved(event: KeyboardEvent, from: Place, { rows, columns }: GridContent, page: number): Place | undefined {
  const last = { row: rows - 1, column: columns - 1 };
  const to = (row: number, column: number): Place | undefined => {
    const next = { row: Math.max(-1, Math.min(last.row, row)), column: Math.max(-1, Math.min(last.column, column)) };
    // The corner is no place to be.
    return next.row < 0 && next.column < 0 ? undefined : next;
  };
  const { row, column } = from;
  switch (event.key) {
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'ArrowRight':
      return to(row, column + 1);
    case 'Home':
      return event.ctrlKey || event.metaKey ? to(0, 0) : to(row, row < 0 ? 0 : -1);
    case 'End':
      return event.ctrlKey || event.metaKey ? to(last.row, last.column) : to(row, last.column);
    case 'PageUp':
      return to(Math.max(column < 0 ? 0 : -1, row - Math.max(1, Math.floor(page) - 1)), column);
    case 'PageDown':
      return to(row + Math.max(1, Math.floor(page) - 1), column);
    default:
      return undefined;
  }
}

function placeOf(target: EventTarget | null): Place | undefined {
  const found = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return found ? { row: Number(found.dataset.row), column: Number(found.dataset.column) } : undefined;
}

function made(known: Map<number, HTMLElement>, at: number, make: () => HTMLElement): HTMLElement {
  const found = known.get(at) ?? make();
  known.set(at, found);
  return found;
}

function keepOnly(known: Map<number, HTMLElement>, wanted: readonly number[]): void {
  const kept = new Set(wanted);
  for (const [at, found] of known) {
    if (kept.has(at)) continue;
    found.remove();
    known.delete(at);
  }
}

/** Spans of these classes to look at, and one sentence to hear. */
function fill(target: HTMLElement, spoken: string, parts: readonly (readonly [string, string])[]): void {
  if (target.childElementCount !== parts.length + 1) {
    target.replaceChildren(
      element('span', { class: 'spoken' }),
      ...parts.map(([part]) => element('span', { class: part, 'aria-hidden': 'true' })),
    );
  }
  for (const [at, text] of [spoken, ...parts.map(([, shown]) => shown)].entries()) setText(target.children[at] as Element, text);
}
