import { hostMap } from '../diagrams/hostMap.ts';
import type { Context } from './context.ts';
import { mapChooser } from './mapChooser.ts';
import { isWithin, mapForm, shownTopology, toOverview } from './mapForm.ts';
import type { LegendEntry } from './mapLegend.ts';
import { mapOverview } from './mapOverview.ts';
import { pictureView } from './pictureView.ts';
import type { View } from './view.ts';

const legend: readonly LegendEntry[] = [
  ['dot running', 'panel.legend-running'],
  ['dot stopped', 'panel.legend-stopped'],
  ['line bridge', 'panel.legend-bridge'],
  ['line default-bridge', 'panel.legend-default-bridge'],
  ['line macvlan', 'panel.legend-macvlan'],
  ['line overlay', 'panel.legend-overlay'],
  ['line dashed', 'panel.legend-dashed'],
  ['triangle', 'panel.legend-warning'],
  ['slant', 'panel.legend-inferred'],
];

/** The host map. */
export function mapView(): View {
  return pictureView({
    name: 'host-map',
    title: ({ t }) => t('panel.tab-map'),
    question: (now) => ({ code: mapForm(now) === 'overview' ? 'map.overview-question' : 'map.question', args: [] }),
    label: ({ t }) => t('panel.map-picture'),
    empty: ({ t, ui }) => [ui.filter === '' ? t('panel.empty-map') : t('panel.empty-filter', ui.filter)],
    form: mapForm,
    overview: mapOverview,
    diagram: (now) => hostMap(shownTopology(now), { unfolded: now.ui.unfolded, ...focusOf(now) }),
    whole: (now) => hostMap(shownTopology(now), { unfolded: 'all' }),
    wholeOf: (now) => [shownTopology(now)],
    entered: (now) => (isWithin(now) ? now.ui.within : undefined),
    leave: toOverview,
    legend,
    messages: {
      copy: (now) => ({ type: 'copyMap', ...enteredNetwork(now) }),
      // a picture of all would be another one than this
      save: (now) => (mapForm(now) === 'overview' ? undefined : { type: 'exportMap', ...enteredNetwork(now) }),
    },
    selected: ({ ui }) => ui.selected,
    select: (selected) => ({ selected }),
    zoom: ({ ui }) => ui.zoom,
    keepZoom: (zoom) => ({ zoom }),
    chooser: mapChooser(),
  });
}

function enteredNetwork(now: Context): { readonly network?: string } {
  return isWithin(now) ? { network: now.ui.within } : {};
}

/** The subject of the selected shape stays on the map, whatever is folded. */
function focusOf({ ui, show }: Context): { readonly focus?: string } {
  const selected = ui.selected ?? '';
  const subject = show.topology.sandboxes.find(({ id }) => selected.includes(id))?.id;
  return subject === undefined ? {} : { focus: subject };
}
