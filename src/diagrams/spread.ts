/** Something that wants to be somewhere on a line and needs room there. */
export interface Wish {
  /** Where its middle would best be. */
  readonly middle: number;
  readonly size: number;
}

/**
 * Middles as near to their wishes as they can be without overlapping and in the order given (pool adjacent violators: what would
 * overlap moves together to its mean). None begins before `from`.
 */
export function spread(wishes: readonly Wish[], gap: number, from = Number.NEGATIVE_INFINITY): readonly number[] {
  const offsets: number[] = [];
  let offset = 0;
  wishes.forEach((wish, index) => {
    const previous = wishes[index - 1];
    if (previous) offset += (previous.size + wish.size) / 2 + gap;
    offsets.push(offset);
  });
  const pools: { sum: number; count: number }[] = [];
  wishes.forEach((wish, index) => {
    let pool = { sum: wish.middle - (offsets[index] ?? 0), count: 1 };
    for (let last = pools.at(-1); last && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
    }
    pools.push(pool);
  });
  const lowest = from + (wishes[0]?.size ?? 0) / 2;
  const starts = pools.flatMap((pool) => Array.from({ length: pool.count }, () => Math.max(lowest, pool.sum / pool.count)));
  return starts.map((start, index) => start + (offsets[index] ?? 0));
}
