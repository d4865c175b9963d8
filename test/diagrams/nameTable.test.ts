import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type NameTable, nameTableCsv, nameTableMarkdown } from '../../src/diagrams/nameTable.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import type { Observation } from '../../src/predictions/observation.ts';
import { idOf, sandboxId, sketch } from '../predictions/sketch.ts';
import { englishWords } from './englishWords.ts';

const words = englishWords();
const topology = sketch(
  { bridge: {}, n: {} },
  { c1: { on: { n: '10.0.0.2/24' } }, c2: { on: { n: '10.0.0.3/24' } }, c3: { on: { bridge: '172.17.0.2/16' } } },
);
const seen: Observation = {
  sandbox: sandboxId('c1'),
  name: 'c2',
  type: 'A',
  at: '2026-11-25T00:00:00Z',
  how: 'exec nslookup',
  milliseconds: 7,
  predicted: resolveName(topology, { from: sandboxId('c1'), name: 'c2', type: 'A' }),
  result: {
    answers: ['10.0.0.3'],
    server: '127.0.0.11',
    upstream: ['10.9.9.9'],
    code: 'answered',
    reason: { code: 'answer.observed', args: ['c2', '127.0.0.11', '10.0.0.3'] },
  },
};
const table = (more: Partial<NameTable> = {}): NameTable => ({
  topology,
  sandboxes: topology.sandboxes,
  names: ['c1', 'c2'],
  type: 'A',
  observations: [seen],
  ...more,
});

test('CSV has a line for each pair, with both answers, the reason and the means', () => {
  const lines = nameTableCsv(table(), words).split('\r\n');
  assert.equal(lines.length, 3 * 2 + 2);
  assert.equal(
    lines[2],
    `"c1","${idOf('c1')}","c2","A","as predicted","10.0.0.3","10.0.0.3","127.0.0.11 answered for c2: 10.0.0.3.","127.0.0.11","10.9.9.9","exec nslookup","7","2026-11-25T00:00:00Z"`,
  );
  assert.match(lines[5] ?? '', /^"c3",.*"not observed","","",/);
});

test('no field of CSV is a formula, ends its line or its quotes', () => {
  const nasty = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', 'a"b', 'a,b', 'a\nb', "=cmd|' /C calc'!A0"];
  const text = nameTableCsv(table({ names: nasty, sandboxes: topology.sandboxes.slice(0, 1) }), words);
  const lines = text.trimEnd().split('\r\n');
  assert.equal(lines.length, nasty.length + 1);
  for (const line of lines) {
    const fields = [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, field]) => field ?? '');
    assert.equal(fields.length, 13, line);
    for (const field of fields) assert.doesNotMatch(field, /^\s*[=+\-@＝＋－＠]/, line);
  }
});

test('Markdown is the matrix, its legend, and what fails in sentences', () => {
  const lines = nameTableMarkdown(table(), words).split('\n');
  assert.deepEqual(lines.slice(0, 3), [
    '| asks ↓ name → | `c1` | `c2` |',
    '| --- | --- | --- |',
    '| `c1` | ✓ `10.0.0.2` *(not observed)* | ✓ `10.0.0.3` |',
  ]);
  assert.ok(
    lines.some((line) => line.startsWith('- `c3` asks for `c1`: `c1` does not resolve in `c3`')),
    lines.join('\n'),
  );
});

test('no name is markup in Markdown, nor ends a cell or a code span', () => {
  const nasty = [
    '<img src=x onerror=alert(1)>',
    '[x](javascript:1)',
    '@somebody',
    'a|b',
    'a\\|b',
    'a\\\\|b',
    '``x`',
    '`',
    '# h',
    'www.evil.example',
  ];
  const text = nameTableMarkdown(table({ names: nasty, sandboxes: topology.sandboxes.slice(0, 1) }), words);
  const [head = '', rule = '', row = ''] = text.split('\n');
  const columns = (line: string) => [...line.matchAll(/(?:\\.|[^|\\])+(?=\|)/g)].length;
  assert.deepEqual([columns(head), columns(rule), columns(row)], [nasty.length + 1, nasty.length + 1, nasty.length + 1], head);
  for (const line of text.split('\n')) {
    const outside = line.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
    assert.doesNotMatch(outside, /[<\][@#`]|www/, line);
  }
});
