import { overlaps, withoutPrefix } from '../../model/address.ts';
import type { Engine, EngineId, Network, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import { type Claim, claimsOf, overlappingPairs } from '../claims.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { hostStacks } from '../hostStacks.ts';
import { engineMap, freeName } from '../makeFinding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * Two networks of one engine that claim the same addresses. The engine refuses that within one address space, but not between a local
 * network and an overlay, nor for pools that something else hands out.
 *
 * Silent for networks without addresses of their own (host, none, config-only), and for macvlan and ipvlan networks among
 * themselves: on different parents they are different wires that may look alike, and on one parent they share its subnet on purpose, as
 * long as their ranges (`--ip-range`) do not hand out the same addresses. On different engines nothing overlaps, those are different hosts,
 * unless one host has a route to the other's network.
 */
export const overlappingSubnets: Rule = { code: 'overlapping-subnets', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const engine of topology.engines) {
    const claims = topology.networks.filter((network) => network.engines.includes(engine.id)).flatMap(claimsOf);
    for (const [one, other] of overlappingPairs(claims)) {
      if (one.network.id === other.network.id || sharesWireOnPurpose(one, other)) continue;
      const made = finding(topology, engine, one, other);
      if (!found.has(made.id)) found.set(made.id, made);
    }
  }
  for (const made of betweenEngines(topology)) if (!found.has(made.id)) found.set(made.id, made);
  return [...found.values()];
}

/** A host that has a route to another engine's network through that engine's host can't use it for what its own network covers. */
function betweenEngines(topology: Topology): readonly Finding[] {
  const stacks = hostStacks(topology);
  if (stacks.size < 2) return [];
  const hostOf = new Map<string, EngineId>();
  for (const [engine, { links }] of stacks) {
    for (const link of links) for (const address of link.addresses) hostOf.set(withoutPrefix(address), engine);
  }
  const claims = claimsByEngine(topology);
  const engines = engineMap(topology);
  return [...stacks].flatMap(([engine, { routes }]) =>
    routes.flatMap((route) => {
      const other = route.gateway === undefined ? undefined : hostOf.get(route.gateway);
      if (other === undefined || other === engine || route.destination.endsWith('/0')) return [];
      const theirs = (claims.get(other) ?? []).filter(({ pool }) => overlaps(pool.subnet, route.destination));
      const own = claims.get(engine) ?? [];
      const evidence = word(
        'evidence.engines-route',
        engines.get(engine)?.context ?? engine,
        route.destination,
        engines.get(other)?.context ?? other,
        route.gateway ?? '',
      );
      return overlappingPairs([...own, ...theirs])
        .filter(([one, another]) => own.includes(one) !== own.includes(another) && one.network.id !== another.network.id)
        .map(([one, another]) => {
          const from = topology.engines.find(({ id }) => id === engine) as Engine;
          const made = finding(topology, from, one, another);
          return { ...made, severity: 'warning' as const, evidence: [...made.evidence, evidence] };
        });
    }),
  );
}

/** Of networks that are local to an engine: what a swarm shares is one network. */
function claimsByEngine(topology: Topology): ReadonlyMap<EngineId, readonly Claim[]> {
  const claims = new Map<EngineId, Claim[]>();
  for (const network of topology.networks) {
    const [engine, ...others] = network.engines;
    if (engine === undefined || others.length > 0 || network.scope === 'swarm' || isOnParent(network)) continue;
    const list = claims.get(engine) ?? [];
    claims.set(engine, list);
    list.push(...claimsOf(network));
  }
  return claims;
}

function sharesWireOnPurpose(one: Claim, other: Claim): boolean {
  if (!isOnParent(one.network) || !isOnParent(other.network)) return false;
  if (one.network.parent !== other.network.parent) return true;
  return !overlaps(one.pool.range ?? one.pool.subnet, other.pool.range ?? other.pool.subnet);
}

function isOnParent(network: Network): boolean {
  return network.driver === 'macvlan' || network.driver === 'ipvlan';
}

function finding(topology: Topology, engine: Engine, one: Claim, other: Claim): Finding {
  const [a, b] = [one, other].sort((left, right) => (left.network.id < right.network.id ? -1 : 1)) as [Claim, Claim];
  const subjects = [a.network.id, b.network.id];
  const smaller = one.last - one.first < other.last - other.first ? one : other;
  // The one with fewer endpoints is the easier one to make anew.
  const mover = endpointCount(topology, b.network) < endpointCount(topology, a.network) ? b.network : a.network;
  return {
    id: findingId('overlapping-subnets', subjects),
    code: 'overlapping-subnets',
    severity: a.network.driver === 'bridge' && b.network.driver === 'bridge' ? 'error' : 'warning',
    subjects,
    message: word('finding.overlapping-subnets', a.network.name, b.network.name, smaller.pool.subnet),
    evidence: [a, b].flatMap(({ network, pool }) => [
      word('evidence.subnet', network.name, pool.subnet),
      ...(network.parent === undefined ? [] : [word('evidence.parent', network.name, network.parent)]),
    ]),
    fix: {
      title: word('fix.create-network', mover.name),
      command: 'dockerNetworks.createNetwork',
      arguments: [engine.id],
      cli: dockerLine(engine, 'network', 'create', '--driver', mover.driver, freeName(topology, mover.name)),
    },
  };
}

function endpointCount(topology: Topology, network: Network): number {
  return topology.endpoints.filter((endpoint) => endpoint.network === network.id).length;
}
