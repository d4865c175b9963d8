import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { bundledPackages, noticesFile, noticesText } from '../scripts/notices.mjs';

const root = path.join(import.meta.dirname, '..');

test('the licences of all that the bundles hold are listed, and nothing else (npm run notices)', async () => {
  assert.equal(readFileSync(noticesFile, 'utf8'), await noticesText());
});

test('what ships may ship: each package says a licence that allows it', async () => {
  const folders = await bundledPackages();
  assert.ok(folders.some((folder) => folder.endsWith('/dockerode')) && folders.length > 3, folders.join('\n'));
  for (const folder of folders) {
    const { license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as {
      readonly license?: string;
    };
    assert.match(license ?? '', /^(MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause)$/, `${folder}: ${license}`);
  }
});

test('the list goes into the package', () => {
  assert.match(readFileSync(path.join(root, '.vscodeignore'), 'utf8'), /^!THIRD-PARTY-NOTICES\.md$/m);
});
