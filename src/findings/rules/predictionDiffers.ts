import type { Sandbox, SandboxId, Topology } from '../../model/topology.ts';
import type { Word } from '../../model/word.ts';
import { word } from '../../model/word.ts';
import { compareAnswers } from '../../predictions/compareAnswers.ts';
import { resolveName } from '../../predictions/nameResolution.ts';
import type { Answer, Observation } from '../../predictions/observation.ts';
import { predictsTheSame } from '../../predictions/seenAnswers.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { containerArgument, dockerLine } from '../shellLine.ts';

/**
 * A name that was asked for real inside a sandbox answered something else than its network's settings promise. One finding for each
 * sandbox. Silent where the prediction has changed since the name was asked: the observation is of another time.
 */
export const predictionDiffers: Rule = { code: 'prediction-differs', find };

const shownNames = 5;

interface Difference {
  readonly observation: Observation;
  readonly predicted: Answer;
  readonly observed: Answer;
}

function find({ topology, observations }: RuleInput): readonly Finding[] {
  const bySandbox = new Map<SandboxId, Difference[]>();
  for (const observation of observations) {
    const difference = differenceOf(topology, observation);
    if (difference === undefined) continue;
    const list = bySandbox.get(observation.sandbox);
    if (list === undefined) bySandbox.set(observation.sandbox, [difference]);
    else list.push(difference);
  }
  return [...bySandbox].flatMap(([id, differences]) => {
    const sandbox = topology.sandboxes.find((candidate) => candidate.id === id);
    return sandbox === undefined ? [] : [finding(topology, sandbox, differences)];
  });
}

function differenceOf(topology: Topology, observation: Observation): Difference | undefined {
  const { sandbox, name, type, result, predicted: then, how } = observation;
  if ('gap' in result) return undefined;
  // Most agree with what was predicted then: only the others are worth a prediction of now.
  if (then !== undefined && compareAnswers(then, result, how) !== 'differ') return undefined;
  const predicted = resolveName(topology, { from: sandbox, name, type });
  if (then !== undefined && !predictsTheSame(then, predicted)) return undefined;
  return compareAnswers(predicted, result, how) === 'differ' ? { observation, predicted, observed: result } : undefined;
}

function finding(topology: Topology, sandbox: Sandbox, differences: readonly Difference[]): Finding {
  const owner = sandbox.containers[0];
  const engine = topology.engines.find((candidate) => candidate.id === sandbox.engine);
  const first = differences[0]?.observation.name ?? '';
  return {
    id: findingId('prediction-differs', [sandbox.id]),
    code: 'prediction-differs',
    severity: 'warning',
    subjects: [sandbox.id],
    message: word('finding.prediction-differs', owner?.name ?? sandbox.id, differences.length, first),
    evidence: differences.slice(0, shownNames).flatMap(evidenceOf),
    fix: {
      title: word('fix.ask-again', owner?.name ?? sandbox.id),
      command: 'dockerNetworks.checkDnsResolution',
      arguments: [sandbox.id],
      ...(owner === undefined ? {} : { cli: dockerLine(engine, 'exec', containerArgument(owner), 'nslookup', first) }),
    },
  };
}

function evidenceOf({ observation, predicted, observed }: Difference): readonly Word<FindingEvidence>[] {
  const name = observation.name;
  return [
    predicted.answers.length === 0
      ? word('evidence.predicted-nothing', name)
      : word('evidence.predicted', name, predicted.answers.join(', ')),
    observed.answers.length === 0
      ? word('evidence.observed-nothing', name, observed.server ?? '')
      : word('evidence.observed', name, observed.answers.join(', '), observed.server ?? ''),
    word('evidence.asked', name, observation.how, observation.at),
  ];
}
