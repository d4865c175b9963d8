import { isEncrypted, outerMtu, overlayMtu } from '../model/overlayMtu.ts';
import { word } from '../model/word.ts';
import type { Label, Line, Shape } from './diagram.ts';
import { overlayLanes } from './overlayLanes.ts';
import { isCut, type OverlayView } from './overlayView.ts';

/** Unless the swarm was made with another one. */
const usualPort = 4789;

/** The tunnel between the hosts: VXLAN number, port, MTU, and whether the hosts' lists of peers agree. */
export function tunnelShape(view: OverlayView): Shape {
  const { network, topology, hosts } = view;
  const vnis = network.vnis ?? [];
  const title = vnis.length === 0 ? word('over.tunnel-unnumbered') : word('over.tunnel', vnis.join(', '));
  const own = topology.engines.filter(({ id }) => network.engines.includes(id));
  const port = own.flatMap(({ swarm }) => swarm?.dataPathPort ?? [])[0] ?? usualPort;
  const lines: Line[] = [
    { text: word('over.port', port), face: 'mono', tone: 'muted' },
    { text: mtuOf(view), face: 'text', tone: 'muted' },
  ];
  if (vnis.length > 1) {
    network.pools.slice(0, vnis.length).forEach(({ subnet }, index) => {
      lines.push({ text: word('over.vni-of', vnis[index] ?? 0, subnet), face: 'mono', tone: 'muted' });
    });
  }
  if (isEncrypted(network)) lines.push({ text: word('over.encrypted'), face: 'text', tone: 'muted' });
  lines.push(...verdicts(view));
  return {
    id: `tunnel ${network.id}`,
    section: 0,
    lane: overlayLanes.tunnel,
    kind: 'tunnel',
    tone: 'overlay',
    subject: network.id,
    title,
    lines,
    details: [...network.pools.map(({ subnet }) => subnet), word('over.id', network.id)],
    state: 'plain',
    spoken: word('over.spoken-tunnel', vnis.length === 0 ? 'VXLAN' : `VXLAN ${vnis.join(', ')}`, hosts.length),
  };
}

function mtuOf({ network, topology, hosts }: OverlayView): Label {
  const own = new Set(hosts.flatMap(({ endpoints }) => endpoints.map(({ id }) => id)));
  const seen = topology.wires.find(({ endpoint, mtu }) => endpoint && own.has(endpoint) && mtu?.source === 'observed')?.mtu;
  return seen ? word('over.mtu-observed', seen.value) : word('over.mtu-inferred', overlayMtu(network), outerMtu(network));
}

function verdicts({ hosts }: OverlayView): readonly Line[] {
  if (hosts.length < 2) return [{ text: word('over.one-host'), face: 'text', tone: 'muted' }];
  const lines: Line[] = [];
  const missing = hosts.reduce((sum, { misses }) => sum + misses.length, 0);
  const cut = hosts.filter((host) => isCut(host, hosts)).length;
  if (missing > 0) lines.push({ text: word('over.tunnels-missing', missing), face: 'text', tone: 'warning' });
  if (cut > 0) lines.push({ text: word('over.ends-cut', cut), face: 'text', tone: 'warning' });
  if (lines.length > 0) return lines;
  const part = hosts.filter(({ takesPart }) => takesPart);
  const asked = part.filter(({ knows }) => knows);
  const all = asked.length === part.length && part.every(({ address }) => asked.every(({ knows }) => knows?.includes(address)));
  if (all) return [{ text: word('over.peers-agree', part.length), face: 'text', tone: 'good' }];
  return [{ text: word('over.peers-unread', asked.length, hosts.length), face: 'text', tone: 'muted' }];
}
