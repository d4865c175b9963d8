import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EngineId, emptyTopology, type Topology } from '../../src/model/topology.ts';
import { isWithin, mapForm, shownTopology, toOverview } from '../../src/webview/mapForm.ts';
import { firstState, type UiState } from '../../src/webview/uiState.ts';
import { endpoint, engine, network, sandbox } from '../diagrams/literalTopology.ts';

const small = topologyOf(3, 2);
const large = topologyOf(200, 3);

function topologyOf(networks: number, each: number): Topology {
  const names = Array.from({ length: networks }, (_, index) => `net${index}`);
  const boxes = names.flatMap((of) => Array.from({ length: each }, (_, index) => ({ of, name: `${of}-box${index}` })));
  return {
    ...emptyTopology('2026-11-25T20:00:00.000Z'),
    engines: [engine()],
    networks: names.map((name) => network(name)),
    sandboxes: boxes.map(({ name }) => sandbox(name)),
    endpoints: boxes.map(({ of, name }) => endpoint(name, of, '')),
  };
}

const form = (topology: Topology, ui: Partial<UiState> = {}) => mapForm({ show: { topology }, ui: { ...firstState, ...ui } });
const shown = (topology: Topology, ui: Partial<UiState>) => shownTopology({ show: { topology }, ui: { ...firstState, ...ui } });

test('a large map opens as an overview, a small one as the picture, and the user may have either', () => {
  assert.deepEqual([form(small), form(large)], ['picture', 'overview']);
  assert.deepEqual([form(small, { view: 'overview' }), form(large, { view: 'picture' })], ['overview', 'picture']);
  assert.equal(form(large, { view: 'table' }), 'table');
});

test('one network of a large map is the picture of that network alone', () => {
  assert.equal(form(large, { within: 'id-net7' }), 'picture');
  const { networks, sandboxes } = shown(large, { within: 'id-net7' });
  assert.deepEqual([networks.map(({ name }) => name), sandboxes.length], [['net7'], 3]);
});

test('back from one network, a filter that finds few still leads to their picture', () => {
  const back = (topology: Topology) =>
    toOverview({ show: { topology }, ui: { ...firstState, view: 'picture', within: 'id-net1' } });
  assert.deepEqual([form(large, back(large)), form(large, { ...back(large), filter: 'net77' })], ['overview', 'picture']);
  assert.equal(form(small, back(small)), 'overview', 'also of a small map, where it was asked for');
});

test('a network that is gone shows everything again', () => {
  const ui = { within: 'id-gone' };
  assert.equal(isWithin({ show: { topology: large }, ui: { ...firstState, ...ui } }), false);
  assert.equal(form(large, ui), 'overview');
  assert.equal(shown(large, ui), large);
});

test('a filter that finds few leads from the overview to the picture', () => {
  assert.equal(form(large, { filter: 'net77' }), 'picture');
  assert.equal(form(large, { filter: 'net' }), 'overview');
});

test('the same choices give the same value, so that what is made of it is made once', () => {
  assert.equal(shown(large, { filter: 'net1' }), shown(large, { filter: 'net1' }));
  assert.notEqual(
    shown(large, { filter: 'net1' }),
    shown({ ...large, engines: [engine({ id: 'e2' as EngineId })] }, { filter: 'net1' }),
  );
});
