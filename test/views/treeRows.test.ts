import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TreeNode } from '../../src/views/treeNode.ts';
import { TreeRows } from '../../src/views/treeRows.ts';

function node(id: string, label: string, children: readonly TreeNode[] = []): TreeNode {
  return { kind: 'network', id, subject: id, label, description: [], flags: [], spoken: 'spoken.network', children };
}

test('a row is the same object after a refresh, so that selection and expansion stay', () => {
  const rows = new TreeRows();
  rows.update([node('a', 'old')]);
  const [before] = rows.children(undefined);
  rows.update([node('a', 'new')]);
  assert.equal(rows.children(undefined)[0], before);
  assert.equal(before && rows.node(before)?.label, 'new');
});

test('only rows that changed are told of', () => {
  const rows = new TreeRows();
  rows.update([node('a', 'a', [node('a1', 'one')]), node('b', 'b')]);
  const changed = rows.update([node('a', 'a', [node('a1', 'uno')]), node('b', 'b')]);
  assert.deepEqual(changed !== 'all' && changed.map(({ id }) => id), ['a1']);
  assert.deepEqual(rows.update([node('a', 'a', [node('a1', 'uno')]), node('b', 'b')]), []);
});

test('a row that comes or goes is told of by its parent, and on top by everything', () => {
  const rows = new TreeRows();
  rows.update([node('a', 'a', [node('a1', 'one')])]);
  const changed = rows.update([node('a', 'a', [])]);
  assert.deepEqual(changed !== 'all' && changed.map(({ id }) => id), ['a']);
  assert.equal(rows.update([node('a', 'a'), node('b', 'b')]), 'all');
});

test('a row knows its parent, and is found by what it stands for', () => {
  const rows = new TreeRows();
  rows.update([node('a', 'a', [node('a1', 'one')])]);
  const found = rows.find('a1');
  assert.ok(found);
  assert.equal(rows.parent(found)?.id, 'a');
  assert.equal(rows.find('gone'), undefined);
});
