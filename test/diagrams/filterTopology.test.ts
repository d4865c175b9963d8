import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterTopology } from '../../src/diagrams/filterTopology.ts';
import { hostMap } from '../../src/diagrams/hostMap.ts';
import { sandboxName } from '../../src/model/lookup.ts';
import { sampleTopology } from './sampleTopology.ts';

const names = (text: string) => {
  const { networks, sandboxes } = filterTopology(sampleTopology(), text);
  return [networks.map(({ name }) => name), sandboxes.map((sandbox) => sandboxName(sandbox))];
};

test('a container’s name finds its sandbox and networks, also that of a sharer', () => {
  assert.deepEqual(names('mactainer1'), [['macvlan100'], ['mactainer1']]);
  assert.deepEqual(names('SIDECAR'), [['localnet'], ['c2']]);
});

test('a network’s name finds all that is on it', () => {
  assert.deepEqual(names('localnet'), [['localnet'], ['c1', 'c2', 'stopped', 'web']]);
});

test('what nobody is named draws nothing but the engines', () => {
  assert.deepEqual(names('no such name'), [[], []]);
  assert.deepEqual(hostMap(filterTopology(sampleTopology(), 'no such name')).shapes, []);
});

test('an empty text finds everything', () => {
  const topology = sampleTopology();
  assert.equal(filterTopology(topology, '  '), topology);
});

test('a text that leaves nothing out gives the very same value', () => {
  const topology = sampleTopology();
  const networks = topology.networks.map((network) => ({ ...network, name: `net-${network.name}` }));
  const all = {
    ...topology,
    networks,
    sandboxes: topology.sandboxes.filter(({ id }) => topology.endpoints.some((each) => each.sandbox === id)),
  };
  assert.equal(filterTopology(all, 'net-'), all);
});
