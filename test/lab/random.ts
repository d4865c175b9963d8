/** Chance that can be repeated: the same seed gives the same choices (mulberry32). */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  /** Some of them, at most `most`, in a random order. */
  some<T>(from: readonly T[], most: number): readonly T[] {
    const left = [...from];
    const taken: T[] = [];
    for (let count = 1 + this.below(most); count > 0 && left.length > 0; count--) {
      taken.push(...left.splice(this.below(left.length), 1));
    }
    return taken;
  }
}

/** `LAB_SEED` repeats a run. */
export function labSeed(fallback: number): number {
  return Number(process.env.LAB_SEED ?? fallback);
}
