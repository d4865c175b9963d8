import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine, Topology } from '../../src/model/topology.ts';
import { emptyTopology } from '../../src/model/topology.ts';
import { viewMessage, viewState } from '../../src/views/viewState.ts';
import { sketch } from '../predictions/sketch.ts';

const of = (engine: Partial<Engine>): Topology => sketch({}, {}, { engine });
const time = (iso: string) => iso.slice(11, 16);

test('before an engine answered it is connecting', () => {
  assert.equal(viewState(emptyTopology('')), 'connecting');
  assert.equal(viewState(of({ state: 'connecting' })), 'connecting');
});

test('a refused engine is told by its reason; reasons without a welcome of their own share one', () => {
  assert.equal(viewState(of({ state: 'refused', reason: 'forbidden' })), 'forbidden');
  assert.equal(viewState(of({ state: 'refused', reason: 'needs-manager' })), 'failed');
});

test('one live engine is enough', () => {
  const [ready] = of({ state: 'ready' }).engines;
  const [lost] = of({ state: 'lost' }).engines;
  assert.ok(ready && lost);
  assert.equal(viewState({ ...of({}), engines: [lost, ready] }), 'ready');
});

test('a lost engine says which it is and when its rows were read', () => {
  const lost = of({ state: 'lost', context: 'lab', readAt: '2026-11-25T21:07:00Z' });
  assert.equal(viewState(lost), 'lost');
  assert.deepEqual(viewMessage(lost, time), { code: 'message.lost', args: ['lab', '21:07'] });
});

test('a sample is marked as one', () => {
  assert.equal(viewMessage(of({ state: 'sample' }), time)?.code, 'message.sample');
  assert.equal(viewMessage(of({ state: 'ready' }), time), undefined);
});
