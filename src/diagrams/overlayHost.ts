import { sameAddress, withoutPrefix } from '../model/address.ts';
import { hostSandboxId } from '../model/ids.ts';
import { hostName, type OverlayHost } from '../model/overlayHosts.ts';
import { word } from '../model/word.ts';
import type { Label, Line, Shape } from './diagram.ts';
import { overlayLanes } from './overlayLanes.ts';
import { isCut, type OverlayView } from './overlayView.ts';

const shownPeers = 3;

/** The host as a frame: name, role and state, address, and how it is known. */
export function hostShape({ hosts, network }: OverlayView, host: OverlayHost): Shape {
  const { node, address, engine } = host;
  const lines: Line[] = [];
  const say = (text: Label, tone: 'warning' | 'muted') => lines.push({ text, face: 'text', tone });
  if (node?.state === 'down') say(word('over.host-down'), 'warning');
  else if (isCut(host, hosts)) say(word('over.host-unreachable', cutFrom(host, hosts)), 'warning');
  if (node && node.availability !== '' && node.availability !== 'active') say(word('over.drained', node.availability), 'muted');
  if (!engine || !network.engines.includes(engine.id)) {
    say(node?.state ? word('over.host-from-tasks') : word('over.host-from-gossip'), 'muted');
  }
  if (host.endpoints.length === 0) say(word('over.host-idle'), 'muted');
  const title: Label =
    node && node.hostname !== ''
      ? titleOf(node.hostname, host, hosts)
      : address === ''
        ? word('over.host-unplaced')
        : word('over.host-unknown');
  const role = [node?.role, node?.leader ? 'leader' : '', node?.state].filter(Boolean).join(' · ');
  return {
    id: `host ${host.id}`,
    section: 0,
    lane: overlayLanes.host,
    kind: 'frame',
    tone: 'host',
    title,
    ...(role === '' ? {} : { tag: role }),
    ...(address === '' ? {} : { kernelName: { name: address, source: 'observed' as const } }),
    lines,
    details: [...(engine ? [engine.context] : []), ...(node ? [word('over.id', node.id)] : [])],
    state: node?.state === 'down' ? 'stopped' : 'plain',
    spoken: word('over.spoken-host', node?.hostname || address, address, role),
  };
}

/** Of hosts that share a name, the context tells those apart whose engine is connected. */
function titleOf(hostname: string, { engine }: OverlayHost, hosts: readonly OverlayHost[]): string {
  const isShared = hosts.filter(({ node }) => node?.hostname === hostname).length > 1;
  return isShared && engine ? `${engine.context} · ${hostname}` : hostname;
}

/** Where the host meets the tunnel: its address, the overlay's own namespace, whom it knows. */
export function endShape({ network, topology, hosts }: OverlayView, host: OverlayHost, frame: string): Shape {
  const cut = isCut(host, hosts);
  const own = new Set(host.endpoints.map(({ id }) => id));
  const seen = topology.wires.find(({ endpoint, overlayNamespace }) => endpoint && own.has(endpoint) && overlayNamespace);
  const lines: Line[] = [];
  if (seen?.overlayNamespace) {
    lines.push({ text: word('over.netns', seen.overlayNamespace.value), face: 'mono', tone: 'muted' });
  }
  for (const address of host.misses.slice(0, shownPeers)) {
    lines.push({ text: word('over.peer-missing', nameOf(address, hosts)), face: 'text', tone: 'warning' });
  }
  return {
    id: `end ${host.id}`,
    section: 0,
    lane: overlayLanes.end,
    kind: 'vtep',
    tone: 'overlay',
    frame,
    title: word('over.end', host.address || '–'),
    kernelName: { name: 'br0 + vxlan0', source: 'inferred' },
    lines,
    details: [
      word('over.on-host', hostName(host)),
      knows(host),
      ...host.misses.slice(shownPeers).map((address) => word('over.peer-missing', address)),
    ],
    state: cut ? 'stopped' : 'plain',
    spoken: word(cut ? 'over.spoken-end-cut' : 'over.spoken-end', host.address, hostName(host)),
    subject: network.id,
  };
}

/** `docker_gwbridge` of the host, by which its sandboxes reach the world; known where the host's own engine is connected. */
export function gatewayShape({ topology, network }: OverlayView, host: OverlayHost, frame: string): Shape | undefined {
  const { engine } = host;
  if (!engine || network.internal) return undefined;
  const bridge = topology.networks.find(
    ({ name, driver, engines }) => name === 'docker_gwbridge' && driver === 'bridge' && engines.includes(engine.id),
  );
  if (!bridge) return undefined;
  const residents = new Set(host.endpoints.map(({ sandbox }) => sandbox));
  const through = topology.endpoints.filter((endpoint) => endpoint.network === bridge.id && residents.has(endpoint.sandbox));
  const gateway = bridge.pools.find((pool) => pool.gateway)?.gateway;
  const stack = topology.stacks.find(({ sandbox }) => sandbox === hostSandboxId(engine.id));
  const uplink = stack?.links.find(({ addresses }) => addresses.some((each) => sameAddress(withoutPrefix(each), host.address)));
  const behind = [uplink?.name, host.address].filter(Boolean).join(' ');
  return {
    id: `gateway ${host.id}`,
    section: 0,
    lane: overlayLanes.end,
    kind: 'gateway',
    tone: 'bridge',
    frame,
    subject: bridge.id,
    title: '',
    kernelName: { name: bridge.hostInterface ?? bridge.name, source: stack ? 'observed' : 'inferred' },
    lines: [
      ...(gateway ? [{ text: gateway, face: 'mono' as const, tone: 'muted' as const }] : []),
      { text: word('over.gateway', through.length), face: 'text', tone: 'muted' },
      ...(behind === ''
        ? []
        : [{ text: word('over.gateway-masqueraded', behind), face: 'text' as const, tone: 'muted' as const }]),
    ],
    details: [word('over.on-host', hostName(host)), word('over.id', bridge.id)],
    state: 'plain',
    spoken: word('over.spoken-gateway', bridge.name, hostName(host)),
  };
}

function knows({ knows, address }: OverlayHost): Label {
  if (!knows) return word('over.knows-unread');
  const others = knows.filter((each) => each !== address);
  return others.length === 0 ? word('over.knows-nobody') : word('over.knows', others.join(', '));
}

function nameOf(address: string, hosts: readonly OverlayHost[]): string {
  const host = hosts.find((each) => each.address === address);
  return host ? hostName(host) : address;
}

/** The hosts that a cut-off host and the rest miss each other of. */
function cutFrom(host: OverlayHost, hosts: readonly OverlayHost[]): string {
  const missing = hosts.filter((other) => host.misses.includes(other.address) || other.misses.includes(host.address));
  const names = missing.slice(0, shownPeers).map(hostName);
  return [...names, ...(missing.length > shownPeers ? ['…'] : [])].join(', ');
}
