/** Tries a predicted path for real, from its own source, by the best means at hand. */
import type { EngineClient } from '../engine/engine.ts';
import { engineById, isRunning, ownerOf, sandboxName } from '../model/lookup.ts';
import type { Gap, Sandbox, Topology } from '../model/topology.ts';
import type { PathPrediction } from '../predictions/path.ts';
import { mayEnter } from './enterSandbox.ts';
import { type Inside, ownConnect } from './ownConnect.ts';
import { type Attempt, attemptOf, type Tried, tryConnect } from './pathProbe.ts';

export interface PathProbe {
  readonly topology: Topology;
  /** Where the packet leaves; undefined for outside, where we are not. */
  readonly from: Sandbox | undefined;
  readonly predicted: PathPrediction;
  readonly client: EngineClient | undefined;
}

/** Never rejects, and never asks for consent: what would need it is a gap. */
export async function observePath({ topology, from, predicted, client }: PathProbe, signal: AbortSignal): Promise<Tried> {
  const attempt = attemptOf(predicted);
  if (!from) return notTried('not-looked', '', 'outside');
  const engine = engineById(topology, from.engine);
  if (engine?.state === 'sample') return notTried('sample', from.id, engine.context);
  if (!isRunning(from)) return notTried('not-running', from.id, sandboxName(from));
  if (!attempt) return notTried('unknown-subject', from.id, '');
  const here = engine?.here === 'yes';
  if (from.kind === 'host' && here) {
    const tried = await ourselves(undefined, 'connect on the host', attempt, signal);
    if (tried) return tried;
  }
  const owner = ownerOf(from);
  if (from.kind === 'container' && here && mayEnter() && owner && from.pid !== undefined) {
    const tried = await ourselves({ container: owner.id, pid: from.pid }, 'nsenter', attempt, signal);
    if (tried) return tried;
  }
  if (!client) return notTried('engine-unreachable', from.id, from.engine);
  const container = owner ?? from.containers.find(({ state }) => state === 'running');
  if (!container) return notTried(from.kind === 'host' && !here ? 'engine-elsewhere' : 'not-running', from.id, sandboxName(from));
  if (container.state !== 'running') return notTried('not-running', from.id, container.name);
  return tryConnect(client, container.id, attempt, signal);
}

async function ourselves(
  inside: Inside | undefined,
  how: string,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Tried | undefined> {
  const began = performance.now();
  const outcome = await ownConnect(inside, attempt, signal);
  if (signal.aborted) return notTried('probe-failed', '', 'cancelled');
  return outcome && { how, milliseconds: Math.round(performance.now() - began), result: { outcome } };
}

function notTried(code: Gap['code'], subject: string, why: string): Tried {
  return { how: 'not tried', milliseconds: 0, result: { gap: { subject, code, why } } };
}
