/** Every rule has its page for the user in both languages, and its row in the table of evidence. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { rules } from '../../src/findings/rules.ts';

const docs = path.join(import.meta.dirname, '../../docs');
const english = path.join(docs, 'findings');
const korean = path.join(english, 'ko');
const codes = rules.map(({ code }) => code).sort();
const files = codes.map((code) => `${code}.md`).sort();

const pagesIn = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort();
const read = (folder: string, page: string) => readFileSync(path.join(folder, page), 'utf8');
const titleOf = (text: string) => text.slice(2, text.indexOf('\n'));
const blocksOf = (text: string) => text.match(/^```[\s\S]*?^```/gm) ?? [];
const proseOf = (text: string) => blocksOf(text).reduce((prose, block) => prose.replace(block, ''), text);
const linksOf = (text: string) => [...proseOf(text).matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)];

/** What both languages have in common: levels of the headings, commands (their comments are translated), what is written as code, where links lead. */
const structureOf = (text: string) => ({
  headings: [...proseOf(text).matchAll(/^#+(?= )/gm)].map(([mark]) => mark),
  commands: blocksOf(text).map((block) => block.replace(/^# .*$/gm, '#')),
  code: (proseOf(text).match(/`[^`]+`/g) ?? []).sort(),
  links: linksOf(text).map(([, , target]) => target),
});

test('every rule has a page that says what happens, how to see it, and what helps; no page is left over', () => {
  assert.deepEqual(pagesIn(english), files);
  for (const page of files)
    assert.match(
      read(english, page),
      /^# .+\n\n`[a-z0-9-]+`\n\n[\s\S]+## See it yourself\n\n```sh\n[\s\S]+```\n\n## What helps\n\n\S/,
      page,
    );
});

test('every rule has a Korean page with the same headings, commands and links as the English one', () => {
  assert.deepEqual(pagesIn(korean), files);
  for (const page of files) {
    const text = read(korean, page);
    assert.match(
      text,
      /^# .*[가-힣].*\n\n`[a-z0-9-]+`\n\n[\s\S]+## 직접 확인하기\n\n```sh\n[\s\S]+```\n\n## 해결 방법\n\n\S/,
      page,
    );
    assert.deepEqual(structureOf(text), structureOf(read(english, page)), page);
  }
});

test('a link leads to a page of the same language, by that page’s title', () => {
  for (const folder of [english, korean]) {
    const links = files.flatMap((page) => linksOf(read(folder, page)).map(([, title, target]) => ({ page, title, target })));
    assert.ok(links.length > 0);
    for (const { page, title, target } of links) {
      assert.ok(target && files.includes(target), `${page}: ${target}`);
      assert.equal(title, titleOf(read(folder, target)), page);
    }
  }
});

test('the table of evidence has a row for each', () => {
  const table = readFileSync(path.join(docs, 'findings.md'), 'utf8');
  const rows = [...table.matchAll(/^\| \[([a-z0-9-]+)\]\(findings\/\1\.md\) \|/gm)].map(([, code]) => code);
  assert.deepEqual([...rows].sort(), codes);
});
