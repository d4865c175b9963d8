import { isDefaultBridge } from '../model/lookup.ts';
import type { Link, Network } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Label, Line, Shape } from './diagram.ts';
import { type EngineView, toneOf } from './hostMapView.ts';
import { lanes } from './lanes.ts';

const masqueradeOption = 'com.docker.network.bridge.enable_ip_masquerade';
const iccOption = 'com.docker.network.bridge.enable_icc';
const shownSubnets = 6;

/** A network as a switch: Docker's name and the kernel's one above the other, then addresses, then the verdicts. */
export function networkShape(view: EngineView, network: Network, id: string): Shape {
  const kernelName = network.driver === 'bridge' ? network.hostInterface : undefined;
  const link = kernelName === undefined ? undefined : linkNamed(view, kernelName);
  return {
    id,
    section: view.section,
    lane: lanes.network,
    kind: 'network',
    tone: toneOf(network),
    subject: network.id,
    title: network.name,
    tag: network.driver,
    ...(kernelName ? { kernelName: { name: kernelName, source: link ? ('observed' as const) : ('inferred' as const) } } : {}),
    lines: [...addressLines(network), ...linkLines(view, kernelName, link), ...verdicts(view, network)],
    details: [
      ...network.pools.flatMap((pool) => (pool.range ? [word('map.range', pool.range)] : [])),
      ...mtuDetails(network, link),
      ...(network.driver === 'macvlan' ? [word('map.promiscuous')] : []),
      ...(network.peers && network.peers.length > 0
        ? [word('map.peers', network.peers.map((peer) => peer.address).join(', '))]
        : []),
      word('map.id', network.id),
    ],
    state: 'plain',
    spoken: word(
      'map.spoken-network',
      network.name,
      network.driver,
      [...(kernelName ? [kernelName] : []), ...network.pools.map((pool) => pool.subnet)].join(', '),
    ),
  };
}

/** The interface of the host that macvlan and ipvlan endpoints sit on. */
export function parentShape(view: EngineView, network: Network): Shape | undefined {
  const name = network.parent;
  if (!name) return undefined;
  const link = linkNamed(view, name);
  const vlan = /\.(\d+)$/.exec(name)?.[1];
  const made = /^d[mi]-/.test(name);
  const lines: Line[] = [{ text: made ? word('map.parent-made') : word('map.parent'), face: 'text', tone: 'muted' }];
  if (view.host && !link) lines.push({ text: word('map.parent-missing'), face: 'text', tone: 'warning' });
  if (link?.up === false) lines.push({ text: word('map.link-down', name), face: 'text', tone: 'warning' });
  if (vlan) lines.push({ text: word('map.vlan', vlan), face: 'text', tone: 'muted' });
  return {
    id: `parent ${view.engine.id} ${name}`,
    section: view.section,
    lane: lanes.uplink,
    kind: 'parent',
    tone: toneOf(network),
    title: '',
    kernelName: { name, source: link ? 'observed' : 'inferred' },
    lines,
    details: linkDetails(link),
    state: 'plain',
    spoken: word('map.spoken-parent', name),
  };
}

/** The host as the way out: its interfaces with a default route, where they were seen, and which networks it masquerades. */
export function hostShape(view: EngineView, served: readonly Network[]): Shape {
  const masqueraded = served
    .filter((network) => network.driver === 'bridge' && !network.internal && network.options[masqueradeOption] !== 'false')
    .flatMap((network) => network.pools.map((pool) => pool.subnet))
    .filter((subnet) => !subnet.includes(':'));
  const lines: Line[] = [];
  if (view.engine.operatingSystem) lines.push({ text: view.engine.operatingSystem, face: 'text', tone: 'muted' });
  const uplinks = uplinksOf(view);
  for (const { link, gateway } of uplinks) {
    for (const address of link.addresses.filter(isGlobal).slice(0, 2))
      lines.push({ text: `${link.name} ${address}`, face: 'mono' });
    lines.push({ text: word('map.gateway', gateway), face: 'mono', tone: 'muted' });
  }
  if (uplinks.length === 0) {
    lines.push({ text: view.host ? word('map.no-default-route') : word('map.uplink-unobserved'), face: 'text', tone: 'muted' });
  }
  if (view.host?.forwards === false) lines.push({ text: word('map.forwarding-off'), face: 'text', tone: 'warning' });
  if (masqueraded.length > 0) {
    lines.push({ text: word('map.masquerade'), face: 'text' });
    for (const subnet of masqueraded.slice(0, shownSubnets)) lines.push({ text: subnet, face: 'mono', tone: 'muted' });
    if (masqueraded.length > shownSubnets) {
      lines.push({ text: word('map.ports-more', masqueraded.length - shownSubnets), face: 'text', tone: 'muted' });
    }
  }
  return {
    id: `host ${view.engine.id}`,
    section: view.section,
    lane: lanes.uplink,
    kind: 'uplink',
    tone: 'host',
    subject: view.engine.id,
    title: word('map.host'),
    lines,
    details: [
      ...uplinks.flatMap(({ link }) => linkDetails(link)),
      ...(masqueraded.length > shownSubnets ? [word('map.masquerade-of', masqueraded.join(', '))] : []),
    ],
    state: 'plain',
    spoken:
      masqueraded.length > 0
        ? word('map.spoken-uplink', view.engine.context, masqueraded.join(', '))
        : word('map.spoken-host', view.engine.context),
  };
}

function linkNamed(view: EngineView, name: string): Link | undefined {
  return view.host?.links.find((link) => link.name === name);
}

/** The host's interfaces through which its default routes go. */
function uplinksOf(view: EngineView): readonly { readonly link: Link; readonly gateway: string }[] {
  const seen = new Map<string, { readonly link: Link; readonly gateway: string }>();
  for (const { destination, device, gateway } of view.host?.routes ?? []) {
    const link = destination === '0.0.0.0/0' || destination === '::/0' ? linkNamed(view, device) : undefined;
    if (link && gateway !== undefined && !seen.has(device)) seen.set(device, { link, gateway });
  }
  return [...seen.values()];
}

function isGlobal(address: string): boolean {
  return !/^fe[89ab]/i.test(address);
}

/** What a reader must know of a bridge that was looked for. */
function linkLines(view: EngineView, name: string | undefined, link: Link | undefined): readonly Line[] {
  if (name === undefined || !view.host) return [];
  if (!link) return [{ text: word('map.bridge-missing', name), face: 'text', tone: 'warning' }];
  return link.up === false ? [{ text: word('map.link-down', name), face: 'text', tone: 'warning' }] : [];
}

function linkDetails(link: Link | undefined): readonly Label[] {
  if (!link) return [];
  return [
    ...link.addresses.map((address) => word('map.address', address)),
    ...(link.mac === undefined ? [] : [word('map.mac', link.mac)]),
    ...(link.mtu === undefined ? [] : [word('map.mtu', link.mtu)]),
    ...(link.index === undefined ? [] : [word('map.index', link.index)]),
  ];
}

function mtuDetails(network: Network, link: Link | undefined): readonly Label[] {
  const mtu = link?.mtu ?? network.mtu;
  return mtu === undefined ? [] : [word('map.mtu', mtu)];
}

function addressLines(network: Network): readonly Line[] {
  const lines: Line[] = [];
  for (const pool of network.pools) {
    lines.push({ text: pool.subnet, face: 'mono' });
    if (pool.gateway) lines.push({ text: word('map.gateway', pool.gateway), face: 'mono', tone: 'muted' });
  }
  if (network.vnis && network.vnis.length > 0) {
    lines.push({ text: word('map.vni', network.vnis.join(', ')), face: 'text', tone: 'muted' });
  }
  return lines;
}

function verdicts(view: EngineView, network: Network): readonly Line[] {
  const lines: Line[] = [];
  const say = (text: Label, tone: 'warning' | 'muted') => lines.push({ text, face: 'text', tone });
  const endpoints = view.endpointsByNetwork.get(network.id) ?? [];
  if (network.configOnly) say(word('map.config-only'), 'muted');
  else if (isDefaultBridge(network)) say(word('map.no-names'), 'warning');
  if (network.internal && !network.configOnly) say(word('map.no-way-out'), 'warning');
  if (network.driver === 'bridge' && network.options[iccOption] === 'false') say(word('map.icc-off'), 'muted');
  if (network.driver === 'macvlan' || network.driver === 'ipvlan') {
    say(network.driver === 'macvlan' ? word('map.own-mac') : word('map.same-mac'), 'muted');
    const addresses = endpoints.flatMap((endpoint) => endpoint.addresses.map(withoutPrefixOf));
    if (addresses.length > 0)
      say(word('map.host-cannot-reach', addresses.length === 1 ? (addresses[0] ?? '') : network.name), 'warning');
  }
  if (network.driver === 'overlay' && network.peers) say(word('map.vtep', network.peers.length), 'muted');
  if (endpoints.length === 0 && !network.configOnly) say(word('map.no-endpoints'), 'muted');
  return lines;
}

function withoutPrefixOf(cidr: string): string {
  return cidr.split('/')[0] ?? cidr;
}
