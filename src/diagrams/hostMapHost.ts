import { isDefaultBridge } from '../model/lookup.ts';
import type { Network, Sandbox } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Label, Line, Shape } from './diagram.ts';
import { sandboxNames } from './hostMapEndpoints.ts';
import { type EngineView, toneOf } from './hostMapView.ts';

const masqueradeOption = 'com.docker.network.bridge.enable_ip_masquerade';
const iccOption = 'com.docker.network.bridge.enable_icc';
const shownPorts = 6;

/** A network as a switch: Docker's name and the kernel's one above the other, then addresses, then the verdicts. */
export function networkShape(view: EngineView, network: Network, id: string): Shape {
  const kernelName = network.driver === 'bridge' ? network.hostInterface : undefined;
  return {
    id,
    section: view.section,
    lane: 2,
    kind: 'network',
    tone: toneOf(network),
    subject: network.id,
    title: network.name,
    tag: network.driver,
    ...(kernelName ? { kernelName: { name: kernelName, source: 'inferred' as const } } : {}),
    lines: [...addressLines(network), ...verdicts(view, network)],
    details: [
      ...network.pools.flatMap((pool) => (pool.range ? [word('map.range', pool.range)] : [])),
      ...(network.mtu === undefined ? [] : [word('map.mtu', network.mtu)]),
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
  const vlan = /\.(\d+)$/.exec(name)?.[1];
  const made = /^d[mi]-/.test(name);
  const lines: Line[] = [{ text: made ? word('map.parent-made') : word('map.parent'), face: 'text', tone: 'muted' }];
  if (vlan) lines.push({ text: word('map.vlan', vlan), face: 'text', tone: 'muted' });
  return {
    id: `parent ${view.engine.id} ${name}`,
    section: view.section,
    lane: 3,
    kind: 'parent',
    tone: toneOf(network),
    title: '',
    kernelName: { name, source: 'inferred' },
    lines,
    details: [],
    state: 'plain',
    spoken: word('map.spoken-parent', name),
  };
}

/** The host as the way out: which networks it masquerades. Its own interface is not known from the API. */
export function hostShape(view: EngineView, served: readonly Network[]): Shape {
  const masqueraded = served
    .filter((network) => network.driver === 'bridge' && !network.internal && network.options[masqueradeOption] !== 'false')
    .flatMap((network) => network.pools.map((pool) => pool.subnet))
    .filter((subnet) => !subnet.includes(':'));
  const lines: Line[] = [];
  if (view.engine.operatingSystem) lines.push({ text: view.engine.operatingSystem, face: 'text', tone: 'muted' });
  lines.push({ text: word('map.uplink-unobserved'), face: 'text', tone: 'muted' });
  if (masqueraded.length > 0) {
    lines.push({ text: word('map.masquerade'), face: 'text' });
    for (const subnet of masqueraded.slice(0, shownPorts)) lines.push({ text: subnet, face: 'mono', tone: 'muted' });
    if (masqueraded.length > shownPorts) {
      lines.push({ text: word('map.ports-more', masqueraded.length - shownPorts), face: 'text', tone: 'muted' });
    }
  }
  return {
    id: `host ${view.engine.id}`,
    section: view.section,
    lane: 3,
    kind: 'uplink',
    tone: 'host',
    subject: view.engine.id,
    title: word('map.host'),
    lines,
    details: masqueraded.length > shownPorts ? [word('map.masquerade-of', masqueraded.join(', '))] : [],
    state: 'plain',
    spoken:
      masqueraded.length > 0
        ? word('map.spoken-uplink', view.engine.context, masqueraded.join(', '))
        : word('map.spoken-host', view.engine.context),
  };
}

/** The ports that the host publishes for one sandbox. */
export function portShape(view: EngineView, sandbox: Sandbox, leadsTo: string): Shape | undefined {
  if (sandbox.publishedPorts.length === 0) return undefined;
  const name = sandboxNames(sandbox)[0] ?? '';
  const byTarget = new Map<string, string[]>();
  for (const port of sandbox.publishedPorts) {
    const target = `${name}:${port.port}${port.protocol === 'tcp' ? '' : `/${port.protocol}`}`;
    const list = byTarget.get(target) ?? [];
    list.push(`${hostAddress(port.hostAddress)}:${port.hostPort}`);
    byTarget.set(target, list);
  }
  const all: Line[] = [];
  for (const [target, sources] of byTarget) {
    for (const source of sources) all.push({ text: source, face: 'mono' });
    all.push({ text: word('map.port-to', target), face: 'text', tone: 'muted' });
  }
  const spoken = [...byTarget].map(([target, sources]) => `${sources.join(', ')} → ${target}`);
  const lines = all.length <= shownPorts ? all : all.slice(0, shownPorts);
  return {
    id: `ports ${sandbox.id}`,
    section: view.section,
    lane: 4,
    kind: 'port',
    tone: 'port',
    subject: sandbox.id,
    title: '',
    lines:
      lines.length === all.length
        ? lines
        : [...lines, { text: word('map.ports-more', all.length - shownPorts), face: 'text', tone: 'muted' }],
    details: lines.length === all.length ? [] : spoken,
    state: 'plain',
    spoken: word('map.spoken-ports', spoken.join('; ')),
    leadsTo,
  };
}

function hostAddress(address: string): string {
  if (address === '') return '*';
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
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
