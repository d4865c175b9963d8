import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointId, engineId, hostSandboxId, loadBalancerSandboxId, looseEndpointId, networkId } from '../../src/model/ids.ts';
import { endpointById, engineOf, networksOf, sandboxesOn, sandboxName, sandboxOfContainer } from '../../src/model/lookup.ts';
import { hex, joined, listed, network, topologyOf } from './rawAnswers.ts';

test('an engine’s id is a short hash of its URL, the same everywhere', () => {
  assert.equal(engineId('unix:///var/run/docker.sock'), engineId('unix:///var/run/docker.sock'));
  assert.match(engineId('ssh://me@example.org'), /^[0-9a-f]{16}$/);
  // FNV-1a of 64 bits, from its published test vectors.
  assert.equal(engineId(''), 'cbf29ce484222325');
  assert.equal(engineId('a'), 'af63dc4c8601ec8c');
  assert.equal(engineId('foobar'), '85944171f73967e8');
});

test('ids are composed as the contract rules', () => {
  const engine = engineId('x');
  const net = networkId('n');
  assert.equal(networkId('n', engine), `${engine}:n`);
  assert.equal(hostSandboxId(engine), `${engine}/host`);
  assert.equal(loadBalancerSandboxId(engine, 'lb-uber-net'), `${engine}/lb-uber-net`);
  assert.equal(endpointId(net, hostSandboxId(engine)), `n/${engine}/host`);
  assert.equal(looseEndpointId(net, 'e'), 'n/ep-e');
});

test('finders find by our ids and by Docker’s', () => {
  const net = network({ Name: 'net', Id: hex('a1') });
  const c1 = listed({ id: hex('c1'), name: 'c1', mode: 'net', networks: { net: joined(hex('a1'), hex('e1'), '10.0.0.2/24') } });
  const topology = topologyOf({ networks: [net], containers: [c1] });
  const id = `${hex('a1')}/${hex('c1')}`;
  assert.equal(endpointById(topology, id)?.id, id);
  assert.equal(endpointById(topology, hex('e1'))?.id, id);
  assert.equal(endpointById(topology, ''), undefined);
  assert.deepEqual(sandboxesOn(topology, hex('a1')).map(sandboxName), ['c1']);
  assert.deepEqual(
    networksOf(topology, hex('c1')).map(({ name }) => name),
    ['net'],
  );
  const sandbox = sandboxOfContainer(topology, hex('c1'));
  assert.equal(sandbox && engineOf(topology, sandbox)?.context, 'default');
  assert.equal(sandboxOfContainer(topology, 'nobody'), undefined);
});
