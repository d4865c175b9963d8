import { sandboxName } from '../model/lookup.ts';
import type { NetworkId, Topology } from '../model/topology.ts';

/**
 * What a text finds by name: the sandboxes whose containers have it in their name, all that is on a network that has it in its name, and
 * the networks of both. An empty text finds everything.
 */
export function filterTopology(topology: Topology, text: string): Topology {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return topology;
  const has = (name: string) => name.toLowerCase().includes(wanted);
  const networks = new Set(topology.networks.filter(({ name }) => has(name)).map(({ id }) => id));
  const named = new Set(
    topology.sandboxes
      .filter((sandbox) => has(sandboxName(sandbox)) || sandbox.containers.some(({ name }) => has(name)))
      .map(({ id }) => id),
  );
  return onNetworks(topology, networks, named);
}

/** One network with all that is on it; undefined where it is gone. */
export function onlyNetwork(topology: Topology, network: string): Topology | undefined {
  const found = topology.networks.find(({ id }) => id === network);
  if (!found) return undefined;
  return onNetworks(topology, new Set([found.id]), new Set());
}

/** The same value where nothing is left out. */
function onNetworks(topology: Topology, networks: ReadonlySet<NetworkId>, named: ReadonlySet<string>): Topology {
  const endpoints = topology.endpoints.filter(
    ({ network, sandbox }) => networks.has(network) || (sandbox !== undefined && named.has(sandbox)),
  );
  const sandboxes = new Set([...named, ...endpoints.flatMap(({ sandbox }) => sandbox ?? [])]);
  const used = new Set([...networks, ...endpoints.map(({ network }) => network)]);
  const left = {
    networks: topology.networks.filter(({ id }) => used.has(id)),
    endpoints,
    sandboxes: topology.sandboxes.filter(({ id }) => sandboxes.has(id)),
  };
  const isAll = (['networks', 'endpoints', 'sandboxes'] as const).every((key) => left[key].length === topology[key].length);
  return isAll ? topology : { ...topology, ...left };
}
