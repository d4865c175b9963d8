import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameCell } from '../../src/diagrams/nameCell.ts';
import { findAll } from '../../src/findings/rules.ts';
import type { GapCode, Topology } from '../../src/model/topology.ts';
import { nameFix } from '../../src/predictions/nameFix.ts';
import { nameMatrix } from '../../src/predictions/nameMatrix.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import type { Answer, Observation } from '../../src/predictions/observation.ts';
import { seenAnswers, seenKey } from '../../src/predictions/seenAnswers.ts';
import { processorTime } from '../support/processorTime.ts';
import { networkId, sandboxId, sketch } from './sketch.ts';

const topology = sketch(
  { bridge: {}, n: {}, m: {} },
  {
    c1: { on: { n: '10.0.0.2/24' }, aliases: ['www'] },
    c2: { on: { n: '10.0.0.3/24', m: '10.1.0.3/24' }, aliases: ['WWW', 'api'] },
    c3: { on: { bridge: '172.17.0.2/16' } },
    off: { on: { n: [] }, state: 'exited' },
  },
);

function observed(of: Topology, from: string, name: string, result: Partial<Answer> | GapCode): Observation {
  return {
    sandbox: sandboxId(from),
    name,
    type: 'A',
    at: 'now',
    how: 'exec nslookup',
    milliseconds: 1,
    predicted: resolveName(of, { from: sandboxId(from), name, type: 'A' }),
    result:
      typeof result === 'string'
        ? { gap: { code: result, why: '' } }
        : { answers: [], code: 'no-answer', reason: { code: 'answer.observed', args: [] }, ...result },
  };
}

test('a network’s matrix has its containers, one of each alias, and a few who are not on it', () => {
  const { rows, names } = nameMatrix(topology, { network: networkId('n') });
  assert.deepEqual(
    rows.map(({ sandbox, member }) => [sandbox.containers[0]?.name, member]),
    [
      ['c1', true],
      ['c2', true],
      ['off', true],
      ['c3', false],
    ],
  );
  assert.deepEqual(
    names.map(({ name, kind }) => `${name} ${kind}`),
    ['c1 container', 'c2 container', 'off container', 'c3 container', 'www alias', 'api alias'],
  );
});

test('a matrix of chosen sandboxes holds just those, with their aliases on every network', () => {
  const { rows, names } = nameMatrix(topology, { sandboxes: [sandboxId('c2'), sandboxId('c3')] });
  assert.equal(rows.length, 2);
  assert.deepEqual(
    names.map(({ name }) => name),
    ['c2', 'c3', 'WWW', 'api'],
  );
});

test('an empty network has an empty matrix', () => {
  assert.deepEqual(nameMatrix(sketch({ n: {} }, {}), { network: networkId('n') }), { rows: [], names: [] });
});

test('what was seen is told in short: agreement, difference, gap, and what nobody can compare', () => {
  const seen = seenAnswers(topology, [
    observed(topology, 'c1', 'C2', { answers: ['10.0.0.3'], code: 'answered' }),
    observed(topology, 'c1', 'api', { answers: ['9.9.9.9'], code: 'answered' }),
    observed(topology, 'c1', 'off', 'timed-out'),
    observed(topology, 'c1', 'example.com', { code: 'server-failure' }),
  ]);
  const of = (name: string) => seen[sandboxId('c1')]?.[seenKey(name, 'A')];
  assert.equal(of('c2'), 'agree');
  assert.deepEqual(of('api'), { state: 'differ', answers: ['9.9.9.9'] });
  assert.deepEqual(of('off'), { state: 'gap', gap: 'timed-out' });
  assert.deepEqual(of('example.com'), { state: 'not-compared', answers: [], failed: true });
  assert.equal(of('c1'), undefined);
});

test('what was seen before a change of the network does not count any more', () => {
  const before = sketch({ n: {} }, { c1: { on: { n: '10.0.0.2/24' } }, c2: { on: { n: '10.0.0.9/24' } } });
  const old = observed(before, 'c1', 'c2', { answers: ['10.0.0.9'], code: 'answered' });
  assert.deepEqual(Object.keys(seenAnswers(before, [old])[sandboxId('c1')] ?? {}), ['A c2']);
  assert.deepEqual(Object.keys(seenAnswers(topology, [old])[sandboxId('c1')] ?? {}), []);
});

test('names that are words of the language are names like any other', () => {
  const hostile = ['__proto__', 'constructor', 'toString'].map((name) => observed(topology, 'c1', name, { answers: [] }));
  const seen = seenAnswers(topology, hostile)[sandboxId('c1')];
  assert.deepEqual(Object.keys(seen ?? {}).sort(), ['A __proto__', 'A constructor', 'A tostring']);
});

for (const [title, from, name, seen, mark, state] of [
  ['a predicted answer', 'c1', 'c2', undefined, '✓', 'not-observed'],
  ['an answer as predicted', 'c1', 'c2', 'agree', '✓', 'agree'],
  ['several answers', 'c1', 'www', 'agree', '≈', 'agree'],
  ['no answer as predicted', 'c3', 'c1', 'agree', '✗', 'agree'],
  ['a difference', 'c1', 'c2', { state: 'differ', answers: [] }, '≠', 'differ'],
  ['what could not be asked', 'c1', 'c2', { state: 'gap', gap: 'no-tool' }, '!', 'gap'],
  ['what is asked outside', 'c1', 'example.com', undefined, '→', 'not-observed'],
  ['an answer from outside', 'c1', 'example.com', { state: 'not-compared', answers: ['1.2.3.4'] }, '→', 'not-compared'],
  ['silence from outside', 'c1', 'example.com', { state: 'not-compared', answers: [], failed: true }, '!', 'not-compared'],
] as const) {
  test(`the cell of ${title} is marked ${mark}`, () => {
    const sandbox = topology.sandboxes.find(({ id }) => id === sandboxId(from));
    assert.ok(sandbox);
    const cell = nameCell(sandbox, name, resolveName(topology, { from: sandboxId(from), name, type: 'A' }), seen);
    assert.deepEqual([cell.mark, cell.state], [mark, state]);
  });
}

test('the network that knows a name is what helps, and what attaching there changes is known', () => {
  const fix = nameFix(topology, { sandbox: sandboxId('c3'), name: 'c1', type: 'A' });
  assert.equal(fix?.network.id, 'n');
  assert.ok((fix?.impacts.length ?? 0) > 0);
  assert.equal(nameFix(topology, { sandbox: sandboxId('c1'), name: 'c2', type: 'A' }), undefined);
  assert.equal(nameFix(topology, { sandbox: sandboxId('c1'), name: 'c3', type: 'A' }), undefined, 'no network knows c3');
});

test('forty thousand look-ups are judged again in no time, and are short enough to be sent four times a second', () => {
  const crowd = sketch(
    { n: {} },
    Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`w${at + 100}`, { on: { n: `10.0.${at >> 6}.${at & 63}/16` } }])),
  );
  const all = crowd.sandboxes.flatMap(({ id }) =>
    crowd.sandboxes.map(({ containers }): Observation => {
      const name = containers[0]?.name ?? '';
      const predicted = resolveName(crowd, { from: id, name, type: 'A' });
      return { sandbox: id, name, type: 'A', at: 'now', how: 'exec nslookup', milliseconds: 1, predicted, result: predicted };
    }),
  );
  const first = seenAnswers(crowd, all);
  assert.equal(Object.values(first).flatMap((row) => Object.values(row)).length, 40_000);
  assert.ok(JSON.stringify(first).length < 1_500_000);
  const again = processorTime(() => seenAnswers(crowd, all));
  assert.ok(again < 1_500, `${again} ms`);
  const findings = processorTime(() => assert.deepEqual(findAll({ topology: crowd, observations: all }), []));
  assert.ok(findings < 3_000, `${findings} ms`);
});
