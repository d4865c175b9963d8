import type { Diagram, Label } from '../diagrams/diagram.ts';
import { layoutDiagram } from '../diagrams/layout.ts';
import type { PlacedDiagram } from '../diagrams/placed.ts';
import { svgText } from '../diagrams/svg.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { lightPath } from './lightPath.ts';
import { type LegendEntry, mapLegend } from './mapLegend.ts';
import { mapToolbar, type ToolbarMessages } from './mapToolbar.ts';
import { panZoom } from './panZoom.ts';
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
  readonly diagram: (context: Context) => Diagram;
  /** The same with nothing folded, for the table. */
  readonly whole: (context: Context) => Diagram;
  readonly legend: readonly LegendEntry[];
  readonly messages: ToolbarMessages;
  /** The user's choices, which each picture has for itself. */
  readonly selected: (context: Context) => string | undefined;
  readonly select: (id: string) => Partial<UiState>;
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
  const table = tableView(kind.whole);
  const bar = selectionBar(() => context?.choose(kind.select('')));
  const legend = mapLegend(kind.legend);
  let context: Context | undefined;
  let diagram: Diagram | undefined;
  let placed: PlacedDiagram | undefined;
  let drawn = '';
  let picture: SVGSVGElement | undefined;

  const zoom = panZoom(viewport, {
    zoomed: (scale) => {
      context?.keep(kind.keepZoom(scale));
      toolbar.zoomed(scale, context);
    },
    fitted: (scale) => toolbar.zoomed(scale, context),
  });
  const toolbar = mapToolbar(kind.messages, {
    zoomBy: (factor) => zoom.zoomBy(factor),
    fit: () => {
      context?.keep(kind.keepZoom(0));
      if (picture) zoom.show(picture, 0);
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
    clear: () => context?.choose(kind.select('')),
    zoomBy: (factor) => zoom.zoomBy(factor),
  });
  const light = (id: string | undefined) => {
    if (picture && diagram && placed) lightPath(picture, diagram, placed, id);
  };

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
        zoom.show(picture, kind.zoom(now));
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
      const asTable = now.ui.view === 'table';
      drawPicture(now);
      const nothing = diagram === undefined || diagram.shapes.length === 0;
      viewport.hidden = asTable || nothing;
      table.root.hidden = !asTable || nothing;
      empty.hidden = !nothing;
      if (asTable) table.draw(now);
      toolbar.draw(now);
      bar.draw(
        now,
        diagram?.shapes.find(({ id }) => id === kind.selected(now)),
        diagram,
      );
      legend.draw(now);
      legend.root.hidden = asTable || nothing;
      toolbar.root.hidden = nothing;
      bar.root.hidden = nothing;
      // last: what stands under the picture decides how much of it is seen
      keys.showSelected(kind.selected(now));
    },
  };
}

function parseSvg(text: string): SVGSVGElement | undefined {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  return root instanceof SVGSVGElement ? document.importNode(root, true) : undefined;
}
