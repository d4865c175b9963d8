/**
 * The order of a sandbox's endpoints: it decides which network answers first for a name, and through which one the default route goes.
 * From moby libnetwork sandbox.go `Endpoint.Less`: gateway priority, `docker_gwbridge` last, internal networks last, more gateways first,
 * then the network's name.
 */
import type { Endpoint, Engine, EngineId, Network, NetworkId, Sandbox, SandboxId, Topology } from '../model/topology.ts';

type Rank = readonly (number | string)[];

/** The order in which the resolver goes through the networks. A swarm node asks overlays first, the ingress network second. */
function resolverOrder(
  endpoints: readonly Endpoint[],
  networks: ReadonlyMap<NetworkId, Network>,
  swarmNode: boolean,
): Endpoint[] {
  return sorted(endpoints, (endpoint) => {
    const network = networks.get(endpoint.network);
    return [swarmNode ? swarmRank(network) : 0, ...gatewayRank(network, endpoint)];
  });
}

interface Known {
  readonly networks: ReadonlyMap<NetworkId, Network>;
  readonly engines: ReadonlyMap<EngineId, Engine>;
  readonly sandboxes: ReadonlyMap<string, Sandbox>;
}

/** The endpoints of each sandbox, in the order in which its resolver goes through their networks. */
export function inResolverOrder(
  topology: Topology,
  { networks, engines, sandboxes }: Known,
): ReadonlyMap<SandboxId, readonly Endpoint[]> {
  const bySandbox = new Map<SandboxId, Endpoint[]>();
  for (const endpoint of topology.endpoints) {
    if (endpoint.sandbox === undefined) continue;
    const list = bySandbox.get(endpoint.sandbox);
    if (list) list.push(endpoint);
    else bySandbox.set(endpoint.sandbox, [endpoint]);
  }
  for (const [id, list] of bySandbox) {
    const engine = engines.get(sandboxes.get(id)?.engine ?? ('' as EngineId));
    bySandbox.set(id, resolverOrder(list, networks, engine?.swarm !== undefined));
  }
  return bySandbox;
}

/**
 * The network that the default route of a sandbox with these endpoints goes through; undefined when there is none. An overlay has no
 * gateway of its own: then Docker makes one on `docker_gwbridge`, which is the overlay's answer here.
 */
export function gatewayNetwork(endpoints: readonly Endpoint[], networks: ReadonlyMap<NetworkId, Network>): Network | undefined {
  const ordered = sorted(endpoints, (endpoint) => gatewayRank(networks.get(endpoint.network), endpoint));
  const known = ordered.flatMap((endpoint) => networks.get(endpoint.network) ?? []);
  return (
    known.find((network) => expectedGateways(network) > 0) ??
    known.find((network) => network.driver === 'overlay' && !network.internal)
  );
}

function swarmRank(network: Network | undefined): number {
  if (network?.scope !== 'swarm') return 2;
  return network.ingress ? 1 : 0;
}

function gatewayRank(network: Network | undefined, endpoint: Endpoint): Rank {
  return [
    -(endpoint.gatewayPriority ?? 0),
    network?.name === 'docker_gwbridge' ? 1 : 0,
    network?.internal === true ? 1 : 0,
    network === undefined ? 0 : -expectedGateways(network),
    network?.name ?? '',
  ];
}

/** How many address families of a network have a way out. An engine's word on a running endpoint says no more than this. */
function expectedGateways(network: Network): number {
  if (network.internal || network.driver === 'overlay' || network.driver === 'host' || network.driver === 'null') return 0;
  const family = (six: boolean) => network.pools.some((pool) => pool.subnet.includes(':') === six);
  if (network.driver !== 'macvlan' && network.driver !== 'ipvlan')
    return Math.max(1, Number(family(false)) + Number(family(true)));
  return Number(family(false)) + Number(family(true));
}

function sorted(endpoints: readonly Endpoint[], rank: (endpoint: Endpoint) => Rank): Endpoint[] {
  return endpoints
    .map((endpoint) => ({ endpoint, rank: rank(endpoint) }))
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ endpoint }) => endpoint);
}

function compare(a: Rank, b: Rank): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? 0;
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
