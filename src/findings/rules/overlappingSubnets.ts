import { overlaps, parseRange } from '../../model/address.ts';
import type { Engine, Network, Pool, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * Two networks of one engine that claim the same addresses. The engine refuses that within one address space, but not between a local
 * network and an overlay, nor for pools that something else hands out.
 *
 * Silent for networks without addresses of their own (host, none, config-only), and for macvlan and ipvlan networks among
 * themselves: on different parents they are different wires that may look alike, and on one parent they share its subnet on purpose, as
 * long as their ranges (`--ip-range`) do not hand out the same addresses. On different engines nothing overlaps: those are
 * different hosts.
 */
export const overlappingSubnets: Rule = { code: 'overlapping-subnets', find };

interface Claim {
  readonly network: Network;
  readonly pool: Pool;
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

function find({ topology }: RuleInput): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const engine of topology.engines) {
    const claims = topology.networks.filter((network) => network.engines.includes(engine.id)).flatMap(claimsOf);
    for (const [one, other] of overlappingPairs(claims)) {
      if (sharesWireOnPurpose(one, other)) continue;
      const made = finding(topology, engine, one, other);
      if (!found.has(made.id)) found.set(made.id, made);
    }
  }
  return [...found.values()];
}

function claimsOf(network: Network): readonly Claim[] {
  if (network.driver === 'host' || network.driver === 'null' || network.configOnly) return [];
  return network.pools.flatMap((pool) => {
    const range = parseRange(pool.subnet);
    return range === undefined ? [] : [{ network, pool, family: range.family, first: range.first, last: range.last }];
  });
}

/** Sorted by their first address, only the claims still open can overlap the next one. */
function overlappingPairs(claims: readonly Claim[]): readonly (readonly [Claim, Claim])[] {
  const pairs: (readonly [Claim, Claim])[] = [];
  for (const family of [4, 6] as const) {
    let open: Claim[] = [];
    const sorted = claims
      .filter((claim) => claim.family === family)
      .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
    for (const claim of sorted) {
      open = open.filter((earlier) => earlier.last >= claim.first);
      for (const earlier of open) if (earlier.network.id !== claim.network.id) pairs.push([earlier, claim]);
      open.push(claim);
    }
  }
  return pairs;
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
      cli: dockerLine(engine, 'network', 'create', '--driver', mover.driver, newName(topology, mover)),
    },
  };
}

function endpointCount(topology: Topology, network: Network): number {
  return topology.endpoints.filter((endpoint) => endpoint.network === network.id).length;
}

/** A name that is still free. Docker chooses a subnet that is free too. */
function newName(topology: Topology, network: Network): string {
  const plain = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(network.name) ? network.name : 'network';
  let number = 2;
  while (topology.networks.some((other) => other.name === `${plain}-${number}`)) number += 1;
  return `${plain}-${number}`;
}
