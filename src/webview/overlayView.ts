import type { PanelWord } from '../diagrams/panelWord.ts';
import { plainText } from '../diagrams/plainText.ts';
import { endpointsOf, sandboxName } from '../model/lookup.ts';
import type { Endpoint, Network } from '../model/topology.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import type { View } from './view.ts';

const columns: readonly PanelWord[] = [
  'overlay.network',
  'overlay.vni',
  'overlay.subnets',
  'overlay.peers',
  'overlay.endpoints',
  'overlay.services',
];

/** The overlay networks as a table: tunnel number and ends, endpoints with the node that they sit on, services. */
export function overlayView(): View {
  const title = element('h1');
  const question = element('p', { class: 'question' });
  const body = element('div', { class: 'tables' });
  let drawn = '';
  return {
    root: element('section', { class: 'view overlay' }, element('div', { class: 'head' }, title, question), body),
    draw(context) {
      const { t, show } = context;
      setText(title, t('overlay.title'));
      setText(question, t('overlay.question'));
      const key = JSON.stringify([show.topology, show.language]);
      if (key === drawn) return;
      drawn = key;
      const networks = show.topology.networks.filter(({ driver }) => driver === 'overlay');
      if (networks.length === 0) {
        body.replaceChildren(element('p', { class: 'empty' }, t('overlay.none')));
        return;
      }
      const workers = show.topology.engines.filter(({ swarm }) => swarm?.role === 'worker').length > 0;
      const managers = show.topology.engines.some(({ swarm }) => swarm?.role === 'manager');
      const head = columns.map((code) => element('th', { scope: 'col' }, t(code)));
      body.replaceChildren(
        element(
          'table',
          {},
          element('caption', { class: 'spoken' }, t('overlay.title')),
          element('thead', {}, element('tr', {}, ...head)),
          element('tbody', {}, ...networks.map((network) => row(network, context))),
        ),
        ...(workers && !managers ? [element('p', { class: 'note' }, t('overlay.worker'))] : []),
      );
    },
  };
}

function row(network: Network, context: Context): HTMLElement {
  const { t, show, post } = context;
  const { topology } = show;
  const name = element('button', { type: 'button', class: 'link' }, plainText(network.name));
  name.addEventListener('click', () => post({ type: 'reveal', id: network.id }));
  const encrypted = 'encrypted' in network.options ? [t('overlay.encrypted')] : [];
  const peers = network.peers?.map((peer) => `${peer.address} (${plainText(peer.name)})`) ?? [t('overlay.peers-unread')];
  const services = topology.services.filter((service) => service.networks.some((each) => each.network === network.id));
  const served = services.map((service) => {
    const address = service.networks.find((each) => each.network === network.id)?.virtualAddress;
    return `${plainText(service.name)} ${address ?? service.endpointMode}`.trim();
  });
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name, ...encrypted.map((text) => element('div', { class: 'note' }, text))),
    element('td', { class: 'mono' }, network.vnis?.join(', ') ?? t('overlay.unknown')),
    element('td', { class: 'mono' }, network.pools.map(({ subnet }) => subnet).join(', ')),
    element('td', {}, list(peers)),
    element('td', {}, list(endpointsOf(topology, { network: network.id }).map((endpoint) => place(endpoint, context)))),
    element('td', {}, list(served)),
  );
}

function place(endpoint: Endpoint, { show, t }: Context): string {
  const { topology } = show;
  const sandbox = topology.sandboxes.find(({ id }) => id === endpoint.sandbox);
  const name = plainText(sandbox ? sandboxName(sandbox) : (endpoint.name ?? endpoint.id));
  const what = [name, ...endpoint.addresses].join(' ');
  const node = topology.nodes.find(({ id }) => id === (endpoint.node ?? sandbox?.node));
  const engine = topology.engines.find(({ id }) => id === sandbox?.engine);
  if (node) return t('overlay.node', what, plainText(`${node.hostname} (${node.address})`));
  return topology.engines.length > 1 && engine ? t('overlay.node', what, plainText(engine.context)) : t('overlay.place', what);
}

function list(items: readonly string[]): HTMLElement {
  return element('ul', {}, ...items.map((item) => element('li', {}, item)));
}
