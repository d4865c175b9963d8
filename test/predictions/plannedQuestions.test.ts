import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownNames } from '../../src/predictions/knownNames.ts';
import { plannedQuestions } from '../../src/predictions/plannedQuestions.ts';
import { sandboxId, sketch } from './sketch.ts';

test('each user-defined network is asked about, and the default bridge is not', () => {
  const topology = sketch(
    { bridge: {}, a: {}, b: {} },
    {
      c1: { on: { a: '10.0.0.2/24' } },
      c2: { on: { a: '10.0.0.3/24' } },
      c3: { on: { bridge: '172.17.0.2/16' } },
      c4: { on: { bridge: '172.17.0.3/16' } },
      d1: { on: { b: '10.0.1.2/24' } },
      d2: { on: { b: ['10.0.1.3/24', 'fd00::3/64'] } },
    },
  );
  const asked = plannedQuestions(topology).map(({ sandbox, name, type }) => [sandbox.slice(0, 4), name, type].join(' '));
  assert.deepEqual([...asked].sort(), ['6331 c2 A', '6332 c1 A', '6431 d2 A', '6431 d2 AAAA', '6432 d1 A']);
});

test('the number of questions is bounded, and every network gets its share', () => {
  const networks = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`n${at}`, {}]));
  const containers = Object.fromEntries(
    Array.from({ length: 300 }, (_, at) => [
      `box${at}`,
      { on: { [`n${at % 30}`]: `10.${at % 30}.0.${2 + Math.floor(at / 30)}/24` } },
    ]),
  );
  const topology = sketch(networks, containers);
  const asked = plannedQuestions(topology, 60);
  assert.equal(asked.length, 60);
  assert.equal(
    new Set(asked.map(({ sandbox }) => topology.endpoints.find((endpoint) => endpoint.sandbox === sandbox)?.network)).size,
    30,
  );
});

test('a paused container is asked about and not asked', () => {
  const topology = sketch({ a: {} }, { up: { on: { a: '10.0.0.2/24' } }, held: { on: { a: '10.0.0.3/24' }, state: 'paused' } });
  assert.deepEqual(
    plannedQuestions(topology).map(({ name }) => name),
    ['held'],
  );
});

test('names that a network knows come first, containers elsewhere after them, short ids not at all', () => {
  const topology = sketch(
    { bridge: {}, a: {} },
    {
      c1: { on: { a: '10.0.0.2/24' } },
      c2: { on: { a: '10.0.0.3/24' }, aliases: ['db'] },
      c3: { on: { bridge: '172.17.0.2/16' } },
    },
  );
  assert.deepEqual(knownNames(topology, sandboxId('c1')), [
    { name: 'c1', networks: ['a'] },
    { name: 'c2', networks: ['a'] },
    { name: 'db', networks: ['a'] },
    { name: 'c3', networks: [] },
  ]);
});
