/** What the model makes of a swarm that changes, from answers recorded on the blog's two nodes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTopology } from '../../src/model/buildTopology.ts';
import { sandboxName } from '../../src/model/lookup.ts';
import { overlayHosts } from '../../src/model/overlayHosts.ts';
import { overlayMtu } from '../../src/model/overlayMtu.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { Network, Topology } from '../../src/model/topology.ts';
import { type Json, recorded, recordedAnswers } from './recorded.ts';

type Task = Json & { Status: Json; NodeID: string; DesiredState: string; Slot: number; ServiceID: string };

function built(...snapshots: readonly Snapshot[]): Topology {
  return buildTopology(snapshots, '2026-11-25T21:00:00Z');
}

/** The manager's snapshot with other tasks, or other nodes. */
function manager(change: { tasks?: (tasks: Task[]) => Task[]; nodes?: (nodes: Json[]) => Json[] }): Snapshot {
  const answers = recordedAnswers('swarm-node1');
  const snapshot = recorded('swarm-node1');
  const api = { ...snapshot.api };
  if (change.tasks) Object.assign(api, { tasks: { answer: change.tasks(answers.tasks as Task[]) } });
  if (change.nodes) Object.assign(api, { nodes: { answer: change.nodes(answers.nodes as Json[]) } });
  return { ...snapshot, api };
}

function uberNet(topology: Topology): Network {
  return topology.networks.find(({ name }) => name === 'uber-net') as Network;
}

function names(topology: Topology): readonly string[] {
  return topology.sandboxes
    .filter(({ service }) => service)
    .map((sandbox) => sandboxName(sandbox).replace(/\.[0-9a-z]{25}$/, ''))
    .sort();
}

const worker = recordedAnswers('swarm-node1').nodes as readonly (Json & { ID: string; Spec: Json; Status: Json })[];
const workerId = worker.find(({ Spec }) => Spec.Role === 'worker')?.ID ?? '';

test('a task that has ended does not come back from an older inspect', () => {
  assert.deepEqual(names(built(manager({}))), ['test.1', 'test.2', 'vip.1', 'vip.2']);
  const ended = manager({
    tasks: (tasks) =>
      tasks.map((task) =>
        task.NodeID === workerId ? { ...task, Status: { ...task.Status, State: 'shutdown' }, DesiredState: 'shutdown' } : task,
      ),
  });
  assert.deepEqual(names(built(ended)), ['test.2', 'vip.1']);
});

test('a task that a down node cannot end is still there, told to shut down', () => {
  const told = (tasks: Task[]) => tasks.map((task) => (task.NodeID === workerId ? { ...task, DesiredState: 'shutdown' } : task));
  const isDown = (nodes: Json[]) =>
    nodes.map((node) => (node.ID === workerId ? { ...node, Status: { State: 'down', Addr: '172.31.1.10' } } : node));
  const topology = built(manager({ tasks: told, nodes: isDown }));
  assert.deepEqual(names(topology), ['test.1', 'test.2', 'vip.1', 'vip.2']);
  const lost = topology.sandboxes.filter(({ node }) => node === workerId);
  assert.deepEqual(
    lost.map(({ kind, containers }) => [kind, containers[0]?.state]),
    [
      ['task', 'shutdown'],
      ['task', 'shutdown'],
    ],
  );
  assert.deepEqual(names(built(manager({ tasks: told }))), ['test.2', 'vip.1'], 'a node that is ready has ended them');
});

test('tasks that wait belong to their service, with what the swarm says', () => {
  const topology = built(
    manager({
      tasks: (tasks) => {
        const [first] = tasks as [Task];
        const waits = { ...first, ID: 'waits', NodeID: '', Status: { State: 'new', Message: 'created', Timestamp: 't' } };
        const picky = { ...waits, ID: 'picky', Status: { State: 'pending', Err: 'no suitable node', Message: 'pending' } };
        return [...tasks, waits, picky];
      },
    }),
  );
  assert.deepEqual(topology.services.find(({ name }) => name === 'test')?.pending, [
    { id: 'picky', state: 'pending', said: 'no suitable node', since: '' },
    { id: 'waits', state: 'new', said: 'created', since: 't' },
  ]);
  assert.equal(topology.services.find(({ name }) => name === 'vip')?.pending, undefined);
});

test('a node is found by the gossip also where its tunnels use another address', () => {
  const elsewhere = manager({
    nodes: (nodes) =>
      nodes.map((node) => ({ ...node, Status: { State: 'ready', Addr: `10.0.0.${node.ID === workerId ? 2 : 1}` } })),
  });
  const hosts = overlayHosts(built(elsewhere), uberNet(built(elsewhere)));
  assert.deepEqual(
    hosts.map(({ node, address }) => [node?.address, address]),
    [
      ['10.0.0.1', '192.168.1.10'],
      ['10.0.0.2', '172.31.1.10'],
    ],
  );
});

test('each engine’s own list of peers is kept beside the one of all', () => {
  const topology = built(recorded('swarm-node1'), recorded('swarm-node2'));
  const both = ['172.31.1.10', '192.168.1.10'];
  assert.deepEqual(
    uberNet(topology).peerLists,
    topology.engines.map(({ id }) => ({ engine: id, addresses: both })),
  );
  assert.deepEqual(
    overlayHosts(topology, uberNet(topology)).map(({ address, misses, takesPart }) => [address, misses, takesPart]),
    [
      ['192.168.1.10', [], true],
      ['172.31.1.10', [], true],
    ],
  );
});

test('an overlay’s interfaces take 50 bytes less than the network under it, and less still when it is encrypted', () => {
  const network = uberNet(built(recorded('swarm-node1')));
  assert.equal(overlayMtu(network), 1450);
  assert.equal(overlayMtu({ ...network, mtu: 9000 }), 8950);
  assert.equal(overlayMtu({ ...network, options: { encrypted: '' } }), 1424);
});

test('no address on a swarm’s network counts as fixed by the user', () => {
  const topology = built(recorded('swarm-node1'), recorded('swarm-node2'));
  const fixed = topology.endpoints.filter(({ staticAddresses }) => (staticAddresses ?? []).length > 0);
  assert.deepEqual(fixed, []);
});
