/** Runs a reading: one at a time, at most one more waiting, whoever asks meanwhile waits for that one. */
export class RefreshQueue {
  readonly #read: () => Promise<void>;
  #running: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;

  constructor(read: () => Promise<void>) {
    this.#read = read;
  }

  /** Resolves when a reading that began after this call has ended; rejects when it failed. */
  run(): Promise<void> {
    if (!this.#running) return this.#begin();
    this.#waiting ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#waiting = undefined;
        return this.#begin();
      });
    return this.#waiting;
  }

  #begin(): Promise<void> {
    const reading = this.#read();
    this.#running = reading;
    const end = () => {
      if (this.#running === reading) this.#running = undefined;
    };
    reading.then(end, end);
    return reading;
  }
}
