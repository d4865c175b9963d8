import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SandboxId } from '../src/model/topology.ts';
import { Observations } from '../src/observations.ts';
import type { Observation } from '../src/predictions/observation.ts';

function seen(name: string, answers: readonly string[] = []): Observation {
  return {
    sandbox: 'box' as SandboxId,
    name,
    type: 'A',
    at: '2026-11-25T00:00:00Z',
    how: 'exec nslookup',
    milliseconds: 1,
    result: { answers, code: 'answered', reason: { code: 'answer.observed', args: [] } },
  };
}

test('the newest observation of a name replaces the one before, whatever its case', () => {
  const observations = new Observations();
  observations.add(seen('c1', ['1.1.1.1']));
  observations.add(seen('c2'));
  observations.add(seen('C1', ['2.2.2.2']));
  assert.deepEqual(
    observations.list().map((one) => one.name),
    ['c2', 'C1'],
  );
  observations.dispose();
});

test('the oldest observations are forgotten, so that the list stays bounded', () => {
  const observations = new Observations();
  for (let at = 0; at < 50_500; at += 1) observations.add(seen(`c${at}`));
  assert.equal(observations.list().length, 50_000);
  assert.equal(observations.list()[0]?.name, 'c500');
  assert.deepEqual(
    observations.newest(2).map((one) => one.name),
    ['c50498', 'c50499'],
  );
  observations.dispose();
});

test('questions under way are listed until they end, also when one is asked twice', () => {
  const observations = new Observations();
  const question = { sandbox: 'box' as SandboxId, name: 'c1', type: 'A' } as const;
  const end = observations.begin(question);
  const endOther = observations.begin(question);
  end();
  end();
  assert.equal(observations.asking().length, 1);
  endOther();
  assert.deepEqual(observations.asking(), []);
  observations.dispose();
});

test('giving up tells every question under way, and each ends by itself', () => {
  const observations = new Observations();
  const given: string[] = [];
  const ends = ['c1', 'c2'].map((name) =>
    observations.begin({ sandbox: 'box' as SandboxId, name, type: 'A' }, () => given.push(name)),
  );
  observations.cancel();
  assert.deepEqual([given, observations.asking().length], [['c1', 'c2'], 2]);
  for (const end of ends) end();
  assert.deepEqual(observations.asking(), []);
  observations.dispose();
});

test('the first change is told at once, a burst of others together, and the last one is never lost', async () => {
  const observations = new Observations();
  const told: number[] = [];
  const listener = new Promise<void>((resolve) => {
    observations.onDidChange(() => {
      told.push(observations.list().length);
      if (observations.list().length === 100) resolve();
    });
  });
  for (let at = 0; at < 100; at += 1) observations.add(seen(`c${at}`));
  assert.deepEqual(told, [1]);
  await listener;
  assert.deepEqual(told, [1, 100]);
  observations.dispose();
});

test('who no longer listens is told nothing', () => {
  const observations = new Observations();
  let told = 0;
  observations.onDidChange(() => (told += 1)).dispose();
  observations.add(seen('c1'));
  assert.equal(told, 0);
  observations.dispose();
});

test('what is looked at becomes the newest, and what was never seen does not appear', () => {
  const observations = new Observations();
  for (const name of ['c1', 'c2', 'c3']) observations.add(seen(name));
  observations.look({ sandbox: 'box' as SandboxId, name: 'C1', type: 'A' });
  observations.look({ sandbox: 'box' as SandboxId, name: 'c9', type: 'A' });
  assert.deepEqual(
    observations.list().map((one) => one.name),
    ['c2', 'c3', 'c1'],
  );
  observations.dispose();
});

test('questions that are asked together are counted until they end, and cancelled together', () => {
  const observations = new Observations();
  let cancelled = 0;
  const one = observations.beginBatch(3, () => {
    cancelled += 1;
  });
  const other = observations.beginBatch(5, () => {
    cancelled += 1;
  });
  one.step();
  one.step();
  other.step();
  assert.deepEqual(observations.progress(), { done: 3, total: 8 });
  observations.cancel();
  assert.equal(cancelled, 2);
  one.end();
  assert.deepEqual(observations.progress(), { done: 1, total: 5 });
  other.end();
  assert.equal(observations.progress(), undefined);
  observations.dispose();
});
