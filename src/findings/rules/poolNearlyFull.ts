import type { Endpoint, Engine, Network, Pool } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import { knownRange } from '../claims.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { groupedBy } from '../groupedBy.ts';
import { engineMap, freeName, makeFinding } from '../makeFinding.ts';
import { defaultRuleSettings, type RuleSettings } from '../ruleSettings.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * A pool of which most addresses are taken. The engine's own count (API 1.52 on) where it gave one; else counted from the endpoints of
 * local networks, with gateway and reserved addresses. Silent for networks that nothing is on, for IPv6 pools that the engine does not count, and
 * for swarm networks without the engine's count: other nodes' endpoints are not all seen.
 */
export const poolNearlyFull: Rule = { code: 'pool-nearly-full', find };

interface Use {
  readonly used: number;
  readonly free: number;
  readonly counted: boolean;
}

function find({ topology, settings = defaultRuleSettings }: RuleInput): readonly Finding[] {
  const byNetwork = groupedBy(topology.endpoints, ({ network }) => network);
  const engines = engineMap(topology);
  return topology.networks.flatMap((network) => {
    const endpoints = byNetwork.get(network.id) ?? [];
    if (endpoints.length === 0) return [];
    const full = network.pools.flatMap((pool) => {
      const use = mayBeFull(pool, endpoints, settings) ? useOf(network, pool, endpoints) : undefined;
      return use && percentOf(use) >= settings.poolWarning ? [{ pool, use }] : [];
    });
    return full.length === 0
      ? []
      : [finding(network, engines.get(network.engines[0] ?? ''), full, settings, freeName(topology, network.name))];
  });
}

/** Whether counting is worth it: most pools are far from full, and this costs no arithmetic on addresses. */
function mayBeFull(pool: Pool, endpoints: readonly Endpoint[], { poolWarning }: RuleSettings): boolean {
  const length = Number(/\/(\d+)$/.exec(pool.range ?? pool.subnet)?.[1] ?? 32);
  if (pool.used !== undefined || length > 24) return true;
  let most = 1 + Object.keys(pool.reserved ?? {}).length;
  for (const { addresses } of endpoints) most += addresses.length;
  return 100 * most >= poolWarning * (2 ** (32 - length) - 2);
}

function useOf(network: Network, pool: Pool, endpoints: readonly Endpoint[]): Use | undefined {
  if (pool.used !== undefined && pool.free !== undefined) return { used: pool.used, free: pool.free, counted: false };
  const subnet = knownRange(pool.subnet);
  const range = knownRange(pool.range ?? pool.subnet);
  if (network.scope === 'swarm' || !subnet || range?.family !== 4 || subnet.prefixLength > 30) return undefined;
  const taken = new Set<bigint>();
  const add = (address: string | undefined) => {
    const value = address === undefined ? undefined : knownRange(address);
    if (value?.family === 4 && value.address >= range.first && value.address <= range.last) taken.add(value.address);
  };
  for (const { addresses } of endpoints) for (const address of addresses) add(address);
  add(pool.gateway);
  for (const address of Object.values(pool.reserved ?? {})) add(address);
  // The subnet's own and its broadcast address are nobody's.
  const ends = [subnet.first, subnet.last].filter((end) => end >= range.first && end <= range.last).length;
  const all = Number(range.last - range.first) + 1 - ends;
  return { used: taken.size, free: Math.max(0, all - taken.size), counted: true };
}

function percentOf({ used, free }: Use): number {
  return used + free === 0 ? 0 : (100 * used) / (used + free);
}

function finding(
  network: Network,
  engine: Engine | undefined,
  full: readonly { readonly pool: Pool; readonly use: Use }[],
  settings: RuleSettings,
  replacement: string,
): Finding {
  const worst = full.reduce((one, other) => (percentOf(other.use) > percentOf(one.use) ? other : one));
  return makeFinding({
    code: 'pool-nearly-full',
    severity: percentOf(worst.use) >= settings.poolError ? 'error' : 'warning',
    subjects: [network.id],
    args: [worst.use.used, worst.use.used + worst.use.free, worst.pool.range ?? worst.pool.subnet, network.name],
    evidence: full.map(({ pool, use }) =>
      word(use.counted ? 'evidence.pool-use-counted' : 'evidence.pool-use', pool.range ?? pool.subnet, use.used, use.free),
    ),
    fix: {
      title: word('fix.create-network', network.name),
      command: 'dockerNetworks.createNetwork',
      arguments: engine ? [engine.id] : [],
      cli: dockerLine(engine, 'network', 'create', '--driver', network.driver, replacement),
    },
  });
}
