import { hostSandboxId } from '../model/ids.ts';
import type { EngineId, Link, Network, Route, Stack, Topology } from '../model/topology.ts';

/** The stacks of the engines' hosts that were read, by engine. */
export function hostStacks(topology: Topology): ReadonlyMap<EngineId, Stack> {
  const hosts = new Set(topology.engines.map(({ id }) => hostSandboxId(id)));
  return new Map(topology.stacks.filter(({ sandbox }) => hosts.has(sandbox)).map((stack) => [stack.engine, stack] as const));
}

/** Interfaces of a host that are Docker's own doing: bridges of its networks, and both ends of veths. */
export function madeByDocker(networks: readonly Network[]): (link: Pick<Link, 'name' | 'kind'>) => boolean {
  const bridges = new Set(networks.flatMap(({ hostInterface }) => hostInterface ?? []));
  return ({ name, kind }) => bridges.has(name) || name === 'docker_gwbridge' || name === 'docker0' || kind === 'veth';
}

/** The default route of a family; of several the one with the lowest metric. */
export function defaultRoute({ routes }: Stack, family: 4 | 6 = 4): Route | undefined {
  const destination = family === 4 ? '0.0.0.0/0' : '::/0';
  return routes
    .filter((route) => route.destination === destination && route.device !== 'lo')
    .sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0))[0];
}

export function linkNamed({ links }: Stack, name: string | undefined): Link | undefined {
  return links.find((link) => link.name === name);
}
