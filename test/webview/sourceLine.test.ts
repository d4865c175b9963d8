import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../../src/model/topology.ts';
import { emptyTopology } from '../../src/model/topology.ts';
import { fillTemplate } from '../../src/model/word.ts';
import type { Context } from '../../src/webview/context.ts';
import { ageText, sourceLines } from '../../src/webview/sourceLine.ts';
import { englishWords } from '../diagrams/englishWords.ts';
import { engine } from '../diagrams/literalTopology.ts';

const words = englishWords();
const t: Context['t'] = (code, ...args) => fillTemplate(words[code] ?? code, args.map(String));
const now = Date.parse('2026-11-25T20:00:12.000Z');

function lines(...engines: readonly Engine[]): readonly string[] {
  const topology = { ...emptyTopology('2026-11-25T20:00:00.000Z'), engines };
  return sourceLines(
    {
      t,
      show: {
        type: 'show',
        topology,
        findings: [],
        silenced: [],
        observations: [],
        seen: {},
        asking: [],
        paths: [],
        trying: false,
        words,
        language: 'en',
      },
    },
    now,
  );
}

test('a ready engine says its context, its version and how old the reading is', () => {
  assert.deepEqual(lines(engine()), ['default · Docker 28.5.2 · read 12 s ago']);
});

test('a lost engine says from when its picture is', () => {
  assert.match(lines(engine({ state: 'lost' }))[0] ?? '', /^default · engine lost; the picture is from \d?\d:\d\d:\d\d/);
});

test('a sample says that nothing is live, and every state has a line', () => {
  const states = ['sample', 'refused', 'connecting', 'lost'] as const;
  const { readAt: _, ...unread } = engine();
  const all = lines(...states.map((state) => ({ ...unread, state })));
  assert.match(all[0] ?? '', /nothing is live/);
  assert.equal(new Set(all).size, states.length);
});

test('before any engine there is a line that says so', () => {
  assert.deepEqual(lines(), ['Waiting for the first reading…']);
});

test('the age is in the unit that a person would use', () => {
  const at = (seconds: number) => ageText(new Date(now - seconds * 1000).toISOString(), now, t);
  assert.deepEqual([-5, 1, 30, 300, 7200].map(at), ['just now', 'just now', '30 s ago', '5 min ago', '2 h ago']);
  assert.equal(ageText('no time', now, t), 'just now');
});
