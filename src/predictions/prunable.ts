import { isBuiltIn, networkById, ownerOf, sandboxById, sandboxName } from '../model/lookup.ts';
import type { EngineId, NetworkId, Topology } from '../model/topology.ts';
import { refusalOfRemove } from './refusals.ts';

export interface Prunable {
  readonly network: NetworkId;
  /** Stopped containers that are set up for it: without it they do not start. */
  readonly neededBy: readonly string[];
}

/** Networks that nothing running uses, of one engine or of all; never Docker's own. A service's or a template's network counts as used. */
export function prunable(topology: Topology, engine?: EngineId): readonly Prunable[] {
  return topology.networks
    .filter((network) => engine === undefined || network.engines.includes(engine))
    .filter((network) => !isBuiltIn(network) && refusalOfRemove(topology, network.id) === undefined)
    .map(({ id }) => ({ network: id, neededBy: neededBy(topology, id) }));
}

function neededBy(topology: Topology, network: NetworkId): readonly string[] {
  if (!networkById(topology, network)) return [];
  return topology.endpoints.flatMap((endpoint) => {
    const sandbox =
      endpoint.network === network && endpoint.sandbox !== undefined ? sandboxById(topology, endpoint.sandbox) : undefined;
    return sandbox && ownerOf(sandbox) ? [sandboxName(sandbox)] : [];
  });
}
