/**
 * Turns a stream of events into few readings. The first event acts at once. Its followers act together after a quiet moment, and at the
 * latest after the maximum wait: a steady stream must not starve the reading. There is always a reading after the last event, since
 * the engine's lists lag behind its events (seen on 28.5: an event's change can be missing from a list read in the same moment).
 */
import type { Clock } from './clock.ts';

export const quietMs = 150;
export const longestWaitMs = 500;

export class Coalescer {
  readonly #clock: Clock;
  readonly #act: () => void;
  #cancel: (() => void) | undefined;
  /** When the followers began to wait. */
  #since: number | undefined;
  #lastEvent = 0;

  constructor(clock: Clock, act: () => void) {
    this.#clock = clock;
    this.#act = act;
  }

  event(): void {
    const now = this.#clock.now();
    this.#lastEvent = now;
    if (this.#since === undefined) {
      this.#since = now;
      this.#act();
    }
    this.#wait(Math.max(0, Math.min(quietMs, this.#since + longestWaitMs - now)));
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#since = undefined;
  }

  #wait(milliseconds: number): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(milliseconds, () => {
      this.#cancel = undefined;
      const now = this.#clock.now();
      const quietFor = now - this.#lastEvent;
      // quiet: the next event is a first one again; still streaming: go on waiting
      this.#since = quietFor >= quietMs ? undefined : now;
      this.#act();
      if (this.#since !== undefined) this.#wait(quietMs - quietFor);
    });
  }
}
