import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAll } from '../../src/findings/rules.ts';
import { hostSandboxId } from '../../src/model/ids.ts';
import type { PathOutcome, PathQuestion } from '../../src/predictions/path.ts';
import { explainPath } from '../../src/predictions/reachability.ts';
import { engine, idOf, sandboxId, sketch } from '../predictions/sketch.ts';

const world = (address = '10.1.0.3/24') =>
  sketch(
    { front: { pools: [{ subnet: '10.1.0.0/24', gateway: '10.1.0.1' }] } },
    { app: { on: { front: ['10.1.0.2/24'] } }, web: { on: { front: [address] } } },
  );
const question: PathQuestion = { from: idOf('app'), to: { address: '10.1.0.3' }, protocol: 'icmp' };

function found(outcome: PathOutcome, now = world()): readonly string[] {
  const predicted = explainPath(world(), question);
  const observation = {
    question,
    sandbox: sandboxId('app'),
    at: 'now',
    how: 'exec ping',
    milliseconds: 1,
    predicted,
    result: { outcome },
  };
  return findAll({ topology: now, observations: [], paths: [observation] })
    .map(({ code }) => code)
    .filter((code) => code === 'path-differs');
}

test('a connect that met something else than predicted is a finding', () => {
  assert.deepEqual(found('filtered'), ['path-differs']);
});

test('one from outside is about the engine whose host it came to', () => {
  const links = [{ name: 'eth0', addresses: ['192.168.7.7/24'] }];
  const stacks = [{ engine, sandbox: hostSandboxId(engine), how: 'sysfs', links, routes: [], listeners: [] }];
  const topology = { ...world(), stacks };
  const outside: PathQuestion = { from: { outside: true }, to: { address: '192.168.7.7' }, port: 22, protocol: 'tcp' };
  const predicted = explainPath(topology, outside);
  const seen = {
    question: outside,
    at: 'now',
    how: 'connect',
    milliseconds: 1,
    predicted,
    result: { outcome: 'filtered' },
  } as const;
  const all = findAll({ topology, observations: [], paths: [seen] }).filter(({ code }) => code === 'path-differs');
  assert.deepEqual(
    all.map(({ subjects, message }) => [...subjects, message.code]),
    [[engine, 'finding.path-differs-outside']],
  );
});

test('one that met what was predicted, that could not tell, or that was of another time, is none', () => {
  assert.deepEqual(found('open'), []);
  assert.deepEqual(found('unknown'), []);
  assert.deepEqual(found('filtered', world('10.1.0.9/24')), []);
});
