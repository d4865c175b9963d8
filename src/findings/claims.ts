import { parseRange, type Range } from '../model/address.ts';
import type { Network, Pool } from '../model/topology.ts';

/** A span of addresses that something claims. */
export interface Span {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** A network's claim to the addresses of one of its pools. */
export interface Claim extends Span {
  readonly network: Network;
  readonly pool: Pool;
}

/** What a network claims; nothing for those without addresses of their own (host, none, config-only). */
export function claimsOf(network: Network): readonly Claim[] {
  if (network.driver === 'host' || network.driver === 'null' || network.configOnly) return [];
  return network.pools.flatMap((pool) => {
    const range = knownRange(pool.subnet);
    return range === undefined ? [] : [{ network, pool, family: range.family, first: range.first, last: range.last }];
  });
}

/** All pairs with an address in common. Sorted by their first address, only the spans still open can overlap the next one. */
export function overlappingPairs<T extends Span>(spans: readonly T[]): readonly (readonly [T, T])[] {
  const pairs: (readonly [T, T])[] = [];
  for (const family of [4, 6] as const) {
    let open: T[] = [];
    const sorted = spans
      .filter((span) => span.family === family)
      .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
    for (const span of sorted) {
      open = open.filter((earlier) => earlier.last >= span.first);
      for (const earlier of open) pairs.push([earlier, span]);
      open.push(span);
    }
  }
  return pairs;
}

const most = 20_000;
const known = new Map<string, Range | undefined>();

/** As `parseRange`. Several rules read the same few hundred subnets and routes at every change. */
export function knownRange(text: string): Range | undefined {
  const range = known.get(text);
  if (range !== undefined || known.has(text)) return range;
  if (known.size >= most) known.clear();
  const parsed = parseRange(text);
  known.set(text, parsed);
  return parsed;
}
