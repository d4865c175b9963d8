/** Carries out several steps, one after the other. */
import type { EngineClient } from '../engine/engine.ts';
import { EngineError } from '../engine/engineError.ts';
import type { EngineId, Topology } from '../model/topology.ts';
import type { NetworkIds } from './networkIds.ts';
import { type Announce, runStep, type StepDone } from './runStep.ts';
import type { Step } from './step.ts';

export interface StepFailed {
  readonly step: Step;
  readonly error: EngineError;
}

export interface StepsRun {
  readonly done: readonly StepDone[];
  readonly failed: readonly StepFailed[];
  /** Not begun: cancelled, or after a failure of a whole. */
  readonly left: readonly Step[];
  /** For a whole that failed: what of it could not be taken back. */
  readonly notRolledBack?: readonly Step[];
}

export interface RunParts {
  readonly client: (engine: EngineId) => EngineClient;
  /** Reads anew; in full what the step touches. */
  readonly read: (step: Step) => Promise<Topology>;
  readonly ids: NetworkIds;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: Step, at: number) => void;
  /** Before each change that is asked of the engine: what would take it, and all before it, back. */
  readonly announce?: Announce;
}

/**
 * `each`: the steps stand for themselves; what fails is reported, the others go on. `whole`: the first failure, or a cancel, takes back
 * what was done. Never rejects.
 */
export async function runSteps(steps: readonly Step[], mode: 'each' | 'whole', parts: RunParts): Promise<StepsRun> {
  const done: StepDone[] = [];
  const failed: StepFailed[] = [];
  for (const [at, step] of steps.entries()) {
    const isCancelled = parts.signal?.aborted === true;
    if (isCancelled || (mode === 'whole' && failed.length > 0)) {
      const left = steps.slice(at);
      return mode === 'whole' ? { done, failed, left, notRolledBack: await rollBack(done, parts) } : { done, failed, left };
    }
    parts.onStep?.(step, at);
    try {
      const announce: Announce = async (undo, making) => parts.announce?.([...undo, ...undoSteps(done)], making);
      done.push(await runStep(parts.client(step.engine), await parts.read(step), step, parts.ids, announce));
    } catch (error) {
      failed.push({ step, error: asEngineError(error) });
    }
  }
  if (mode === 'whole' && failed.length > 0) return { done, failed, left: [], notRolledBack: await rollBack(done, parts) };
  return { done, failed, left: [] };
}

/** What undoes steps that were done, the last one first. */
export function undoSteps(done: readonly StepDone[]): readonly Step[] {
  return [...done].reverse().flatMap(({ undo }) => undo);
}

/** The steps that failed on the way back. */
async function rollBack(
  done: readonly StepDone[],
  { signal: _, onStep: __, announce: ___, ...parts }: RunParts,
): Promise<readonly Step[]> {
  const { failed } = await runSteps(undoSteps(done), 'each', parts);
  return failed.map(({ step }) => step);
}

function asEngineError(error: unknown): EngineError {
  return error instanceof EngineError ? error : new EngineError('failed', String(error));
}
