import { compareAddresses } from './address.ts';
import { isRunning } from './lookup.ts';
import type { Endpoint, Engine, Network, Node, NodeId, Sandbox, SandboxId, Topology } from './topology.ts';

/** A host that carries an overlay: something of it runs there, or a list of peers names it. */
export interface OverlayHost {
  /** The node's id; the tunnel address of a host whose node is not known. */
  readonly id: string;
  /** Tunnel address, '' where it is not known. */
  readonly address: string;
  readonly node?: Node;
  /** The host's own engine, where it is connected. */
  readonly engine?: Engine;
  readonly endpoints: readonly Endpoint[];
  /** Whether something runs there, so that the host takes part. */
  readonly takesPart: boolean;
  /** Tunnel addresses that the host's own engine knows; absent where it is not connected or was not asked. */
  readonly knows?: readonly string[];
  /** Tunnel addresses of hosts that take part and that this host has no tunnel to, as far as the lists of peers tell. */
  readonly misses: readonly string[];
}

/**
 * The hosts of an overlay, managers first, then by address. Peers miss each other where both lists say so: the one may be a moment older
 * than the other. A host whose own engine is not connected is missed where nobody's list has it.
 */
export function overlayHosts(topology: Topology, network: Network): readonly OverlayHost[] {
  const hosts = gather(topology, network);
  const lists = new Map((network.peerLists ?? []).map(({ engine, addresses }) => [engine, addresses] as const));
  const known = hosts.map((host): OverlayHost => {
    const engine = topology.engines.find(({ swarm }) => swarm !== undefined && swarm.nodeId === host.node?.id);
    const knows = engine && host.takesPart ? lists.get(engine.id) : undefined;
    return { ...host, ...(engine ? { engine } : {}), ...(knows ? { knows } : {}) };
  });
  const named = new Set(known.flatMap(({ knows }) => knows ?? []));
  return known.map((host) => ({ ...host, misses: missedBy(host, known, named) })).sort(byRole);
}

/** The overlays, in the order of the Topology; a swarm network without a driver has no addresses yet and is none. */
export function overlaysOf(topology: Topology): readonly Network[] {
  return topology.networks.filter(({ driver }) => driver === 'overlay');
}

/** Hosts may share a name: the address tells them apart. Of an unknown node only the address is known. */
export function hostName({ node, address }: Pick<OverlayHost, 'node' | 'address'>): string {
  return node && node.hostname !== '' ? `${node.hostname} (${address})` : address;
}

function missedBy(host: OverlayHost, hosts: readonly OverlayHost[], named: ReadonlySet<string>): readonly string[] {
  const { knows, address } = host;
  if (!knows) return [];
  return hosts
    .filter((other) => other.id !== host.id && other.takesPart && other.address !== '' && !knows.includes(other.address))
    .filter((other) => (other.knows ? !other.knows.includes(address) : !named.has(other.address)))
    .map((other) => other.address);
}

function gather(topology: Topology, network: Network): readonly OverlayHost[] {
  const sandboxes = new Map<SandboxId, Sandbox>(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox]));
  const nodes = new Map<NodeId, Node>(topology.nodes.map((node) => [node.id, node]));
  const groups = new Map<string, { node?: Node; address: string; endpoints: Endpoint[] }>();
  for (const endpoint of topology.endpoints) {
    if (endpoint.network !== network.id) continue;
    const sandbox = endpoint.sandbox && sandboxes.get(endpoint.sandbox);
    const nodeId = endpoint.node ?? (sandbox ? sandbox.node : undefined);
    const node = nodeId && nodes.get(nodeId);
    const id = node?.id ?? endpoint.hostAddress ?? '';
    const group = groups.get(id) ?? { ...(node ? { node } : {}), address: '', endpoints: [] };
    if (group.address === '') group.address = endpoint.hostAddress ?? '';
    group.endpoints.push(endpoint);
    groups.set(id, group);
  }
  for (const group of groups.values()) if (group.address === '') group.address = group.node?.address ?? '';
  const named = new Set([...groups.values()].map(({ address }) => address));
  for (const { address } of network.peers ?? []) {
    if (named.has(address)) continue;
    named.add(address);
    const node = topology.nodes.find((each) => each.address === address);
    groups.set(node?.id ?? address, { ...(node ? { node } : {}), address, endpoints: [] });
  }
  return [...groups].map(([id, group]) => ({ id, ...group, takesPart: group.endpoints.some(runs), misses: [] }));

  function runs({ sandbox, endpointId }: Endpoint): boolean {
    const owner = sandbox && sandboxes.get(sandbox);
    return owner ? isRunning(owner) : endpointId !== undefined;
  }
}

function byRole(one: OverlayHost, other: OverlayHost): number {
  const rank = ({ node }: OverlayHost) => (node?.role === 'manager' ? 0 : node ? 1 : 2);
  return rank(one) - rank(other) || compareAddresses(one.address, other.address) || (one.id < other.id ? -1 : 1);
}
