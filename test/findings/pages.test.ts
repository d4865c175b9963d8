/** Every rule has its page for the user and its row in the table of evidence. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { rules } from '../../src/findings/rules.ts';

const docs = path.join(import.meta.dirname, '../../docs');
const codes = rules.map(({ code }) => code).sort();

test('every rule has a page that says what happens, how to see it, and what helps; no page is left over', () => {
  const pages = readdirSync(path.join(docs, 'findings')).filter((file) => !file.endsWith('.ko.md'));
  assert.deepEqual(pages.sort(), codes.map((code) => `${code}.md`).sort());
  for (const page of pages) {
    const text = readFileSync(path.join(docs, 'findings', page), 'utf8');
    assert.match(text, /^# .+\n\n`[a-z0-9-]+`\n\n[\s\S]+## See it yourself\n\n```sh\n[\s\S]+```\n\n## What helps\n\n\S/, page);
  }
});

test('the table of evidence has a row for each', () => {
  const table = readFileSync(path.join(docs, 'findings.md'), 'utf8');
  const rows = [...table.matchAll(/^\| \[([a-z0-9-]+)\]\(findings\/\1\.md\) \|/gm)].map(([, code]) => code);
  assert.deepEqual([...rows].sort(), codes);
});
