import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RowWindow } from '../../src/webview/rowWindow.ts';

const rows = (count: number, height = 20) => new RowWindow(Array.from({ length: count }, () => height));

test('of ten thousand rows those in sight are drawn, and a few around them', () => {
  const found = rows(10_000).rows(40_000, 40_600, 3, undefined);
  assert.deepEqual([found[0], found.at(-1), found.length], [1997, 2033, 37]);
});

test('at both ends nothing is asked for that is not there', () => {
  assert.deepEqual(rows(5).rows(-100, 50, 3, undefined), [0, 1, 2, 3, 4]);
  assert.deepEqual(rows(5).rows(1e9, 2e9, 1, undefined), [3, 4]);
  assert.deepEqual(rows(0).rows(0, 100, 3, undefined), []);
});

test('the row with the focus stays, wherever one scrolls', () => {
  assert.deepEqual(rows(1000).rows(10_000, 10_010, 0, 3), [3, 500]);
  assert.deepEqual(rows(1000).rows(10_000, 10_010, 0, 900), [500, 900]);
  assert.deepEqual(rows(1000).rows(10_000, 10_010, 0, 1000), [500], 'one that is gone does not');
});

test('a row that was seen counts with its own height', () => {
  const all = rows(10);
  all.seen(2, 50);
  assert.deepEqual([all.top(2), all.top(3), all.total], [40, 90, 230]);
  assert.deepEqual([all.rowAt(0), all.rowAt(89), all.rowAt(90), all.rowAt(1e6)], [0, 2, 3, 9]);
  all.seen(2, 0);
  assert.equal(all.total, 230, 'what is hidden has no height, and says nothing');
});
