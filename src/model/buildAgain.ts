import { buildTopology } from './buildTopology.ts';
import { sameContent } from './sameContent.ts';
import type { RawAnswers, Read, Snapshot } from './snapshot.ts';
import type { Topology } from './topology.ts';

/** What a Topology was built of, and what came of it. */
export interface Built {
  readonly snapshots: readonly Snapshot[];
  readonly topology: Topology;
}

/** Equal to `buildTopology` of the snapshots. Where every answer is still the one that was built of, nothing but the times is new. */
export function buildAgain(before: Built | undefined, snapshots: readonly Snapshot[], readAt: string): Topology {
  if (!before || !sameAnswers(before.snapshots, snapshots)) return buildTopology(snapshots, readAt);
  const times = new Map(snapshots.map((snapshot) => [snapshot.engine.id, snapshot.readAt] as const));
  const engines = before.topology.engines.map((engine) => {
    const { readAt: _, ...rest } = engine;
    const time = times.get(engine.id);
    return time ? { ...rest, readAt: time } : rest;
  });
  return { ...before.topology, readAt, engines };
}

function sameAnswers(before: readonly Snapshot[], now: readonly Snapshot[]): boolean {
  return (
    before.length === now.length &&
    // two contexts of one engine: which of them counts may depend on their times
    new Set(now.map(({ engine }) => engine.id)).size === now.length &&
    now.every((snapshot, at) => {
      const other = before[at];
      return (
        other !== undefined &&
        sameContent(snapshot.engine, other.engine) &&
        snapshot.kernel === other.kernel &&
        sameCalls(snapshot.api, other.api)
      );
    })
  );
}

function sameCalls(one: RawAnswers, other: RawAnswers): boolean {
  const { networkDetails, containerDetails, ...calls } = one;
  const { networkDetails: otherNetworks, containerDetails: otherContainers, ...otherCalls } = other;
  return sameReads(calls, otherCalls) && sameReads(networkDetails, otherNetworks) && sameReads(containerDetails, otherContainers);
}

type Reads = Readonly<Record<string, Read | undefined>>;

function sameReads(one: Reads = {}, other: Reads = {}): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => sameRead(one[name], other[name]));
}

/** An answer by being the same object: comparing what it says costs as much as building of it. */
function sameRead(one: Read | undefined, other: Read | undefined): boolean {
  if (one === other) return true;
  if (!one || !other) return false;
  return 'answer' in one ? 'answer' in other && one.answer === other.answer : sameContent(one, other);
}
