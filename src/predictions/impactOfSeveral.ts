import type { EndpointId, Topology } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import { impactOfDetach } from './impact.ts';
import type { ImpactCode } from './impactCode.ts';

/** What detaching several endpoints changes, each seen after those before it: the last one of a sandbox leaves it without a network. */
export function impactOfDetachAll(topology: Topology, ids: readonly EndpointId[]): readonly Word<ImpactCode>[] {
  const impacts: Word<ImpactCode>[] = [];
  let now = topology;
  for (const id of ids) {
    impacts.push(...impactOfDetach(now, id));
    now = { ...now, endpoints: now.endpoints.filter((endpoint) => endpoint.id !== id) };
  }
  // what is true of a sandbox or a project is said once
  const seen = new Set<string>();
  return impacts.filter((impact) => {
    const key = JSON.stringify(impact);
    return !seen.has(key) && seen.add(key);
  });
}
