/** Waits between attempts: 0.25 s, doubled up to 10 s, each a little different so that many windows do not knock at once. */
export class Backoff {
  readonly #random: () => number;
  #attempt = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  next(): number {
    const base = Math.min(10_000, 250 * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 10);
    return base * (0.8 + 0.4 * this.#random());
  }

  reset(): void {
    this.#attempt = 0;
  }
}
