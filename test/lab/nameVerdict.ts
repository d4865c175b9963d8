import type { Answer } from '../../src/predictions/observation.ts';
import type { Truth } from './nameTruth.ts';

export type Verdict = 'agree' | 'differ' | 'forwarded' | 'not predictable' | 'explained';

/**
 * Holds a prediction against the truth. Servers behind Docker know no name here: an answer, or an empty one without an error, is Docker's
 * own, and a name that it passes on ends in an error.
 */
export function verdictOf(predicted: Answer, truth: Truth): Verdict {
  if (predicted.code !== 'not-predictable' && !same(predicted.hostsFile ?? [], truth.hosts)) return 'differ';
  // of an engine's own answer the code is 0, be it empty; what goes to the servers behind it ends in an error
  const passedOn = predicted.origin === 'upstream' || predicted.code === 'no-network';
  switch (predicted.code) {
    case 'answered':
      if (predicted.network === undefined) return truth.answers.length === 0 ? 'agree' : 'differ';
      return same(predicted.answers, truth.answers) ? 'agree' : 'differ';
    case 'no-such-family':
    case 'no-answer':
    case 'no-embedded-dns':
    case 'not-shared':
    case 'not-running':
    case 'no-network':
      return (truth.rcode === 0) === !passedOn && truth.answers.length === 0 ? 'agree' : 'differ';
    case 'forwarded':
      return truth.rcode === 0 || truth.answers.length > 0 ? 'differ' : 'forwarded';
    case 'not-predictable':
      return 'not predictable';
    case 'asker-not-running':
    case 'host-stack':
    case 'unknown-sandbox':
    case 'invalid-name':
    case 'server-failure':
      return 'differ';
    default:
      return predicted.code satisfies never;
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a.map((entry) => entry.toLowerCase()));
  const right = new Set(b.map((entry) => entry.toLowerCase()));
  return left.size === right.size && [...left].every((entry) => right.has(entry));
}
