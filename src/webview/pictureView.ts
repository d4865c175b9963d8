import type { Diagram, Label } from '../diagrams/diagram.ts';
import { layoutDiagram } from '../diagrams/layout.ts';
import type { PlacedDiagram } from '../diagrams/placed.ts';
import { svgText } from '../diagrams/svg.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { lightPath } from './lightPath.ts';
import type { Form } from './mapForm.ts';
import { type LegendEntry, mapLegend } from './mapLegend.ts';
import type { OverviewForm } from './mapOverview.ts';
import { mapToolbar, type ToolbarMessages } from './mapToolbar.ts';
import { panZoom, type Sheet } from './panZoom.ts';
import { pictureKeys } from './pictureKeys.ts';
import { selectionBar } from './selectionBar.ts';
import { tableView } from './tableView.ts';
import type { UiState } from './uiState.ts';
import type { View } from './view.ts';

/** What one picture of the panel differs in from another. */
export interface Picture {
  /** Class of the view. */
  readonly name: string;
  readonly title: (context: Context) => string;
  readonly question: (context: Context) => Label;
  readonly label: (context: Context) => string;
  /** What is said where there is nothing to draw. */
  readonly empty: (context: Context) => readonly string[];
  /** In which form it is shown; without this, as the user chose between picture and table. */
  readonly form?: (context: Context) => Form;
  /** Everything at once, where there is such a form. */
  readonly overview?: (zoomed: (scale: number) => void) => OverviewForm;
  readonly diagram: (context: Context) => Diagram;
  /** The same with nothing folded, for the table. */
  readonly whole: (context: Context) => Diagram;
  /** What `whole` is made of: the same values give the same. */
  readonly wholeOf: (context: Context) => readonly unknown[];
  readonly legend: readonly LegendEntry[];
  readonly messages: ToolbarMessages;
  /** The user's choices, which each picture has for itself. */
  readonly selected: (context: Context) => string | undefined;
  readonly select: (id: string) => Partial<UiState>;
  /** Topology id of what was entered, and what leads out of it again. */
  readonly entered?: (context: Context) => string | undefined;
  readonly leave?: (context: Context) => Partial<UiState>;
  readonly zoom: (context: Context) => number;
  readonly keepZoom: (zoom: number) => Partial<UiState>;
  /** What stands between the question and the tools. */
  readonly chooser?: View;
}

/** A picture of the panel: picture or table, with the same content; the selected path in words under it. */
export function pictureView(kind: Picture): View {
  const title = element('h1');
  const question = element('p', { class: 'question' });
  const empty = element('div', { class: 'empty' });
  const viewport = element('div', { class: 'viewport' });
  const table = tableView(kind.whole, kind.wholeOf);
  const bar = selectionBar(() => context?.choose(kind.select('')));
  const legend = mapLegend(kind.legend);
  let context: Context | undefined;
  let diagram: Diagram | undefined;
  let placed: PlacedDiagram | undefined;
  let drawn = '';
  let picture: SVGSVGElement | undefined;
  let form: Form | undefined;

  const zoom = panZoom(viewport, {
    zoomed: (scale) => {
      context?.keep(kind.keepZoom(scale));
      toolbar.zoomed(scale, context);
    },
    fitted: (scale) => toolbar.zoomed(scale, context),
  });
  const overview = kind.overview?.((scale) => form === 'overview' && toolbar.zoomed(scale, context));
  const toolbar = mapToolbar(kind.messages, {
    zoomBy: (factor) => (form === 'overview' ? overview?.zoomBy(factor) : zoom.zoomBy(factor)),
    fit: () => {
      if (form === 'overview') {
        overview?.fit();
        return;
      }
      context?.keep(kind.keepZoom(0));
      if (picture) zoom.show(sheetOf(picture), 0);
      toolbar.zoomed(zoom.scale, context);
    },
  });
  const activate = (id: string) => {
    const shape = diagram?.shapes.find((each) => each.id === id);
    if (!shape || !context) return;
    if (shape.fold) {
      const { id: fold, open } = shape.fold;
      const others = context.ui.unfolded.filter((each) => each !== fold);
      context.choose({ unfolded: open ? others : [...others, fold], ...kind.select(id) });
      return;
    }
    context.choose(kind.select(id));
    if (shape.subject !== undefined) context.post({ type: 'reveal', id: shape.subject });
  };
  const keys = pictureKeys(viewport, {
    diagram: () => diagram,
    activate,
    focused: (id) => light(id ?? (context && kind.selected(context))),
    clear: () => context?.choose(isOut(context) ? (kind.leave?.(context) ?? {}) : kind.select('')),
    zoomBy: (factor) => zoom.zoomBy(factor),
  });
  const light = (id: string | undefined) => {
    if (picture && diagram && placed) lightPath(picture, diagram, placed, id);
  };

  /** Whether nothing is selected in what was entered: Escape then leads out. */
  const isOut = (now: Context) => (kind.selected(now) ?? '') === '' && kind.entered?.(now) !== undefined;

  const drawPicture = (now: Context) => {
    const built = kind.diagram(now);
    diagram = built;
    placed = layoutDiagram(built, now.say);
    const text = built.shapes.length === 0 ? '' : svgText(placed, now.say);
    if (text !== drawn) {
      drawn = text;
      const focus = keys.focusedShape();
      const at = { left: viewport.scrollLeft, top: viewport.scrollTop };
      picture = text === '' ? undefined : parseSvg(text);
      viewport.replaceChildren(...(picture ? [picture] : []));
      if (picture) {
        zoom.show(sheetOf(picture), kind.zoom(now));
        viewport.scrollTo(at);
        keys.attach(picture, placed, focus ?? kind.selected(now), focus !== undefined);
      }
    }
    toolbar.zoomed(zoom.scale, now);
    light(kind.selected(now));
  };

  return {
    root: element(
      'section',
      { class: `view map ${kind.name}` },
      element('div', { class: 'head' }, title, question),
      ...(kind.chooser ? [kind.chooser.root] : []),
      toolbar.root,
      ...(overview ? [overview.root] : []),
      viewport,
      table.root,
      empty,
      bar.root,
      legend.root,
    ),
    draw(now) {
      context = now;
      setText(title, kind.title(now));
      setText(question, now.say(kind.question(now)));
      kind.chooser?.draw(now);
      empty.replaceChildren(...kind.empty(now).map((text) => element('p', {}, text)));
      viewport.setAttribute('aria-label', kind.label(now));
      const before = form;
      form = kind.form?.(now) ?? (now.ui.view === 'table' ? 'table' : 'picture');
      const held = before === form ? null : document.activeElement;
      const entered = held !== null && overview?.root.contains(held) === true;
      const left = held !== null && held.closest('.viewport, .leave') !== null;
      // shown before it is drawn: what is hidden has no size to be fitted into
      if (overview) overview.root.hidden = form !== 'overview';
      if (form === 'overview') overview?.draw(now);
      if (form === 'picture') drawPicture(now);
      if (form === 'table') diagram = table.draw(now);
      const nothing = form === 'overview' ? overview?.isEmpty === true : diagram === undefined || diagram.shapes.length === 0;
      if (overview && nothing) overview.root.hidden = true;
      viewport.hidden = form !== 'picture' || nothing;
      table.root.hidden = form !== 'table' || nothing;
      empty.hidden = !nothing;
      toolbar.draw(now, form, overview !== undefined);
      const chosen = kind.selected(now);
      bar.draw(
        now,
        diagram?.shapes.find(({ id }) => id === chosen),
        diagram,
      );
      legend.draw(now);
      legend.root.hidden = form !== 'picture' || nothing;
      toolbar.root.hidden = nothing;
      bar.root.hidden = form === 'overview' || nothing;
      // last: what stands under the picture decides how much of it is seen
      if (form === 'picture') {
        keys.showSelected(chosen);
        const subject = kind.entered?.(now);
        if (entered) keys.focus(chosen || diagram?.shapes.find((shape) => shape.subject === subject)?.id);
      }
      if (form === 'overview' && left) overview?.focus();
    },
  };
}

/** The picture as large as it is drawn. */
function sheetOf(picture: SVGSVGElement): Sheet {
  const { width, height } = picture.viewBox.baseVal;
  return {
    width,
    height,
    resize: (wide, high) => {
      picture.setAttribute('width', String(wide));
      picture.setAttribute('height', String(high));
    },
  };
}

function parseSvg(text: string): SVGSVGElement | undefined {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  return root instanceof SVGSVGElement ? document.importNode(root, true) : undefined;
}
