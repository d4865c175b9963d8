/** Recorded answers, mutated. `FUZZ=100000` runs more cases, `FUZZ_SEED=7` others; a failure names its case. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTopology } from '../../src/model/buildTopology.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { Topology } from '../../src/model/topology.ts';
import { danglingIds, doubledIds } from './rawAnswers.ts';
import { recorded } from './recorded.ts';

const cases = Number(process.env.FUZZ ?? 2000);
const seed = Number(process.env.FUZZ_SEED ?? 1);
const readAt = '2026-11-25T21:00:00Z';

const bases: readonly (readonly Snapshot[])[] = [
  [recorded('engine-20.10')],
  [recorded('engine-28.5')],
  [recorded('engine-28.5', 'lists')],
  [recorded('swarm-node1'), recorded('swarm-node2')],
  [recorded('swarm-node1')],
  [recorded('swarm-node2')],
];

type Path = readonly (string | number)[];
type Random = (below: number) => number;

test(`${cases} mutated answers give Topologies without an exception, a dangling or doubled id, or a silent loss`, () => {
  const originals = bases.map((snapshots) => ({
    snapshots,
    paths: pathsOf(snapshots),
    text: textOf(buildTopology(snapshots, readAt)),
  }));
  for (let number = 0; number < cases; number++) {
    const random = randomOf(seed * 1_000_003 + number);
    const base = originals[number % originals.length];
    assert.ok(base);
    let mutated: unknown = base.snapshots;
    const done: string[] = [];
    let retypedOnly = true;
    for (let turn = random(3); turn >= 0; turn--) {
      const path = base.paths[random(base.paths.length)] ?? [];
      const mutation = mutations[random(mutations.length)] ?? 'drop';
      retypedOnly &&= mutation === 'retype';
      done.push(`${mutation} ${path.join('.')}`);
      mutated = changed(mutated, path, (value) => mutate(value, mutation, random));
    }
    const story = `case ${number} of FUZZ_SEED=${seed}: ${done.join('; ')}`;
    let topology: Topology;
    try {
      topology = buildTopology(mutated as readonly Snapshot[], readAt);
    } catch (error) {
      throw new Error(story, { cause: error });
    }
    assert.deepEqual(danglingIds(topology), [], story);
    assert.deepEqual(doubledIds(topology), [], story);
    assert.equal(unsafe(topology, 'topology'), undefined, story);
    if (retypedOnly && textOf(topology) !== base.text) assert.ok(topology.gaps.length > 0, `silent loss, ${story}`);
  }
});

test('a mutated answer in another order gives an equal Topology', () => {
  for (let number = 0; number < Math.min(cases, 200); number++) {
    const random = randomOf(seed * 7_000_003 + number);
    const base = bases[number % bases.length] ?? [];
    const paths = pathsOf(base);
    const mutated = changed(base, paths[random(paths.length)] ?? [], (value) => mutate(value, 'retype', random)) as Snapshot[];
    const shuffled = shuffledLists(mutated, random) as Snapshot[];
    const story = `case ${number} of FUZZ_SEED=${seed}`;
    assert.equal(JSON.stringify(buildTopology(shuffled, readAt)), JSON.stringify(buildTopology(mutated, readAt)), story);
  }
});

const mutations = ['drop', 'retype', 'retype', 'huge', 'nested', 'duplicate', 'null', 'swap', 'key'] as const;
type Mutation = (typeof mutations)[number];

function mutate(value: unknown, mutation: Mutation, random: Random): unknown {
  switch (mutation) {
    case 'drop':
      return undefined;
    case 'null':
      return null;
    case 'retype':
      return others(value)[random(others(value).length)];
    case 'huge':
      return typeof value === 'number' ? [1e308, -1, 2 ** 64, 0.5][random(4)] : 'x'.repeat(10_000);
    case 'nested': {
      let nested: unknown = value;
      for (let depth = random(200); depth >= 0; depth--) nested = random(2) ? [nested] : { Id: nested };
      return nested;
    }
    case 'duplicate':
      return Array.isArray(value)
        ? [...value, ...value, ...value.map((item) => (isObject(item) ? { ...item, Extra: random(9) } : item))]
        : [value, value];
    case 'swap':
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key], index, all) => [key, all[(index + 1) % all.length]?.[1]]))
        : '\u202e<script>';
    case 'key':
      return isObject(value) ? JSON.parse(`{"__proto__":${JSON.stringify(value)},"constructor":1}`) : '__proto__';
    default: {
      const never: never = mutation;
      return never;
    }
  }
}

/** Values of other types. */
function others(value: unknown): readonly unknown[] {
  return [7, 'x', true, [], {}, [{}], [null]].filter(
    (other) => (Array.isArray(other) ? 'list' : typeof other) !== (Array.isArray(value) ? 'list' : typeof value),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Paths to everything inside the answers; not to our own wrapping, which is typed. */
function pathsOf(snapshots: readonly Snapshot[]): readonly Path[] {
  const paths: Path[] = [];
  const walk = (value: unknown, path: Path) => {
    if (path.includes('answer')) paths.push(path);
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index]);
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
  };
  for (const [index, { api }] of snapshots.entries()) walk(api, [index, 'api']);
  return paths;
}

/** A copy with another value at the path; nothing changes where an earlier mutation removed the way. */
function changed(value: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value) && typeof key === 'number') {
    const copy = [...value];
    const next = changed(value[key], rest, change);
    if (next === undefined) copy.splice(key, 1);
    else copy[key] = next;
    return copy;
  }
  if (!isObject(value) || !Object.hasOwn(value, key)) return value;
  const next = changed(value[key], rest, change);
  const entries = Object.entries(value).map(([name, item]) => [name, name === key ? next : item] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** The lists that have no order of their own, and all keys, in another order. */
function shuffledLists(snapshots: readonly Snapshot[], random: Random): unknown {
  const shuffle = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, at: random(1 << 30) }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  const reorder = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reorder);
    if (!isObject(value)) return value;
    return Object.fromEntries(shuffle(Object.entries(value)).map(([key, item]) => [key, reorder(item)]));
  };
  return shuffle(snapshots).map((snapshot) => {
    const api = Object.entries(snapshot.api).map(([call, read]) => {
      const answer = (read as { answer?: unknown }).answer;
      return [call, Array.isArray(answer) ? { answer: shuffle(answer).map(reorder) } : reorder(read)];
    });
    return { ...snapshot, api: Object.fromEntries(shuffle(api)) };
  });
}

function textOf(topology: Topology): string {
  return JSON.stringify({ ...topology, gaps: [] });
}

/** Where something stands that JSON would lose or change. */
function unsafe(value: unknown, path: string): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path;
  if (typeof value !== 'object') return path;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return path;
  for (const [key, item] of Object.entries(value)) {
    const found = unsafe(item, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** mulberry32: whole numbers from 0 to below. */
function randomOf(start: number): Random {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
