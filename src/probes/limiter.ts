/**
 * Lets at most so many tasks of one key run at once; the others wait for their turn in order. A task that waits is given up when its
 * signal aborts: its promise rejects with the signal's reason.
 */
export function limiter(atOnce: number): <T>(key: string, signal: AbortSignal, task: () => Promise<T>) => Promise<T> {
  const lanes = new Map<string, { running: number; waiting: (() => void)[] }>();
  return async (key, signal, task) => {
    signal.throwIfAborted();
    const lane = lanes.get(key) ?? { running: 0, waiting: [] };
    lanes.set(key, lane);
    if (lane.running >= atOnce) await turn(lane.waiting, signal);
    else lane.running += 1;
    try {
      return await task();
    } finally {
      const next = lane.waiting.shift();
      if (next !== undefined) next();
      else {
        lane.running -= 1;
        if (lane.running === 0) lanes.delete(key);
      }
    }
  };
}

/** Resolves when a task that ends hands its place over. */
function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = () => {
      waiting.splice(waiting.indexOf(go), 1);
      reject(signal.reason);
    };
    waiting.push(go);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
