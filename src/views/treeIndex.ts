import type { Endpoint, Engine, Gap, Network, Sandbox, Topology, Wire } from '../model/topology.ts';

/** A Topology by id, so that making a tree is linear. */
export interface TreeIndex {
  readonly topology: Topology;
  readonly networks: ReadonlyMap<string, Network>;
  readonly sandboxes: ReadonlyMap<string, Sandbox>;
  readonly engines: ReadonlyMap<string, Engine>;
  readonly endpointsOfNetwork: ReadonlyMap<string, readonly Endpoint[]>;
  readonly endpointsOfSandbox: ReadonlyMap<string, readonly Endpoint[]>;
  readonly gaps: ReadonlyMap<string, readonly Gap[]>;
  /** By endpoint. */
  readonly wires: ReadonlyMap<string, Wire>;
}

const indexes = new WeakMap<Topology, TreeIndex>();

export function treeIndex(topology: Topology): TreeIndex {
  const known = indexes.get(topology);
  if (known) return known;
  const index: TreeIndex = {
    topology,
    networks: new Map(topology.networks.map((network) => [network.id, network])),
    sandboxes: new Map(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox])),
    engines: new Map(topology.engines.map((engine) => [engine.id, engine])),
    endpointsOfNetwork: grouped(topology.endpoints, (endpoint) => endpoint.network),
    endpointsOfSandbox: grouped(topology.endpoints, (endpoint) => endpoint.sandbox),
    gaps: grouped(topology.gaps, (gap) => gap.subject),
    wires: new Map(topology.wires.flatMap((wire) => (wire.endpoint ? [[wire.endpoint, wire] as const] : []))),
  };
  indexes.set(topology, index);
  return index;
}

/** By key, in the order of the list; without those that have no key. */
export function grouped<T>(items: readonly T[], key: (item: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const of = key(item);
    if (of === undefined) continue;
    const group = groups.get(of);
    if (group) group.push(item);
    else groups.set(of, [item]);
  }
  return groups;
}
