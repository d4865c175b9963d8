import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawEvent } from '../../src/engine/engine.ts';
import { isRelevant } from '../../src/engine/eventPolicy.ts';
import { listedRecords } from '../../src/engine/listedRecords.ts';

const event = (type: string, action: string, attributes: Record<string, string> = {}): RawEvent => ({
  type,
  action,
  id: 'x',
  attributes,
});
const label = { 'docker-network-explorer.helper': 'owner' };

test('what happens to our own helper containers makes nobody read again', () => {
  for (const action of ['create', 'start', 'die', 'destroy']) {
    assert.equal(isRelevant(event('container', action, label)), false, action);
    assert.equal(isRelevant(event('container', action, { name: 'c1' })), true, action);
  }
});

test('joining the host’s stack, or none, is told by the start of the container', () => {
  for (const type of ['host', 'null']) assert.equal(isRelevant(event('network', 'connect', { container: 'c', type })), false);
  assert.equal(isRelevant(event('network', 'connect', { container: 'c', type: 'bridge' })), true);
});

test('helper containers are not inspected', () => {
  const answer = [
    { Id: 'a', Labels: label },
    { Id: 'b', Labels: {} },
  ];
  assert.deepEqual([...listedRecords({ answer }).keys()], ['b']);
});
