import type { Sandbox } from '../model/topology.ts';
import type { Answer, AnswerCode, Origin } from '../predictions/observation.ts';
import type { Seen } from '../predictions/seenAnswers.ts';
import type { PanelWord } from './panelWord.ts';

/** One cell of the DNS matrix: a shape and words beside every colour. */
export interface NameCell {
  /** `differs` and `gap` only of what was observed; `outside` is what goes to the servers behind Docker. */
  readonly kind: 'yes' | 'several' | 'no' | 'outside' | 'unknown' | 'differs' | 'gap';
  readonly mark: string;
  readonly state: 'agree' | 'differ' | 'not-compared' | 'gap' | 'not-observed';
  /** What is observed, else what is predicted; empty for no answer. */
  readonly answers: readonly string[];
  /** In place of answers, where there are none. */
  readonly instead: PanelWord;
  readonly predicted: readonly string[];
  /** Where the answer is from, or why there is none. */
  readonly why: PanelWord;
}

const marks: Readonly<Record<NameCell['kind'], string>> = {
  yes: '✓',
  several: '≈',
  no: '✗',
  outside: '→',
  unknown: '?',
  differs: '≠',
  gap: '!',
};

export function nameCell(sandbox: Sandbox, name: string, predicted: Answer, seen: Seen | undefined): NameCell {
  const { kind, state, answers } = judge(predicted, seen);
  const own = sandbox.containers[0]?.name.toLowerCase() === name.toLowerCase();
  const short = predicted.answers.length > 0 && predicted.origin ? origins[predicted.origin] : reasons[predicted.code];
  return {
    kind,
    mark: marks[kind],
    state,
    answers,
    instead: insteadOf(predicted, seen),
    predicted: predicted.answers,
    why: own && predicted.answers.length > 0 ? 'dns.itself' : short,
  };
}

/** What a person looks for: a difference, a question that got nobody to answer it, or a name that does not resolve. */
export function fails({ kind, answers, state }: NameCell): boolean {
  if (kind === 'outside') return state !== 'not-observed' && answers.length === 0;
  return kind === 'differs' || kind === 'gap' || kind === 'no';
}

function judge(predicted: Answer, seen: Seen | undefined): Pick<NameCell, 'kind' | 'state' | 'answers'> {
  const expected = kindOf(predicted, predicted.answers);
  if (seen === undefined) return { kind: expected, state: 'not-observed', answers: predicted.answers };
  if (seen === 'agree') return { kind: expected, state: 'agree', answers: predicted.answers };
  switch (seen.state) {
    case 'gap':
      return { kind: 'gap', state: 'gap', answers: [] };
    case 'differ':
      return { kind: 'differs', state: 'differ', answers: seen.answers };
    case 'not-compared':
      return {
        kind: seen.failed ? 'gap' : kindOf(predicted, seen.answers),
        state: 'not-compared',
        answers: seen.answers,
      };
    default:
      return seen satisfies never;
  }
}

function kindOf({ code }: Answer, answers: readonly string[]): NameCell['kind'] {
  if (code === 'forwarded' || code === 'host-stack') return 'outside';
  if (answers.length > 1) return 'several';
  if (answers.length === 1) return 'yes';
  return code === 'not-predictable' ? 'unknown' : 'no';
}

function insteadOf({ code }: Answer, seen: Seen | undefined): PanelWord {
  if (seen !== undefined && seen !== 'agree') {
    if (seen.state !== 'gap') return seen.failed ? 'dns.server-failed' : 'dns.no-answer';
    switch (seen.gap) {
      case 'not-running':
        return 'dns.short-not-running';
      case 'no-tool':
        return 'dns.gap-no-tool';
      case 'timed-out':
        return 'dns.gap-timed-out';
      case 'consent-needed':
        return 'dns.gap-consent';
      default:
        return 'dns.gap-failed';
    }
  }
  if (code === 'forwarded' || code === 'host-stack') return 'dns.asked-outside';
  return code === 'not-predictable' ? 'dns.not-known' : 'dns.no-answer';
}

const origins: Readonly<Record<Origin, PanelWord>> = {
  'container-name': 'dns.from-container-name',
  alias: 'dns.from-alias',
  'short-id': 'dns.from-short-id',
  hostname: 'dns.from-hostname',
  service: 'dns.from-service',
  task: 'dns.from-task',
  link: 'dns.from-link',
  'hosts-file': 'dns.from-hosts-file',
  upstream: 'dns.from-upstream',
};

const reasons: Readonly<Record<AnswerCode, PanelWord>> = {
  answered: 'dns.legend-yes',
  'no-embedded-dns': 'dns.short-no-dns',
  'not-shared': 'dns.short-not-shared',
  'not-running': 'dns.short-target-not-running',
  'asker-not-running': 'dns.short-not-running',
  'host-stack': 'dns.short-host-stack',
  'no-network': 'dns.short-no-network',
  forwarded: 'dns.short-forwarded',
  'no-such-family': 'dns.no-answer',
  'unknown-sandbox': 'dns.short-unknown',
  'invalid-name': 'dns.short-unknown',
  'no-answer': 'dns.no-answer',
  'server-failure': 'dns.no-answer',
  'not-predictable': 'dns.short-unknown',
};
