/** Small makers of steps and verdicts that every part of a path shares. */
import { sandboxName } from '../model/lookup.ts';
import type { Network, Sandbox } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import type { PathEvidence, PathVerdict, Step, StepCode, StepPlace } from './path.ts';

/** How a walk ended, with its steps. */
export interface Walked {
  readonly verdict: PathVerdict;
  readonly steps: readonly Step[];
  readonly proxied?: boolean;
}

type Args = readonly (string | number)[];
type Evidence = readonly Word<PathEvidence>[];

export function pass(code: StepCode, place: StepPlace, args: Args, evidence: Evidence = []): Step {
  return { code, outcome: 'passes', says: word(`path.${code}`, ...args), evidence, place };
}

/** Nothing comes back. */
export function blocked(code: StepCode, place: StepPlace, args: Args, evidence: Evidence = []): Walked {
  return { verdict: 'blocked', steps: [{ ...pass(code, place, args, evidence), outcome: 'stops' }] };
}

/** It arrives, and is turned away. */
export function refused(code: StepCode, place: StepPlace, args: Args, evidence: Evidence = []): Walked {
  return { verdict: 'refused', steps: [{ ...pass(code, place, args, evidence), outcome: 'stops' }] };
}

/** The step says what would have to be known. */
export function unknown(code: StepCode, place: StepPlace, args: Args, evidence: Evidence = []): Walked {
  return { verdict: 'unknown', steps: [{ ...pass(code, place, args, evidence), outcome: 'unknown' }] };
}

export function open(step: Step): Walked {
  return { verdict: 'open', steps: [step] };
}

/** The steps before what came of them. */
export function after(steps: readonly Step[], walked: Walked): Walked {
  return { ...walked, steps: [...steps, ...walked.steps] };
}

export function atSandbox(sandbox: Sandbox, detail?: string): StepPlace {
  return {
    kind: sandbox.kind === 'host' ? 'host' : 'sandbox',
    name: sandboxName(sandbox),
    subject: sandbox.id,
    ...(detail ? { detail } : {}),
  };
}

export function atNetwork(network: Network, detail = network.hostInterface ?? network.parent): StepPlace {
  return { kind: 'network', name: network.name, subject: network.id, ...(detail ? { detail } : {}) };
}

export function atOutside(detail?: string): StepPlace {
  return { kind: 'outside', name: '', ...(detail ? { detail } : {}) };
}
