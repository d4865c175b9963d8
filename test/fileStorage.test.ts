import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { FileStorage } from '../src/fileStorage.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dne-storage-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('what is stored is there for the next process, under any key, until it is removed', async () => {
  const at = path.join(folder, 'sub');
  const storage = new FileStorage(at);
  assert.deepEqual(storage.keys(), []);
  const key = 'a.b/../c d%:1';
  await storage.update(key, { x: [1, 'ü'] });
  const other = new FileStorage(at);
  assert.deepEqual(other.keys(), [key]);
  assert.deepEqual(other.get(key), { x: [1, 'ü'] });
  await other.update(key, undefined);
  assert.deepEqual(storage.keys(), []);
  assert.equal(storage.get(key), undefined);
});

test('a file that is broken is as good as none', async () => {
  const storage = new FileStorage(folder);
  await storage.update('k', 1);
  writeFileSync(path.join(folder, 'k.json'), '{"x":');
  assert.equal(storage.get('k'), undefined);
});
