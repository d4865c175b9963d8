import type { GapCode, Topology } from '../model/topology.ts';
import { compareAnswers } from './compareAnswers.ts';
import { resolveName } from './nameResolution.ts';
import type { Answer, Observation, RecordType } from './observation.ts';

/**
 * What a look-up saw, as far as a matrix shows it. Short, because tens of thousands of them go to the panel: `agree` stands for the
 * predicted answers.
 */
export type Seen =
  | 'agree'
  | { readonly state: 'differ' | 'not-compared'; readonly answers: readonly string[]; readonly failed?: true }
  | { readonly state: 'gap'; readonly gap: GapCode };

/** By sandbox, then by `seenKey`. */
export type SeenAnswers = Readonly<Record<string, Readonly<Record<string, Seen>>>>;

export function seenKey(name: string, type: RecordType): string {
  return `${type} ${name.toLowerCase()}`;
}

interface Judged {
  readonly topology: Topology;
  readonly key: string;
  readonly seen: Seen | undefined;
}

const judged = new WeakMap<Observation, Judged>();

/** All that was seen and still counts: what was predicted otherwise when it was asked is of another time, and left out. */
export function seenAnswers(topology: Topology, observations: readonly Observation[]): SeenAnswers {
  const all: Record<string, Record<string, Seen>> = Object.create(null);
  for (const observation of observations) {
    const { key, seen } = judge(topology, observation);
    if (seen === undefined) continue;
    const { sandbox } = observation;
    all[sandbox] ??= Object.create(null) as Record<string, Seen>;
    (all[sandbox] as Record<string, Seen>)[key] = seen;
  }
  return all;
}

function judge(topology: Topology, observation: Observation): Judged {
  const known = judged.get(observation);
  if (known?.topology === topology) return known;
  const key = known?.key ?? seenKey(observation.name, observation.type);
  const made = { topology, key, seen: seenOf(topology, observation) };
  judged.set(observation, made);
  return made;
}

export function seenOf(topology: Topology, { sandbox, name, type, predicted: then, how, result }: Observation): Seen | undefined {
  const predicted = resolveName(topology, { from: sandbox, name, type });
  if (then !== undefined && !predictsTheSame(then, predicted)) return undefined;
  if ('gap' in result && result.gap.code === 'not-running' && predicted.code === 'asker-not-running') return 'agree';
  if ('gap' in result) return { state: 'gap', gap: result.gap.code };
  const compared = compareAnswers(predicted, result, how);
  if (compared === 'agree') return 'agree';
  const failed = result.code === 'server-failure' ? { failed: true as const } : {};
  return { state: compared, answers: result.answers, ...failed };
}

export function predictsTheSame(a: Answer, b: Answer): boolean {
  return a.code === b.code && [...a.answers].sort().join() === [...b.answers].sort().join();
}
