/** Time, so that a test can hold it. Milliseconds. */
export interface Clock {
  now(): number;
  /** Calls once after the delay; the result cancels it. */
  after(milliseconds: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};
