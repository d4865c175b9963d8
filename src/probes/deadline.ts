/** A signal that aborts with another one, or when its time is over; the time can begin anew. */
export class Deadline {
  readonly #end = new AbortController();
  readonly #outer: AbortSignal;
  readonly #stop = () => this.#end.abort(this.#outer.reason);
  #timer: NodeJS.Timeout | undefined;

  constructor(outer: AbortSignal) {
    this.#outer = outer;
    // Not AbortSignal.any: Node 20 may collect it before it fires.
    outer.addEventListener('abort', this.#stop, { once: true });
    if (outer.aborted) this.#stop();
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  begin(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end.abort(new DOMException('no answer in time', 'TimeoutError')), milliseconds);
  }

  /** Ends what is still under way. */
  end(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this.#stop);
    this.#end.abort();
  }
}
