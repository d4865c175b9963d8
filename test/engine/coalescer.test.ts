import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Coalescer, longestWaitMs, quietMs } from '../../src/engine/coalescer.ts';
import { ManualClock } from '../support/manualClock.ts';

function watch() {
  const clock = new ManualClock();
  const began = clock.now();
  const acts: number[] = [];
  const coalescer = new Coalescer(clock, () => acts.push(clock.now() - began));
  return { clock, acts, coalescer };
}

test('the first event acts at once, and once more when it is quiet', () => {
  const { clock, acts, coalescer } = watch();
  coalescer.event();
  assert.deepEqual(acts, [0]);
  clock.pass(10_000);
  assert.deepEqual(acts, [0, quietMs]);
  assert.equal(clock.waiting, 0);
});

test('followers act together', () => {
  const { clock, acts, coalescer } = watch();
  for (let n = 0; n < 10; n++) {
    coalescer.event();
    clock.pass(10);
  }
  clock.pass(1_000);
  assert.deepEqual(acts, [0, 90 + quietMs]);
});

test('a steady stream does not starve the reading, and its last event is read after', () => {
  const { clock, acts, coalescer } = watch();
  for (let n = 0; n < 200; n++) {
    coalescer.event();
    clock.pass(10);
  }
  clock.pass(5_000);
  assert.equal(acts.length, 6);
  for (const [index, at] of acts.entries()) assert.ok(index === 0 || at - (acts[index - 1] ?? 0) <= longestWaitMs, `${acts}`);
  assert.ok((acts.at(-1) ?? 0) >= 1_990 + quietMs);
  assert.equal(clock.waiting, 0);
});

test('after a quiet time the next event is a first one', () => {
  const { clock, acts, coalescer } = watch();
  coalescer.event();
  clock.pass(1_000);
  coalescer.event();
  assert.deepEqual(acts, [0, quietMs, 1_000]);
  coalescer.dispose();
  clock.pass(1_000);
  assert.equal(acts.length, 3);
});
