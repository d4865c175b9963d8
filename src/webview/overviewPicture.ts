import { cellBeside } from '../diagrams/cellBeside.ts';
import { cellAt, layoutOverview, memberAt, type PlacedCell, type PlacedOverview } from '../diagrams/layoutOverview.ts';
import type { Overview, OverviewCell } from '../diagrams/overview.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { type Ink, overviewInk } from './overviewInk.ts';
import { overviewOptions } from './overviewOptions.ts';
import { OverviewPen } from './overviewPen.ts';
import { overviewText } from './overviewText.ts';
import { paintOverview } from './paintOverview.ts';
import { panZoom } from './panZoom.ts';

export interface OverviewActions {
  /** Enter, space, a click: the cell, and the member of it that was clicked. */
  readonly open: (cell: OverviewCell, member: string | undefined) => void;
  /** The keyboard came to a cell, or the pointer is over one (undefined: over none). */
  readonly at: (cell: OverviewCell | undefined) => void;
  readonly zoomed: (scale: number) => void;
}

/** The overview on a canvas as large as the room; the sheet behind it is as large as what is drawn, so that scrolling pans. */
export function overviewPicture(actions: OverviewActions) {
  const canvas = element('canvas', { 'aria-hidden': 'true' });
  const sheet = element('div', { class: 'overview-sheet', role: 'presentation' }, canvas);
  const tip = element('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });
  const viewport = element('div', { class: 'viewport', role: 'listbox', tabindex: 0 });
  const options = overviewOptions(viewport);
  viewport.append(sheet);
  const root = element('div', { class: 'overview-picture' }, viewport, tip);
  const inks = overviewInk(root, () => {
    ink = undefined;
    ask();
  });
  let context: Context | undefined;
  let content: Overview | undefined;
  let placed: PlacedOverview | undefined;
  let aspect = 0;
  let ink: Ink | undefined;
  let active: string | undefined;
  let hovered: string | undefined;
  let frame = 0;
  let chosen = 0;

  const zoom = panZoom(
    viewport,
    {
      zoomed: (scale) => {
        chosen = scale;
        actions.zoomed(scale);
        ask();
      },
      fitted: (scale) => actions.zoomed(scale),
    },
    {
      least: 1,
      fit: ({ width, height }, roomX, roomY) => Math.min(1.5, Math.max(0.01, Math.min(roomX / width, roomY / height))),
    },
  );

  const ask = () => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };
  const paint = () => {
    frame = 0;
    const { clientWidth: width, clientHeight: height } = viewport;
    if (!context || !content || width === 0 || height === 0) return;
    place(width, height);
    const dots = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * dots), Math.round(height * dots)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const pen = canvas.getContext('2d');
    if (!pen || !placed) return;
    ink ??= inks.read();
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    const sight = { scale: zoom.scale, left: viewport.scrollLeft, top: viewport.scrollTop, width, height };
    const focused = document.activeElement === viewport;
    paintOverview(new OverviewPen(pen, sight, ink), placed, { active, hovered, focused }, context.say);
    canvas.dataset.cells = String(placed.cells.length);
  };
  /** Places anew where the content or the shape of the room is another; a line of text more under it moves nothing. */
  const place = (width: number, height: number) => {
    const shape = 2 ** (Math.round(Math.log2(width / height) * 8) / 8);
    if (!content || (placed && shape === aspect)) return;
    aspect = shape;
    placed = layoutOverview(content, shape);
    if (!placed.cells.some(({ cell }) => cell.id === active)) active = placed.cells[0]?.cell.id;
    zoom.show(
      {
        width: Math.max(1, placed.width),
        height: Math.max(1, placed.height),
        resize: (w, h) => {
          sheet.style.width = `${w}px`;
          sheet.style.height = `${h}px`;
          ask();
        },
      },
      chosen,
    );
    actions.zoomed(zoom.scale);
    tell();
  };

  const cellOf = (id: string | undefined): PlacedCell | undefined => placed?.cells.find(({ cell }) => cell.id === id);
  const pointOf = (event: MouseEvent) => {
    const box = viewport.getBoundingClientRect();
    return {
      x: (event.clientX - box.left - viewport.clientLeft + viewport.scrollLeft) / zoom.scale,
      y: (event.clientY - box.top - viewport.clientTop + viewport.scrollTop) / zoom.scale,
    };
  };
  const go = (next: PlacedCell) => {
    active = next.cell.id;
    reveal(next);
    tell();
    ask();
    actions.at(next.cell);
  };
  const reveal = ({ x, y, width, height }: PlacedCell) => {
    const { scale } = zoom;
    const nearest = (at: number, size: number, from: number, room: number) =>
      at < from ? at : at + size > from + room ? Math.min(at, at + size - room) : from;
    viewport.scrollTo({
      left: nearest(x * scale, width * scale, viewport.scrollLeft, viewport.clientWidth),
      top: nearest(y * scale, height * scale, viewport.scrollTop, viewport.clientHeight),
    });
  };
  const tell = () => context && options.tell(placed?.cells ?? [], active, context);

  viewport.addEventListener('scroll', ask);
  new ResizeObserver(ask).observe(viewport);
  for (const type of ['focus', 'blur']) viewport.addEventListener(type, ask);
  viewport.addEventListener('focus', () => actions.at(cellOf(active)?.cell));
  viewport.addEventListener('mousemove', (event) => {
    const point = pointOf(event);
    const found = placed && cellAt(placed, point.x, point.y);
    const member = found && zoom.scale > 0.3 ? memberAt(found, point.x, point.y) : undefined;
    const text = found && context ? overviewText(found.cell, context, member) : '';
    const box = root.getBoundingClientRect();
    tip.hidden = !found || viewport.classList.contains('dragging');
    setText(tip, text);
    tip.style.left = `${Math.max(0, Math.min(event.clientX - box.left + 14, box.width - tip.offsetWidth - 4))}px`;
    const under = event.clientY - box.top + 18;
    tip.style.top = `${under + tip.offsetHeight > box.height ? under - tip.offsetHeight - 26 : under}px`;
    if (found?.cell.id === hovered) return;
    hovered = found?.cell.id;
    ask();
  });
  viewport.addEventListener('mouseleave', () => {
    hovered = undefined;
    tip.hidden = true;
    ask();
  });
  viewport.addEventListener('click', (event) => {
    const { x, y } = pointOf(event);
    const found = placed && cellAt(placed, x, y);
    if (!found) return;
    active = found.cell.id;
    tip.hidden = true;
    const member = memberAt(found, x, y);
    const isLegible = (found.width / found.columns) * zoom.scale >= 44;
    actions.open(found.cell, isLegible && member !== undefined ? found.cell.members[member]?.subject : undefined);
  });
  viewport.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = cellOf(active);
    switch (event.key) {
      case 'Enter':
      case ' ':
        if (here) actions.open(here.cell, undefined);
        break;
      case '+':
      case '=':
        zoomBy(1.25);
        break;
      case '-':
        zoomBy(0.8);
        break;
      case '0':
        fit();
        break;
      default: {
        const next = placed && cellBeside(placed, active, event.key);
        if (!next) return;
        go(next);
      }
    }
    event.preventDefault();
  });
  /** Around the active cell, so that who zooms by keyboard stays where they are. */
  function zoomBy(factor: number): void {
    const here = cellOf(active);
    const { scale } = zoom;
    const x = here ? (here.x + here.width / 2) * scale - viewport.scrollLeft : viewport.clientWidth / 2;
    const y = here ? (here.y + here.height / 2) * scale - viewport.scrollTop : viewport.clientHeight / 2;
    const isSeen = x >= 0 && y >= 0 && x <= viewport.clientWidth && y <= viewport.clientHeight;
    if (isSeen) zoom.zoomBy(factor, x, y);
    else zoom.zoomBy(factor);
  }
  function fit(): void {
    chosen = 0;
    aspect = 0;
    ask();
  }

  return {
    root,
    draw(now: Context, next: Overview): void {
      context = now;
      active ??= now.ui.overviewAt;
      viewport.setAttribute('aria-label', now.t('panel.overview-picture'));
      if (next !== content) {
        content = next;
        aspect = 0;
      }
      // at once where there is room: whoever opens the panel waits for it
      paint();
    },
    zoomBy,
    fit,
    get scale() {
      return zoom.scale;
    },
    get active() {
      return cellOf(active)?.cell;
    },
    /** Takes the keyboard. */
    focus(): void {
      viewport.focus({ preventScroll: true });
      const here = cellOf(active);
      if (here) reveal(here);
    },
  };
}
