import type { Endpoint, NetworkId, Topology } from '../model/topology.ts';

/** The endpoints of a Topology by id and by network, made once: who asks for each of thousands must not look through all of them. */
export interface EndpointIndex {
  readonly byId: ReadonlyMap<string, Endpoint>;
  readonly byNetwork: ReadonlyMap<NetworkId, readonly Endpoint[]>;
}

const indexes = new WeakMap<Topology, EndpointIndex>();

export function endpointIndex(topology: Topology): EndpointIndex {
  const known = indexes.get(topology);
  if (known) return known;
  const byId = new Map<string, Endpoint>();
  const byNetwork = new Map<NetworkId, Endpoint[]>();
  for (const endpoint of topology.endpoints) {
    if (!byId.has(endpoint.id)) byId.set(endpoint.id, endpoint);
    const list = byNetwork.get(endpoint.network);
    if (list) list.push(endpoint);
    else byNetwork.set(endpoint.network, [endpoint]);
  }
  const made = { byId, byNetwork };
  indexes.set(topology, made);
  return made;
}
