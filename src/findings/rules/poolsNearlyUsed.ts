import type { Engine, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import { claimsOf, knownRange, type Span } from '../claims.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { hostStacks } from '../hostStacks.ts';
import { lineFix, makeFinding } from '../makeFinding.ts';
import { defaultRuleSettings } from '../ruleSettings.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * Few subnets are left of those that the engine hands out by itself ("could not find an available, non-overlapping IPv4 address pool").
 * A piece counts as taken where a network or a route of the host has any of its addresses, as in moby libnetwork/ipams/defaultipam.
 * IPv4 only: of IPv6 there are more than anybody uses up. Silent where the networks could not be listed.
 */
export const poolsNearlyUsed: Rule = { code: 'pools-nearly-used', find };

/** moby libnetwork/ipamutils: the built-in pools for local networks. */
const builtIn: NonNullable<Engine['addressPools']> = [
  { base: '172.17.0.0/16', size: 16 },
  { base: '172.18.0.0/16', size: 16 },
  { base: '172.19.0.0/16', size: 16 },
  { base: '172.20.0.0/14', size: 16 },
  { base: '172.24.0.0/14', size: 16 },
  { base: '172.28.0.0/14', size: 16 },
  { base: '192.168.0.0/16', size: 20 },
];

interface Use {
  readonly base: string;
  readonly size: number;
  readonly taken: bigint;
  readonly all: bigint;
}

function find({ topology, settings = defaultRuleSettings }: RuleInput): readonly Finding[] {
  const stacks = hostStacks(topology);
  return topology.engines.flatMap((engine) => {
    const spans: Span[] = topology.networks
      .filter((network) => network.engines.includes(engine.id) && network.scope !== 'swarm')
      .flatMap(claimsOf);
    if (spans.length === 0) return [];
    for (const { destination } of stacks.get(engine.id)?.routes ?? []) {
      const range = knownRange(destination);
      if (range && range.prefixLength > 0) spans.push(range);
    }
    spans.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
    const uses = (engine.addressPools ?? builtIn).flatMap((pool) => useOf(pool, spans));
    const taken = uses.reduce((sum, use) => sum + use.taken, 0n);
    const all = uses.reduce((sum, use) => sum + use.all, 0n);
    const percent = all === 0n ? 0 : Number((taken * 10_000n) / all) / 100;
    return percent < settings.poolWarning ? [] : [finding(topology, engine, uses, percent >= settings.poolError)];
  });
}

/** How many pieces of a pool the spans touch; they are sorted by their first address. */
function useOf({ base, size }: { readonly base: string; readonly size: number }, spans: readonly Span[]): readonly Use[] {
  const range = knownRange(base);
  if (range?.family !== 4 || size < range.prefixLength || size > 32) return [];
  const shift = BigInt(32 - size);
  const piece = (address: bigint) => (address - range.first) >> shift;
  const all = piece(range.last) + 1n;
  let taken = 0n;
  let next = 0n;
  for (const { family, first, last } of spans) {
    if (family !== 4 || last < range.first || first > range.last) continue;
    const from = first < range.first ? 0n : piece(first);
    const to = last > range.last ? all - 1n : piece(last);
    const begin = from > next ? from : next;
    if (to >= begin) taken += to - begin + 1n;
    if (to >= next) next = to + 1n;
  }
  return [{ base, size, taken, all }];
}

function finding(topology: Topology, engine: Engine, uses: readonly Use[], isGrave: boolean): Finding {
  const taken = uses.reduce((sum, use) => sum + use.taken, 0n);
  const all = uses.reduce((sum, use) => sum + use.all, 0n);
  const inUse = new Set(topology.endpoints.map(({ network }) => network));
  const idle = topology.networks.filter(
    ({ id, engines, driver, name }) => engines.includes(engine.id) && driver === 'bridge' && name !== 'bridge' && !inUse.has(id),
  );
  return makeFinding({
    code: 'pools-nearly-used',
    severity: isGrave ? 'error' : 'warning',
    subjects: [engine.id],
    args: [String(taken), String(all), engine.context],
    evidence: [
      ...uses.slice(0, 8).map((use) => word('evidence.pool-base', use.base, use.size, String(use.taken), String(use.all))),
      ...(engine.addressPools === undefined ? [word('evidence.built-in-pools')] : []),
    ],
    fix:
      idle.length === 0
        ? undefined
        : lineFix(
            'pools-nearly-used',
            [engine.id],
            dockerLine(engine, 'network', 'rm', ...idle.slice(0, 20).map(({ id }) => id)),
          ),
  });
}
