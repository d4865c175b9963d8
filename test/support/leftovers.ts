/** What a piece of work leaves behind in this process: handles of the operating system, timers, warnings of too many listeners, memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Handles = Readonly<Record<string, number>>;

/** How many sockets, servers, processes and timers are open, by kind. */
export function openHandles(): Handles {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    // what ends by itself in this very turn
    if (/^(Immediate|TTYWrap|FSReqCallback|FSReqPromise|WriteWrap|PipeConnectWrap)$/.test(kind)) continue;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Resolves when there are no more handles than these. Sockets close a few turns after they were told to. */
export async function onlyHandles(before: Handles, limit = 5_000): Promise<void> {
  const end = Date.now() + limit;
  for (;;) {
    const more = Object.entries(openHandles()).filter(([kind, count]) => count > (before[kind] ?? 0));
    if (more.length === 0) return;
    if (Date.now() > end) throw new Error(`left open: ${JSON.stringify(more)}, before ${JSON.stringify(before)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let collector: (() => void) | undefined;

/** Collects garbage now. */
export function collect(): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as () => void;
  }
  collector();
}

/** Resolves when the thing is collected: nothing holds it any more. */
export async function collected(what: string, thing: WeakRef<object>, limit = 5_000): Promise<void> {
  const end = Date.now() + limit;
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    if (thing.deref() === undefined) return;
    if (Date.now() > end) throw new Error(`something still holds ${what}`);
  }
}
