import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTopology } from '../../src/model/buildTopology.ts';
import type { EngineId } from '../../src/model/topology.ts';
import { swarmPorts } from '../../src/predictions/swarmPorts.ts';
import { recorded } from '../model/recorded.ts';
import { sketch } from './sketch.ts';

function targets(topology: ReturnType<typeof buildTopology>): readonly string[] {
  const [first] = topology.engines;
  return swarmPorts(topology, first?.id as EngineId).map(({ address, port, protocol }) => `${address} ${port}/${protocol}`);
}

test('every node must be reached by gossip and tunnel, a manager by its workers too', () => {
  const topology = buildTopology([recorded('swarm-node1'), recorded('swarm-node2')], 'now');
  assert.deepEqual([...targets(topology)].sort(), [
    '172.31.1.10 4789/udp',
    '172.31.1.10 7946/tcp',
    '172.31.1.10 7946/udp',
    '192.168.1.10 2377/tcp',
    '192.168.1.10 4789/udp',
    '192.168.1.10 7946/tcp',
    '192.168.1.10 7946/udp',
  ]);
});

test('the tunnel’s port is the one that the swarm was made with', () => {
  const topology = buildTopology([recorded('swarm-node1')], 'now');
  const [engine] = topology.engines;
  const swarm = { ...(engine?.swarm as NonNullable<NonNullable<typeof engine>['swarm']>), dataPathPort: 7789 };
  const other = { ...topology, engines: topology.engines.map((each) => ({ ...each, swarm })) };
  assert.ok(targets(other).includes('172.31.1.10 7789/udp'), targets(other).join());
});

test('a worker alone knows where its managers are', () => {
  assert.ok(targets(buildTopology([recorded('swarm-node2')], 'now')).includes('192.168.1.10 2377/tcp'), 'manager');
});

test('without a swarm there is nothing to reach', () => assert.deepEqual(targets(sketch({}, {})), []));
