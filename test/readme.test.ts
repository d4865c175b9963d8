/** The README stands in two languages: neither may promise what the other does not. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const english = read('README.md');
const korean = read('README.ko.md');

const headings = (text: string) => text.match(/^#+ /gm)?.length;
/** Lines of the shell blocks, without the comments, which are translated. */
const commands = (text: string) => (text.match(/^```sh\n[\s\S]*?^```/gm) ?? []).map((block) => block.replace(/ *#.*$/gm, ''));
const terms = (text: string) => new Set(text.match(/`[^`\n]+`/g));
const versions = (text: string) => [...new Set(text.match(/\b\d+(?:\.\d+)+\b/g))].sort();
const links = (text: string) => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? '');

test('both languages have the same parts, commands and versions, and lead to each other in their first lines', () => {
  assert.equal(headings(korean), headings(english));
  assert.deepEqual(commands(korean), commands(english));
  assert.deepEqual(versions(korean), versions(english));
  assert.match(english.slice(0, 200), /\[한국어\]\(README\.ko\.md\)/);
  assert.match(korean.slice(0, 200), /\[English\]\(README\.md\)/);
});

/** The Korean tour at the top is shorter; what the extension needs and never does is whole. */
test('each part below the tour names the same commands, files and settings; no link leads nowhere', () => {
  const [, ...parts] = english.split(/^## /m).map(terms);
  const [, ...koreanParts] = korean.split(/^## /m).map(terms);
  assert.deepEqual(koreanParts, parts);
  for (const target of [...links(english), ...links(korean)]) assert.ok(existsSync(path.join(root, target)), target);
});

test('the Korean tour names no command, file or setting that the English one does not', () => {
  const known = terms(english);
  assert.deepEqual(
    [...terms(korean)].filter((term) => !known.has(term)),
    [],
  );
});
