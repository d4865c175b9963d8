import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RefreshQueue } from '../../src/engine/refreshQueue.ts';

function gate() {
  const open: ((error?: Error) => void)[] = [];
  const queue = new RefreshQueue(
    () => new Promise((resolve, reject) => open.push((error) => (error ? reject(error) : resolve()))),
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { queue, open, turn };
}

test('one reading runs, one waits, and everybody who asked meanwhile shares it', async () => {
  const { queue, open, turn } = gate();
  const first = queue.run();
  const [second, third] = [queue.run(), queue.run()];
  assert.equal(open.length, 1);
  open[0]?.();
  await first;
  await turn();
  assert.equal(open.length, 2);
  open[1]?.();
  await Promise.all([second, third]);
  assert.equal(open.length, 2);
});

test('a reading that failed does not spoil the one that waits', async () => {
  const { queue, open, turn } = gate();
  const first = queue.run();
  const second = queue.run();
  open[0]?.(new Error('no'));
  await assert.rejects(first);
  await turn();
  open[1]?.();
  await second;
  const third = queue.run();
  open[2]?.();
  await third;
});
