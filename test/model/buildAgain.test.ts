import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildAgain } from '../../src/model/buildAgain.ts';
import { buildTopology } from '../../src/model/buildTopology.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { recorded } from './recorded.ts';

const first = recorded('engine-28.5');
const before = { snapshots: [first], topology: buildTopology([first], 'first') };
const later: Snapshot = { ...first, readAt: '2026-01-02T03:04:05.000Z' };

test('the same answers, read later, are the same records with other times', () => {
  const again = buildAgain(before, [later], 'later');
  assert.deepEqual(again, buildTopology([later], 'later'));
  assert.equal(again.endpoints, before.topology.endpoints);
});

test('whatever is another answer is built of', () => {
  const { networks, containerDetails = {}, ...rest } = later.api;
  const [id = ''] = Object.keys(containerDetails);
  const { [id]: _, ...fewer } = containerDetails;
  const others: readonly Snapshot[] = [
    { ...later, engine: { ...later.engine, state: 'lost' } },
    { ...later, kernel: { here: 'no', readAt: '', sandboxes: {} } },
    { ...later, api: { ...later.api, networks: { answer: [] } } },
    { ...later, api: { ...later.api, networks: { failed: { reason: 'failed', message: 'no' } } } },
    { ...later, api: { ...rest, containerDetails } },
    { ...later, api: { ...later.api, containerDetails: fewer } },
    { ...later, api: { ...later.api, containerDetails: { ...fewer, [id]: { failed: { reason: 'failed', message: 'no' } } } } },
  ];
  for (const other of others) {
    assert.deepEqual(buildAgain(before, [other], 'later'), buildTopology([other], 'later'));
    assert.notDeepEqual(buildAgain(before, [other], 'first'), { ...before.topology, engines: [] });
    assert.notEqual(buildAgain(before, [other], 'first').endpoints, before.topology.endpoints);
  }
  assert.deepEqual(buildAgain(before, [], 'later'), buildTopology([], 'later'));
  assert.deepEqual(buildAgain(undefined, [later], 'later'), buildTopology([later], 'later'));
});
