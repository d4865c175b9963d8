import type { Diagram } from '../diagrams/diagram.ts';
import { hostMap } from '../diagrams/hostMap.ts';
import { layoutDiagram } from '../diagrams/layout.ts';
import type { PlacedDiagram } from '../diagrams/placed.ts';
import { svgText } from '../diagrams/svg.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { lightPath } from './lightPath.ts';
import { mapLegend } from './mapLegend.ts';
import { mapToolbar } from './mapToolbar.ts';
import { panZoom } from './panZoom.ts';
import { pictureKeys } from './pictureKeys.ts';
import { selectionBar } from './selectionBar.ts';
import { tableView } from './tableView.ts';
import type { View } from './view.ts';

/** The host map: picture or table, with the same content; the selected path in words under it. */
export function mapView(): View {
  const title = element('h1');
  const question = element('p', { class: 'question' });
  const empty = element('p', { class: 'empty' });
  const viewport = element('div', { class: 'viewport' });
  const table = tableView();
  const bar = selectionBar();
  const legend = mapLegend();
  let context: Context | undefined;
  let diagram: Diagram | undefined;
  let placed: PlacedDiagram | undefined;
  let drawn = '';
  let picture: SVGSVGElement | undefined;

  const zoom = panZoom(viewport, {
    zoomed: (scale) => {
      context?.keep({ zoom: scale });
      toolbar.zoomed(scale, context);
    },
    fitted: (scale) => toolbar.zoomed(scale, context),
  });
  const toolbar = mapToolbar({
    zoomBy: (factor) => zoom.zoomBy(factor),
    fit: () => {
      context?.keep({ zoom: 0 });
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
      context.choose({ unfolded: open ? others : [...others, fold], selected: id });
      return;
    }
    context.choose({ selected: id });
    if (shape.subject !== undefined) context.post({ type: 'reveal', id: shape.subject });
  };
  const keys = pictureKeys(viewport, {
    diagram: () => diagram,
    activate,
    focused: (id) => light(id ?? context?.ui.selected),
    clear: () => context?.choose({ selected: '' }),
    zoomBy: (factor) => zoom.zoomBy(factor),
  });
  const light = (id: string | undefined) => {
    if (picture && diagram && placed) lightPath(picture, diagram, placed, id);
  };

  const drawPicture = (now: Context) => {
    const built = hostMap(now.show.topology, { unfolded: now.ui.unfolded, ...focusOf(now) });
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
        zoom.show(picture, now.ui.zoom);
        viewport.scrollTo(at);
        keys.attach(picture, placed, focus ?? now.ui.selected, focus !== undefined);
      }
    }
    toolbar.zoomed(zoom.scale, now);
    light(now.ui.selected);
  };

  return {
    root: element(
      'section',
      { class: 'view map' },
      element('div', { class: 'head' }, title, question),
      toolbar.root,
      viewport,
      table.root,
      empty,
      bar.root,
      legend.root,
    ),
    draw(now) {
      context = now;
      setText(title, now.t('panel.tab-map'));
      setText(question, now.say({ code: 'map.question', args: [] }));
      setText(empty, now.t('panel.empty-map'));
      viewport.setAttribute('aria-label', now.t('panel.map-picture'));
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
        diagram?.shapes.find(({ id }) => id === now.ui.selected),
        diagram,
      );
      legend.draw(now);
      legend.root.hidden = asTable || nothing;
      // last: what stands under the picture decides how much of it is seen
      keys.showSelected(now.ui.selected);
    },
  };
}

/** The subject of the selected shape stays on the map, whatever is folded. */
function focusOf({ ui, show }: Context): { readonly focus?: string } {
  const selected = ui.selected ?? '';
  const subject = show.topology.sandboxes.find(({ id }) => selected.includes(id))?.id;
  return subject === undefined ? {} : { focus: subject };
}

function parseSvg(text: string): SVGSVGElement | undefined {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  return root instanceof SVGSVGElement ? document.importNode(root, true) : undefined;
}
