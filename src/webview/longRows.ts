import { element } from './element.ts';
import { RowWindow } from './rowWindow.ts';

export interface LongRows {
  readonly body: HTMLElement;
  /** Draws what is in sight. */
  readonly render: () => void;
}

/** Drawn beyond what is in sight, so that a slow frame shows no hole and Tab finds the next row. */
const spare = 8;

/**
 * The body of a table of any length: the rows in sight are there, and the one with the focus; empty rows as high as the others stand for
 * the rest. `aria-rowindex` says where each is.
 */
export function longRows(scroller: HTMLElement, guesses: readonly number[], make: (row: number) => HTMLElement): LongRows {
  const body = element('tbody');
  const heights = new RowWindow(guesses);
  const drawn = new Map<number, HTMLElement>();
  let focused: number | undefined;

  const rowOf = (target: EventTarget | null) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('tr[aria-rowindex]') : null;
    return row ? Number(row.getAttribute('aria-rowindex')) - 2 : undefined;
  };
  body.addEventListener('focusin', (event) => {
    focused = rowOf(event.target);
  });
  body.addEventListener('focusout', () => {
    focused = undefined;
  });
  body.addEventListener('keydown', (event) => {
    const at = rowOf(event.target);
    if (at === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moved(event.key, at, heights.length, Math.max(1, Math.floor(scroller.clientHeight / 48) - 1));
    if (next === undefined) return;
    event.preventDefault();
    go(next, next < at ? -1 : 1);
  });

  /** The next row with something to focus, in that direction. */
  function go(row: number, step: number): void {
    for (let to = row; to >= 0 && to < heights.length; to += step) {
      focused = to;
      render();
      const control = drawn.get(to)?.querySelector<HTMLElement>('button');
      if (!control) continue;
      control.focus({ preventScroll: true });
      drawn.get(to)?.scrollIntoView({ block: 'nearest' });
      render();
      return;
    }
  }

  function render(): void {
    if (scroller.clientHeight === 0) return;
    const above = body.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    const rows = heights.rows(-above, scroller.clientHeight - above, spare, focused);
    const wanted = new Set(rows);
    for (const [row, found] of drawn) {
      if (wanted.has(row)) continue;
      found.remove();
      drawn.delete(row);
    }
    const made: number[] = [];
    let at: ChildNode | null = body.firstChild;
    /** Puts an element at the place, where it is not there already. */
    const put = (next: HTMLElement) => {
      if (at === next) at = next.nextSibling;
      else body.insertBefore(next, at);
    };
    for (const gap of body.querySelectorAll('tr.gap')) {
      if (at === gap) at = gap.nextSibling;
      gap.remove();
    }
    at = body.firstChild;
    let below = 0;
    for (const row of rows) {
      if (row > below) put(gapOf(heights.top(row) - heights.top(below)));
      let found = drawn.get(row);
      if (!found) {
        found = make(row);
        found.setAttribute('aria-rowindex', String(row + 2));
        drawn.set(row, found);
        made.push(row);
      }
      put(found);
      below = row + 1;
    }
    if (below < heights.length) put(gapOf(heights.total - heights.top(below)));
    for (const row of made) heights.seen(row, drawn.get(row)?.getBoundingClientRect().height ?? 0);
  }

  return { body, render };
}

function gapOf(height: number): HTMLElement {
  const cell = element('td', { colspan: 5 });
  cell.style.height = `${Math.round(height)}px`;
  return element('tr', { class: 'gap', 'aria-hidden': 'true' }, cell);
}

function moved(key: string, at: number, length: number, page: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'PageDown':
      return Math.min(length - 1, at + page);
    case 'PageUp':
      return Math.max(0, at - page);
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return undefined;
  }
}
