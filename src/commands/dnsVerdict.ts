import { l10n } from 'vscode';
import { type Word, word } from '../model/word.ts';
import { compareAnswers } from '../predictions/compareAnswers.ts';
import type { Observation } from '../predictions/observation.ts';
import { sayPlain } from './command.ts';

export interface Verdict {
  /** What came, and why. */
  readonly sentence: string;
  readonly good: boolean;
  /** Whether a user-defined network would make the name resolve. */
  readonly attachHelps: boolean;
}

/** What a look-up means: the answer and its reason, or where the two disagree. */
export function verdictOf({ result, predicted, how }: Observation): Verdict {
  const attachHelps = predicted?.code === 'no-embedded-dns' || predicted?.code === 'not-shared';
  const why = predicted === undefined ? undefined : sayPlain(predicted.reason);
  if ('gap' in result) {
    const gap: Word = word(`gap.${result.gap.code}`, result.gap.why);
    return { sentence: sentences(sayPlain(gap), why), good: false, attachHelps };
  }
  const seen = sayPlain(result.reason);
  if (predicted === undefined) return { sentence: seen, good: result.code === 'answered', attachHelps };
  if (compareAnswers(predicted, result, how) === 'differ') {
    return { sentence: sentences(seen, l10n.t('Predicted was: {0}', why ?? '')), good: false, attachHelps: false };
  }
  const answered = result.answers.length > 0;
  return { sentence: sentences(seen, why), good: answered, attachHelps: attachHelps && !answered };
}

function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}
