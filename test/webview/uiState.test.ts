import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstState, readUiState, type UiState } from '../../src/webview/uiState.ts';

const chosen: UiState = {
  tab: 'dns',
  view: 'table',
  zoom: 1.5,
  filter: 'local',
  within: 'id-localnet',
  overviewAt: 'cell engine1 id-localnet',
  selected: 'sandbox id-c1',
  unfolded: ['fold engine1 id-localnet'],
  sandbox: 'id-c1',
  name: 'web',
  network: 'id-localnet',
  dns: 'ask',
  among: ['id-c1', 'id-c2'],
  only: 'fails',
  dense: true,
  record: 'AAAA',
  overlay: 'id-uber-net',
  overlayZoom: 0.8,
  overlaySelected: 'host node1',
  serial: 17,
};

test('what the user chose survives a reload', () => {
  assert.deepEqual(readUiState(JSON.parse(JSON.stringify(chosen))), chosen);
});

test('nothing kept, or nothing of ours, is the first state', () => {
  for (const kept of [undefined, null, 0, 'map', [], {}]) assert.deepEqual(readUiState(kept), firstState);
});

test('parts of another version are left out one by one', () => {
  const kept = {
    ...chosen,
    tab: 'gone',
    view: 7,
    zoom: Number.NaN,
    unfolded: ['a', 1, null],
    sandbox: {},
    only: 'some',
    record: 'MX',
    serial: '9',
  };
  const { sandbox: _, ...others } = chosen;
  assert.deepEqual(readUiState(kept), {
    ...others,
    tab: 'map',
    view: 'auto',
    zoom: 0,
    unfolded: ['a'],
    only: 'all',
    record: 'A',
    serial: 0,
  });
});
