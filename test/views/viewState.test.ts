import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine, Topology } from '../../src/model/topology.ts';
import { emptyTopology } from '../../src/model/topology.ts';
import { word } from '../../src/model/word.ts';
import { engineNodes } from '../../src/views/engineNodes.ts';
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
  const because = (reason: Engine['reason']) =>
    viewMessage(
      of({ state: 'lost', context: 'lab', readAt: '2026-11-25T21:07:00Z', said: 'no', ...(reason ? { reason } : {}) }),
      time,
    );
  assert.deepEqual(because('unreachable'), word('message.lost', 'lab', '21:07'));
  assert.deepEqual(because('forbidden'), word('message.lost-forbidden', 'lab', '21:07'));
  assert.deepEqual(because('api-too-old'), word('message.lost-because', 'lab', 'no', '21:07'));
});

test('a sample is marked as one', () => {
  assert.equal(viewMessage(of({ state: 'sample' }), time)?.code, 'message.sample');
  assert.equal(viewMessage(of({ state: 'ready' }), time), undefined);
});

/** Engines in these states, named after them. */
function several(...states: readonly Partial<Engine>[]): Topology {
  const topology = of({});
  const engines = states.flatMap((state, at) =>
    topology.engines.map((engine) => ({ ...engine, id: `e${at}` as Engine['id'], context: `${state.state}${at}`, ...state })),
  );
  return { ...topology, engines };
}

test('of several engines none of which answers each says why in its row', () => {
  assert.equal(viewState(several({ state: 'lost' }, { state: 'lost' })), 'none-answers');
  assert.equal(viewState(several({ state: 'lost' }, { state: 'refused' })), 'none-answers');
  assert.equal(viewState(several({ state: 'refused', reason: 'forbidden' }, { state: 'refused' })), 'none-answers');
  assert.equal(viewState(several({ state: 'connecting' }, { state: 'refused' })), 'connecting');
  assert.equal(viewState(several({ state: 'refused' }, { state: 'ready' }, { state: 'lost' })), 'ready');
});

test('a single engine whose refusal only its own words explain has a row, too', () => {
  for (const endpoint of ['ssh://far', 'tcp://far:2376']) {
    const topology = of({ state: 'refused', reason: 'forbidden', endpoint, said: `${endpoint}: Permission denied` });
    assert.equal(viewState(topology), 'none-answers');
    const [row, ...others] = engineNodes(topology, () => []);
    assert.deepEqual(others, []);
    assert.deepEqual(row?.description, [word('tree.engine-refused'), 'Permission denied']);
  }
  assert.equal(viewState(of({ state: 'refused', reason: 'context-invalid' })), 'none-answers');
  assert.deepEqual(
    engineNodes(of({ state: 'refused', reason: 'forbidden' }), () => []),
    [],
  );
});

test('the line above the rows names every engine that is lost, or can’t be used beside one that can', () => {
  const read = { state: 'lost', readAt: '2026-11-25T21:07:00Z' } as const;
  assert.deepEqual(viewMessage(several({ state: 'ready' }, read), time)?.args, ['lost1', '21:07']);
  assert.deepEqual(viewMessage(several(read, read, { state: 'ready' }), time), word('message.lost-several', 2, 'lost0, lost1'));
  const refused = { state: 'refused', said: 'no' } as const;
  assert.deepEqual(viewMessage(several({ state: 'ready' }, refused), time), word('message.some-refused', 'refused1', 'no'));
  assert.deepEqual(
    viewMessage(several(refused, { state: 'ready' }, refused), time),
    word('message.several-refused', 2, 'refused0, refused2'),
  );
});
