/** Every string that a person reads is there in Korean, with the same placeholders, and nothing is left over. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { getL10nJson } from '@vscode/l10n-dev';

const root = path.join(import.meta.dirname, '..');
const read = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, string>;
const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort().join(' ');

function compare(english: Readonly<Record<string, string>>, korean: Readonly<Record<string, string>>): void {
  const missing = Object.keys(english).filter((key) => !(korean[key] ?? '').trim());
  const left = Object.keys(korean).filter((key) => !(key in english));
  const different = Object.entries(english).filter(
    ([key, text]) => key in korean && placeholders(text) !== placeholders(korean[key] ?? ''),
  );
  assert.deepEqual({ missing, left, different: different.map(([key]) => key) }, { missing: [], left: [], different: [] });
}

test('every sentence of the source is there in Korean', async () => {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const sources = files.map((file) => ({
    extension: '.ts' as const,
    contents: readFileSync(path.join(root, 'src', file), 'utf8'),
  }));
  const bundle = await getL10nJson(sources);
  const english = Object.fromEntries(
    Object.entries(bundle).map(([key, value]) => [key, typeof value === 'string' ? value : value.message]),
  );
  assert.ok(Object.keys(english).length > 100);
  compare(english, read('l10n/bundle.l10n.ko.json'));
});

test('every string of the manifest is there in English and Korean', () => {
  const manifest = readFileSync(path.join(root, 'package.json'), 'utf8');
  const used = [...new Set([...manifest.matchAll(/"%([\w.-]+)%"/g)].map((match) => match[1] ?? ''))];
  assert.ok(existsSync(path.join(root, 'package.nls.json')));
  const english = read('package.nls.json');
  assert.deepEqual(
    used.filter((key) => !english[key]),
    [],
  );
  assert.deepEqual(
    Object.keys(english).filter((key) => !used.includes(key) && !manifest.includes(`%${key}%`)),
    [],
  );
  compare(english, read('package.nls.ko.json'));
});

const korean: Readonly<Record<string, string>> = {
  ...read('l10n/bundle.l10n.ko.json'),
  ...read('package.nls.ko.json'),
  'README.ko.md': readFileSync(path.join(root, 'README.ko.md'), 'utf8'),
};

test('a Korean particle after a placeholder stands in both its forms: nobody knows how the name will end', () => {
  const bare = /\}[”)]*(은|는|이|가|을|를|과|와|로|으로)(?![가-힣(])/;
  assert.deepEqual(
    Object.values(korean).filter((text) => bare.test(text.replace(/\([^(){}]*\{\d+\}[^(){}]*\)/g, ''))),
    [],
  );
});

test('Korean has one word for one thing', () => {
  const otherWords = {
    '공개 포트': '게시된 포트',
    '게시 포트': '게시된 포트',
    관찰: '관측',
    '발견 항목': '발견 사항',
    '와(과)': '과(와)',
    풀립니다: '해석됩니다',
    되돌리기: '실행 취소',
    십시오: '세요',
    시겠습니까: '할까요',
  };
  for (const [other, word] of Object.entries(otherWords))
    assert.deepEqual(
      Object.values(korean).filter((text) => text.includes(other)),
      [],
      `${word}, not ${other}`,
    );
});
