import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combineReadings } from '../../src/model/combineReadings.ts';
import type { KernelReading, StackReading } from '../../src/model/snapshot.ts';

const stack: StackReading = {
  how: '/proc/<pid>/net',
  pid: 7,
  links: [{ name: 'eth0', index: 2, addresses: ['10.0.0.2/24'] }],
  routes: [],
};
const reading: KernelReading = { here: 'yes', readAt: 't', sandboxes: { one: stack } };
const deeper = (more: Partial<StackReading>) => ({
  readAt: 'u',
  sandboxes: {
    one: {
      how: 'exec cat',
      pid: 7,
      links: [{ name: 'eth0', index: 2, peerIndex: 19, mtu: 1400, addresses: [] }],
      routes: [],
      ...more,
    },
  },
});

test('what a container’s own program tells adds the other end, and takes nothing from what the kernel shows', () => {
  const told = combineReadings(reading, deeper({ hearsay: true }))?.sandboxes.one;
  assert.deepEqual(told?.links, [{ name: 'eth0', index: 2, peerIndex: 19, mtu: 1400, addresses: ['10.0.0.2/24'] }]);
});

test('what it tells of an interface that the kernel does not show is not believed', () => {
  const lie = deeper({ hearsay: true, links: [{ name: 'eth0', index: 5, peerIndex: 19, addresses: ['10.0.0.9/24'] }] });
  assert.deepEqual(combineReadings(reading, lie)?.sandboxes.one?.links, stack.links);
});

test('what was read of another process is left out', () => {
  assert.deepEqual(combineReadings(reading, deeper({ pid: 8 }))?.sandboxes.one, stack);
});

test('an engine that is elsewhere is known by further means alone', () => {
  const elsewhere: KernelReading = { here: 'no', readAt: 't', sandboxes: {} };
  const told = combineReadings(elsewhere, deeper({}));
  assert.deepEqual([told?.here, Object.keys(told?.sandboxes ?? {})], ['no', ['one']]);
  assert.equal(combineReadings(elsewhere, undefined), elsewhere);
});
