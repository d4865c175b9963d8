import { networkById, ownerOf, sandboxById } from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import { containerArgument, dockerLine } from './shellLine.ts';

/** The line that attaches a sandbox to a network from a shell; undefined where there is no container to attach. */
export function attachLine(topology: Topology, sandbox: string, network: string): string | undefined {
  const who = sandboxById(topology, sandbox);
  const owner = who && ownerOf(who);
  const to = networkById(topology, network);
  if (!who || !owner || !to) return undefined;
  const engine = topology.engines.find(({ id }) => id === who.engine);
  // Docker takes a name or an id, and allows two networks of one name.
  const isOnlyOne = topology.networks.filter(({ name }) => name === to.name).length === 1;
  const target = isOnlyOne && /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(to.name) ? to.name : to.id;
  return dockerLine(engine, 'network', 'connect', target, containerArgument(owner));
}
