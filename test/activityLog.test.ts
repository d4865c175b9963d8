import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ActivityLog } from '../src/activityLog.ts';
import { word } from '../src/model/word.ts';

const change = (name: string) =>
  ({ what: word('activity.create', name), steps: [], undo: [], resume: [], state: 'done' }) as const;

test('the last 20 changes are kept, the newest first, each with a time and an id of its own', () => {
  const log = new ActivityLog();
  for (let at = 1; at <= 25; at++) log.add(change(`n${at}`), at * 1000);
  const kept = log.list();
  assert.deepEqual([kept.length, kept[0]?.what.args, kept.at(-1)?.what.args], [20, ['n25'], ['n6']]);
  assert.equal(kept[0]?.at, '1970-01-01T00:00:25.000Z');
  assert.equal(new Set(kept.map(({ id }) => id)).size, 20);
});

test('what was taken back is marked, and the others stay as they are', () => {
  const log = new ActivityLog();
  const first = log.add(change('a'));
  log.add(change('b'));
  log.change(first.id, { state: 'undone', undo: [] });
  assert.deepEqual(
    log.list().map(({ state }) => state),
    ['done', 'undone'],
  );
  assert.equal(log.find(first.id)?.state, 'undone');
  assert.equal(log.find(99), undefined);
});
