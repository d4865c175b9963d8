/** Tries a predicted path for real, from its own source, by the best means at hand. */
import { networkInterfaces } from 'node:os';
import type { EngineClient } from '../engine/engine.ts';
import { canonicalAddress } from '../model/address.ts';
import { hostSandboxId } from '../model/ids.ts';
import { engineById, isRunning, ownerOf, sandboxById, sandboxName } from '../model/lookup.ts';
import type { EngineId, Gap, Sandbox, Topology } from '../model/topology.ts';
import { outsideVantage } from '../predictions/outsideVantage.ts';
import type { PathPrediction, PathQuestion } from '../predictions/path.ts';
import { outsideOf, sourceOf } from '../predictions/pathPlaces.ts';
import { mayEnter } from './enterSandbox.ts';
import { type Inside, ownConnect } from './ownConnect.ts';
import { type Attempt, attemptOf, type Tried, tryConnect } from './pathProbe.ts';
import type { ProbeMeans } from './sandboxProbe.ts';

export interface PathProbe {
  readonly topology: Topology;
  readonly question: PathQuestion;
  readonly predicted: PathPrediction;
  readonly client: (engine: EngineId) => EngineClient | undefined;
  readonly means: (engine: EngineId) => ProbeMeans;
}

/** Never rejects, and never asks for consent: what would need it is a gap that names the engine. */
export async function observePath(probe: PathProbe, signal: AbortSignal): Promise<Tried> {
  const { topology, question, predicted } = probe;
  const from = sourceOf(topology, question);
  const outside = outsideOf(topology, question);
  const attempt = attemptOf(predicted);
  const engine = engineById(topology, from?.engine ?? outside ?? '');
  if (engine?.state === 'sample') return notTried('sample', from?.id ?? '', engine.context);
  if (from && !isRunning(from)) return notTried('not-running', from.id, sandboxName(from));
  if (!attempt) return notTried('unknown-subject', from?.id ?? '', '');
  if (from) return fromSandbox(probe, from, attempt, signal);
  return outside === undefined ? notTried('unknown-subject', '', '') : fromOutside(probe, outside, attempt, signal);
}

async function fromSandbox(
  { topology, client: clientOf, means }: PathProbe,
  from: Sandbox,
  attempt: Attempt,
  signal: AbortSignal,
) {
  const engine = engineById(topology, from.engine);
  const here = engine?.here === 'yes';
  const may = means(from.engine);
  if (from.kind === 'host' && here) {
    const tried = await ourselves(undefined, 'connect on the host', attempt, signal);
    if (tried) return tried;
  }
  const owner = ownerOf(from);
  if (from.kind === 'container' && here && (may.enter ?? mayEnter()) && owner && from.pid !== undefined) {
    const tried = await ourselves({ container: owner.id, pid: from.pid }, 'nsenter', attempt, signal);
    if (tried) return tried;
  }
  const client = clientOf(from.engine);
  if (!client) return notTried('engine-unreachable', from.id, from.engine);
  const container = owner ?? from.containers.find(({ state }) => state === 'running');
  if (from.kind !== 'host') {
    if (container?.state !== 'running') return notTried('not-running', from.id, container?.name ?? sandboxName(from));
    return named(from.engine, await tryConnect(client, { sandbox: container.id }, attempt, signal, may));
  }
  const place = container?.state === 'running' ? ({ sandbox: container.id } as const) : 'host';
  return named(from.engine, await tryConnect(client, place, attempt, signal, may));
}

/** From another machine, or not at all: see `outsideVantage`. */
async function fromOutside(probe: PathProbe, engine: EngineId, attempt: Attempt, signal: AbortSignal): Promise<Tried> {
  const { topology } = probe;
  const vantage = outsideVantage(topology, engine, attempt.address);
  switch (vantage.kind) {
    case 'none':
      return { how: 'not tried', milliseconds: 0, result: { gap: vantage.gap } };
    case 'host': {
      const id = hostSandboxId(vantage.engine.id);
      const host: Sandbox = sandboxById(topology, id) ?? {
        ...{ id, engine: vantage.engine.id, kind: 'host', containers: [], publishedPorts: [], detail: 'listed' },
      };
      const tried = await fromSandbox(probe, host, attempt, signal);
      return { ...tried, how: `${tried.how}, ${vantage.engine.context}` };
    }
    case 'here': {
      const context = engineById(topology, engine)?.context ?? engine;
      // in a container of that engine's we would come from within
      if (isInside(topology, engine)) return notTried('outside-nowhere', '', context);
      return (await ourselves(undefined, 'connect from this machine', attempt, signal)) ?? notTried('no-tool', '', context);
    }
    default:
      return vantage satisfies never;
  }
}

/** Whether this process has an address that a container of the engine has. */
function isInside({ endpoints }: Topology, engine: EngineId): boolean {
  const own = Object.values(networkInterfaces()).flatMap(
    (each) => each?.flatMap(({ address }) => canonicalAddress(address) ?? []) ?? [],
  );
  return endpoints.some(
    (endpoint) => endpoint.engine === engine && endpoint.addresses.some((cidr) => own.includes(canonicalAddress(cidr) ?? '')),
  );
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

function named(engine: EngineId, tried: Tried): Tried {
  return 'gap' in tried.result ? { ...tried, result: { gap: { engine, ...tried.result.gap } } } : tried;
}

function notTried(code: Gap['code'], subject: string, why: string): Tried {
  return { how: 'not tried', milliseconds: 0, result: { gap: { subject, code, why } } };
}
