import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildTopology } from '../../src/model/buildTopology.ts';
import { endpointsOf, sandboxName } from '../../src/model/lookup.ts';
import { parseSample } from '../../src/model/sample.ts';
import { danglingIds, doubledIds } from './rawAnswers.ts';

const text = readFileSync(new URL('../../media/sample.json', import.meta.url), 'utf8');
const file = JSON.parse(text);
const topology = buildTopology(parseSample(file), '2026-11-25T21:00:00Z');

test('the sample has no gap and says of itself that it is one', () => {
  assert.deepEqual(topology.gaps, []);
  assert.deepEqual(danglingIds(topology), []);
  assert.deepEqual(doubledIds(topology), []);
  assert.deepEqual(
    topology.engines.map(({ context, state }) => [context, state]),
    [
      ['default', 'sample'],
      ['node1', 'sample'],
      ['node2', 'sample'],
    ],
  );
});

test('the sample shows the blog’s networks under the blog’s ids, its ports and its two nodes', () => {
  const network = (name: string) =>
    topology.networks.find((candidate) => candidate.name === name && candidate.engines[0] === topology.engines[0]?.id);
  assert.equal(network('bridge')?.hostInterface, 'docker0');
  assert.equal(network('localnet')?.hostInterface, 'br-30441f25c1f0');
  assert.deepEqual(network('localnet')?.pools, [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1' }]);
  assert.equal(network('macvlan100')?.parent, 'enp0s3.100');
  assert.deepEqual(network('macvlan100')?.pools, [{ subnet: '10.0.2.0/24', gateway: '10.0.2.1', range: '10.0.2.0/25' }]);
  const named = (name: string) => topology.sandboxes.find((sandbox) => sandboxName(sandbox) === name);
  assert.deepEqual(
    endpointsOf(topology, { sandbox: named('c1')?.id ?? '' }).flatMap(({ addresses }) => addresses),
    ['172.18.0.2/16'],
  );
  assert.equal(named('c1')?.id, '32dc71f35b767c4474df550b6112ed8403eb8cfbd9869a725dcee2a10bdf6855');
  assert.deepEqual(
    endpointsOf(topology, { sandbox: named('mactainer1')?.id ?? '' }).flatMap(({ addresses }) => addresses),
    ['10.0.2.2/24'],
  );
  assert.deepEqual(
    named('web')?.publishedPorts.map(({ hostPort, port }) => [hostPort, port]),
    [[5000, 80]],
  );
  assert.deepEqual(
    topology.networks.find(({ name }) => name === 'uber-net')?.peers?.map(({ address }) => address),
    ['172.31.1.10', '192.168.1.10'],
  );
  assert.deepEqual(
    topology.nodes.map(({ hostname, address }) => [hostname, address]),
    [
      ['node1', '192.168.1.10'],
      ['node2', '172.31.1.10'],
    ],
  );
  assert.deepEqual(
    topology.services.map(({ name }) => name),
    ['test'],
  );
  assert.equal(topology.sandboxes.filter(({ service }) => service).length, 2);
});

test('every record of the sample is in full detail', () => {
  const records = [...topology.networks, ...topology.sandboxes, ...topology.endpoints];
  assert.ok(records.every(({ detail }) => detail === 'full'));
});

test('the sample lists what was made by hand, and names no machine', () => {
  assert.ok(file.handMade.length > 0 && file.handMade.every((line: unknown) => typeof line === 'string'));
  assert.doesNotMatch(text, /docker-lab|\/tmp\/|\/work\//);
});

test('a file that is no sample gives no snapshots', () => {
  for (const json of [
    null,
    7,
    'x',
    [],
    {},
    { snapshots: 'x' },
    { snapshots: [null, 1, {}, { engine: {} }, { engine: { endpoint: 'x' }, api: 3 }] },
  ]) {
    assert.deepEqual(parseSample(json), []);
  }
});
