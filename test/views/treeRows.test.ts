import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TreeNode } from '../../src/views/treeNode.ts';
import { TreeRows } from '../../src/views/treeRows.ts';
import { withChildren } from '../../src/views/withChildren.ts';

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
  rows.children(rows.children(undefined)[0]);
  const changed = rows.update([node('a', 'a', [node('a1', 'uno')]), node('b', 'b')]);
  assert.deepEqual(changed !== 'all' && changed.map(({ id }) => id), ['a1']);
  assert.deepEqual(rows.update([node('a', 'a', [node('a1', 'uno')]), node('b', 'b')]), []);
});

test('a row that comes or goes is told of by its parent, and on top by everything', () => {
  const rows = new TreeRows();
  rows.update([node('a', 'a', [node('a1', 'one'), node('a2', 'two')])]);
  rows.children(rows.children(undefined)[0]);
  const changed = rows.update([node('a', 'a', [node('a1', 'one')])]);
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

test('children that nobody asked for are neither made nor told of', () => {
  let made = 0;
  const lazy = (label: string) =>
    withChildren(
      { kind: 'network', id: 'a', subject: 'a', label: 'a', description: [], flags: [], spoken: 'spoken.network', opens: true },
      () => {
        made += 1;
        return [node('a1', label)];
      },
    );
  const rows = new TreeRows();
  rows.update([lazy('one')]);
  assert.deepEqual(rows.update([lazy('uno')]), []);
  assert.equal(made, 0);
  const [row] = rows.children(undefined);
  assert.deepEqual(
    rows.children(row).map(({ id }) => id),
    ['a1'],
  );
  const changed = rows.update([lazy('eins')]);
  assert.deepEqual(changed !== 'all' && changed.map(({ id }) => id), ['a1']);
});

test('a row that nobody has seen yet is found, and its parents are known', () => {
  const rows = new TreeRows();
  rows.update([node('a', 'a', [node('b', 'b', [node('c', 'c')])])]);
  const found = rows.find('c');
  assert.ok(found);
  assert.equal(rows.parent(found)?.id, 'b');
  rows.update([node('a', 'a', [node('b', 'b', [node('c', 'see')])])]);
  assert.equal(rows.find('c'), found);
});
