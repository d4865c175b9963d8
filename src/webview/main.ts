import { sandboxOfContainer } from '../model/lookup.ts';
import type { Endpoint } from '../model/topology.ts';
import { fillTemplate, word } from '../model/word.ts';
import { type HostMessage, type PanelMessage, type ShowMessage, type Tab, tabs, unpacked } from '../protocol.ts';
import type { Context } from './context.ts';
import { dnsView } from './dnsView.ts';
import { element, setText } from './element.ts';
import { mapForm } from './mapForm.ts';
import { mapView } from './mapView.ts';
import { overlayView } from './overlayView.ts';
import { pathView } from './pathView.ts';
import { shapeOfSubject } from './selection.ts';
import { sourceLines } from './sourceLine.ts';
import { tabList } from './tabList.ts';
import { registerToolkit } from './toolkit.ts';
import { firstState, readUiState, type UiState } from './uiState.ts';
import type { View } from './view.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: UiState): void;
};

/** How often the age of the reading is written anew. */
const agePeriod = 5000;

registerToolkit();
start(document.getElementById('app') ?? document.body);

function start(app: HTMLElement): void {
  const host = acquireVsCodeApi();
  let ui = readUiState(host.getState());
  let show: ShowMessage | undefined;

  const source = element('p', { class: 'source' });
  const bar = tabList((tab) => choose({ tab }));
  const views: Readonly<Record<Tab, View>> = { map: mapView(), dns: dnsView(), overlay: overlayView(), path: pathView() };
  const main = element('main', { class: 'tabs' });
  app.append(element('header', { class: 'bar' }, bar.root, source), main);
  for (const tab of tabs) {
    const { root } = views[tab];
    root.id = `panel-${tab}`;
    root.setAttribute('role', 'tabpanel');
    root.setAttribute('aria-labelledby', `tab-${tab}`);
    root.hidden = true;
    main.append(root);
  }

  const keep = (change: Partial<UiState>) => {
    ui = { ...ui, ...change };
    host.setState(ui);
  };
  const choose = (change: Partial<UiState>) => {
    keep(change);
    draw();
  };

  const draw = () => {
    if (!show) return;
    const context = contextOf(show);
    bar.draw(context);
    drawSource(context);
    for (const tab of tabs) views[tab].root.hidden = tab !== ui.tab;
    views[ui.tab].draw(context);
  };

  const drawSource = (context: Context) => setText(source, sourceLines(context, Date.now()).join('  |  '));

  const contextOf = (current: ShowMessage): Context => {
    const template = (code: string) => current.words[code] ?? code;
    return {
      show: current,
      ui,
      choose,
      keep,
      post: (message) => host.postMessage(message),
      say: (label) => (typeof label === 'string' ? label : fillTemplate(template(label.code), label.args)),
      t: (code, ...args) => fillTemplate(template(code), word(code, ...args).args),
    };
  };

  window.addEventListener('message', (event: MessageEvent<HostMessage>) => {
    if (event.data?.type !== 'show') return;
    const whole = unpacked(event.data, show);
    if (!whole) {
      host.postMessage({ type: 'ready' });
      return;
    }
    show = whole;
    document.documentElement.lang = show.language;
    const { request } = show;
    if (request && request.serial > ui.serial) keep(followed(request, contextOf(show)));
    draw();
  });
  setInterval(() => {
    if (show && document.visibilityState === 'visible') drawSource(contextOf(show));
  }, agePeriod);
  host.postMessage({ type: 'ready' });
}

/** What a request of the host changes: its tab, and the thing to look at there. */
function followed(request: NonNullable<ShowMessage['request']>, context: Context): Partial<UiState> {
  const { serial, tab, focus, among, path } = request;
  if (tab === 'path' && path !== undefined) return { serial, tab, path };
  if (tab === 'dns' && among !== undefined) {
    return { serial, tab, dns: 'matrix', among, only: 'all', ...(focus === undefined ? {} : { network: focus }) };
  }
  if (focus === undefined) return { serial, tab };
  switch (tab) {
    case 'map': {
      const selected = shapeOfSubject(context.show.topology, focus);
      return {
        serial,
        tab,
        view: firstState.view,
        within: withinOf(context, focus),
        ...(selected === undefined ? {} : { selected }),
      };
    }
    case 'dns': {
      const { networks, sandboxes } = context.show.topology;
      if (networks.some((network) => network.id === focus)) return { serial, tab, dns: 'matrix', among: [], network: focus };
      const asker = sandboxes.find((each) => each.id === focus || each.containers.some((container) => container.id === focus));
      return { serial, tab, dns: 'ask', ...(asker ? { sandbox: asker.id } : {}) };
    }
    case 'overlay': {
      const network = context.show.topology.networks.find(({ id, driver }) => id === focus && driver === 'overlay');
      return { serial, tab, ...(network ? { overlay: network.id, overlaySelected: '' } : {}) };
    }
    case 'path':
      return { serial, tab };
    default:
      return tab satisfies never;
  }
}

/** Where the map would be an overview, a way down to the thing: the network it is, or the first that it is on. */
function withinOf({ show: { topology }, ui }: Context, focus: string): string {
  if (mapForm({ show: { topology }, ui: { ...ui, filter: '', view: 'auto', within: '' } }) !== 'overview') return '';
  const sandbox = sandboxOfContainer(topology, focus)?.id;
  const isOn = (endpoint: Endpoint) => endpoint.id === focus || (sandbox !== undefined && endpoint.sandbox === sandbox);
  const id: string = focus;
  return topology.networks.find((network) => network.id === id)?.id ?? topology.endpoints.find(isOn)?.network ?? '';
}
