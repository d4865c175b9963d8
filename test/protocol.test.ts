import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../src/findings/finding.ts';
import { emptyTopology } from '../src/model/topology.ts';
import { packed, type ShowMessage, unpacked } from '../src/protocol.ts';
import { sampleTopology } from './diagrams/sampleTopology.ts';

const first: ShowMessage = {
  type: 'show',
  topology: sampleTopology(),
  findings: [],
  silenced: [],
  observations: [],
  seen: { at: [], answers: [] } as never,
  asking: [],
  paths: [],
  trying: false,
  words: { 'panel.table': 'Table' },
  language: 'en',
};

test('what was sent comes out equal', () => {
  assert.deepEqual(unpacked(packed(first, undefined), undefined), first);
});

test('what the webview has already is not sent again, and stays the very same value', () => {
  const has = unpacked(packed(first, undefined), undefined);
  const next: ShowMessage = { ...first, trying: true };
  const message = packed(next, first);
  assert.ok(message.parts.length < 10, `${message.parts.length} bytes`);
  const now = unpacked(message, has);
  assert.equal(now?.topology, has?.topology);
  assert.equal(now?.trying, true);
});

test('a part that is another value is sent, the others are not', () => {
  const has = unpacked(packed(first, undefined), undefined);
  const findings: readonly Finding[] = [];
  const message = packed({ ...first, topology: emptyTopology('2026-11-25T20:00:00.000Z'), findings }, first);
  const now = unpacked(message, has);
  assert.deepEqual(now?.topology, emptyTopology('2026-11-25T20:00:00.000Z'));
  assert.equal(now?.words, has?.words);
});

test('what is no longer there is gone, also where it was there before', () => {
  const asked: ShowMessage = { ...first, request: { tab: 'map', serial: 1 } };
  const has = unpacked(packed(asked, undefined), undefined);
  assert.equal(unpacked(packed(first, asked), has)?.request, undefined);
});

test('a webview that lost what it had says so instead of showing half', () => {
  assert.equal(unpacked(packed({ ...first, trying: true }, first), undefined), undefined);
});
