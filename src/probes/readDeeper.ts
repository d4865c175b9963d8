import type { EngineClient } from '../engine/engine.ts';
import { isRunning, ownerOf } from '../model/lookup.ts';
import type { StackReading } from '../model/snapshot.ts';
import type { Sandbox, SandboxId } from '../model/topology.ts';
import { Deadline } from './deadline.ts';
import { limiter } from './limiter.ts';
import { readInside } from './readInside.ts';
import type { ProbeMeans } from './sandboxProbe.ts';

const atOnce = 4;
const limit = 5_000;
const inTurn = limiter(atOnce);

/**
 * What `/proc/<pid>/net` does not tell: the stacks of these sandboxes with the index of each interface's other end, at most four at once.
 * Never rejects; a sandbox that could not be read is not in the answer.
 */
export async function readDeeper(
  client: EngineClient,
  sandboxes: readonly Sandbox[],
  means: ProbeMeans,
  signal: AbortSignal,
): Promise<Readonly<Record<SandboxId, StackReading>>> {
  const read = await Promise.all(
    sandboxes.filter(isRunning).map(async (sandbox) => {
      const owner = ownerOf(sandbox);
      if (!owner) return [];
      const about = { id: sandbox.id, ...(sandbox.pid === undefined ? {} : { pid: sandbox.pid }) };
      const stack = await inTurn(client.identity.id, signal, () =>
        withLimit(signal, (ours) => readInside(client, about, means, ours)),
      ).catch(() => undefined);
      return stack ? [[sandbox.id, stack] as const] : [];
    }),
  );
  return Object.fromEntries(read.flat());
}

async function withLimit<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new Deadline(signal);
  deadline.begin(limit);
  try {
    return await work(deadline.signal);
  } finally {
    deadline.end();
  }
}
