import type { Diagram } from '../diagrams/diagram.ts';
import { chosenOverlay, overlayMap } from '../diagrams/overlay.ts';
import { plainText } from '../diagrams/plainText.ts';
import { overlaysOf } from '../model/overlayHosts.ts';
import type { PanelMessage } from '../protocol.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import type { LegendEntry } from './mapLegend.ts';
import { pictureView } from './pictureView.ts';
import { type Dropdown, labelDropdown, setOptions } from './toolkit.ts';
import type { View } from './view.ts';

const legend: readonly LegendEntry[] = [
  ['dot running', 'panel.legend-running'],
  ['dot stopped', 'panel.legend-stopped'],
  ['frame', 'overlay.legend-host'],
  ['tube', 'overlay.legend-tunnel'],
  ['cross', 'overlay.legend-cut'],
  ['line bridge', 'overlay.legend-gateway'],
  ['triangle', 'panel.legend-warning'],
  ['slant', 'panel.legend-inferred'],
];

/** One overlay: its hosts as frames, the services before, the tunnel behind. */
export function overlayView(): View {
  return pictureView({
    name: 'overlay',
    title: ({ t }) => t('overlay.title'),
    question: () => ({ code: 'over.question', args: [] }),
    label: ({ t }) => t('overlay.picture'),
    empty: (now) => diagramOf(now).notes.map((note) => plainText(now.say(note))),
    diagram: diagramOf,
    whole: ({ show, ui }) => overlayMap(show.topology, { ...given(ui.overlay), unfolded: 'all' }),
    wholeOf: ({ show, ui }) => [show.topology, ui.overlay],
    legend,
    messages: {
      copy: (now) => ofNetwork(now, 'copyOverlay'),
      save: (now) => ofNetwork(now, 'exportOverlay'),
    },
    selected: ({ ui }) => ui.overlaySelected,
    select: (overlaySelected) => ({ overlaySelected }),
    zoom: ({ ui }) => ui.overlayZoom,
    keepZoom: (overlayZoom) => ({ overlayZoom }),
    chooser: overlayChooser(),
  });
}

/** Which overlay, where there are several. */
function overlayChooser(): View {
  let context: Context | undefined;
  let chosen: string | undefined;
  const label = element('label');
  const networks = element('vscode-dropdown') as Dropdown;
  networks.addEventListener('change', () => {
    if (networks.value !== '' && networks.value !== chosen) context?.choose({ overlay: networks.value, overlaySelected: '' });
  });
  const root = element('div', { class: 'field' }, label, networks);
  return {
    root,
    draw(now) {
      context = now;
      const { topology } = now.show;
      const choices = overlaysOf(topology);
      chosen = chosenOverlay(topology, now.ui.overlay)?.id;
      root.hidden = choices.length < 2;
      setText(label, now.t('overlay.network'));
      labelDropdown(networks, now.t('overlay.network'));
      const options = choices.map(({ id, name, vnis }) => ({
        value: id as string,
        text: [plainText(name), ...(vnis ? [`VXLAN ${vnis.join(', ')}`] : [])].join(' · '),
      }));
      setOptions(networks, options, chosen ?? '');
    },
  };
}

function diagramOf({ show, ui }: Context): Diagram {
  const selected = ui.overlaySelected ?? '';
  const focus = show.topology.sandboxes.find(({ id }) => selected.endsWith(`/${id}`))?.id;
  return overlayMap(show.topology, { ...given(ui.overlay), unfolded: ui.unfolded, ...(focus ? { focus } : {}) });
}

function given(network: string | undefined): { readonly network?: string } {
  return network === undefined ? {} : { network };
}

function ofNetwork({ show, ui }: Context, type: 'copyOverlay' | 'exportOverlay'): PanelMessage | undefined {
  const network = chosenOverlay(show.topology, ui.overlay);
  return network && { type, network: network.id };
}
