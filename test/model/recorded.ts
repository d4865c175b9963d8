/** The answers in `test/fixtures`, recorded from real engines by `test/lab/record.ts`, as Snapshots. */
import { readFileSync } from 'node:fs';
import { engineId } from '../../src/model/ids.ts';
import type { Read, Snapshot } from '../../src/model/snapshot.ts';

export type Recording = 'engine-20.10' | 'engine-28.5' | 'swarm-node1' | 'swarm-node2';
export const recordings: readonly Recording[] = ['engine-20.10', 'engine-28.5', 'swarm-node1', 'swarm-node2'];

interface Answers {
  readonly version: { readonly ApiVersion: string };
  readonly networks: readonly Json[];
  readonly containers: readonly Json[];
  readonly networkDetails: Readonly<Record<string, Json>>;
  readonly containerDetails: Readonly<Record<string, Json>>;
}

export type Json = Record<string, unknown>;

/** The raw answers, freshly parsed. */
export function recordedAnswers(name: Recording): Answers & Json {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
}

/** A snapshot of one recording; `only: 'lists'` leaves the inspects out. */
export function recorded(name: Recording, only?: 'lists'): Snapshot {
  const answers = recordedAnswers(name);
  const endpoint = `unix:///${name}.sock`;
  const read = (answer: unknown): Read => ({ answer });
  const reads = (records: Readonly<Record<string, Json>>) =>
    Object.fromEntries(Object.entries(records).map(([id, item]) => [id, read(item)]));
  const calls = ['version', 'info', 'networks', 'containers', 'nodes', 'services', 'tasks'].filter(
    (call) => answers[call] !== undefined,
  );
  return {
    engine: { id: engineId(endpoint), context: name, endpoint, state: 'ready', apiVersion: answers.version.ApiVersion },
    readAt: '2026-11-25T21:00:00Z',
    api: {
      ...Object.fromEntries(calls.map((call) => [call, read(answers[call])])),
      ...(only ? {} : { networkDetails: reads(answers.networkDetails), containerDetails: reads(answers.containerDetails) }),
    },
  };
}
