import { parseRange } from '../model/address.ts';
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
    const range = parseRange(pool.subnet);
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
