import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostSandboxId } from '../../src/model/ids.ts';
import type { Engine, EngineId, Topology } from '../../src/model/topology.ts';
import { outsideVantage } from '../../src/predictions/outsideVantage.ts';
import { engine, sketch } from './sketch.ts';

const other = 'e2' as EngineId;

function world(fields: Partial<Engine>, swarm = false, second = '192.168.7.8'): Topology {
  const engines = swarm ? [engine, other] : [engine];
  const made = sketch(
    { front: { pools: [{ subnet: '10.1.0.0/24', gateway: '10.1.0.1' }] }, over: { driver: 'overlay', engines } },
    {},
    {
      engine: fields,
    },
  );
  const [first] = made.engines;
  assert.ok(first);
  const host = (of: EngineId, address: string) => ({
    ...{ engine: of, sandbox: hostSandboxId(of), how: '/proc/self/net', routes: [] },
    links: [{ name: 'eth0', addresses: [`${address}/24`] }],
  });
  return {
    ...made,
    engines: [first, { ...first, id: other, context: 'second' }],
    stacks: [host(engine, '192.168.7.7'), host(other, second)],
  };
}

function vantage(topology: Topology, address = '192.168.7.7'): string {
  const found = outsideVantage(topology, engine, address);
  return found.kind === 'none' ? found.gap.code : found.kind === 'host' ? `host of ${found.engine.context}` : found.kind;
}

test('the host of another node of the swarm is outside, that of an engine that has nothing to do with it may be the same machine', () => {
  assert.equal(vantage(world({ here: 'yes' }, true)), 'host of second');
  assert.equal(vantage(world({ here: 'yes' })), 'outside-own-host');
  // a node in a container of the first engine comes to it from within
  assert.equal(vantage(world({ here: 'yes' }, true, '10.1.0.9')), 'outside-own-host');
});

test('this machine is outside where the engine is reached over a network and its kernel is another', () => {
  for (const endpoint of ['ssh://user@far', 'tcp://192.168.7.7:2376', 'ssh://far:2222'])
    assert.equal(vantage(world({ here: 'no', endpoint })), 'here', endpoint);
  for (const endpoint of [
    'unix:///var/run/docker.sock',
    'tcp://localhost:2375',
    'tcp://[::1]:2375',
    'tcp://host.docker.internal:2375',
  ])
    assert.equal(vantage(world({ here: 'no', endpoint })), 'outside-nowhere', endpoint);
  assert.equal(vantage(world({ here: 'unknown', endpoint: 'ssh://far' })), 'outside-nowhere');
});

test('an address that does not lead away from the host cannot be tried from outside', () => {
  const far = world({ here: 'no', endpoint: 'ssh://far' }, true);
  assert.equal(vantage(far, '10.1.0.1'), 'outside-nowhere');
  assert.equal(vantage(far, '127.0.0.1'), 'outside-nowhere');
});
