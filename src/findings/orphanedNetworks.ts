import type { Network, Topology } from '../model/topology.ts';

/** Networks of Compose projects of which their engine has no container, in any state. */
export function orphanedNetworks(topology: Topology): readonly Network[] {
  const made = topology.networks.filter(({ project, scope }) => project !== undefined && scope !== 'swarm');
  if (made.length === 0) return [];
  const blind = new Set(
    topology.gaps.flatMap(({ code, engine }) => (code === 'containers-not-listed' && engine ? [engine] : [])),
  );
  const alive = new Set<string>();
  for (const { engine, containers } of topology.sandboxes) {
    for (const { project } of containers) if (project !== undefined) alive.add(`${engine} ${project}`);
  }
  return made.filter(({ engines, project }) => !engines.some((engine) => blind.has(engine) || alive.has(`${engine} ${project}`)));
}
