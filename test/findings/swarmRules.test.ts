/** The rules about swarms and their overlays; what is said here of the swarm's behaviour was seen on 20.10 (test/lab/swarm*.test.ts). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../src/findings/finding.ts';
import { findAll } from '../../src/findings/rules.ts';
import type {
  Endpoint,
  EndpointId,
  Engine,
  EngineId,
  Network,
  Node,
  NodeId,
  Sandbox,
  Service,
  ServiceId,
  Topology,
} from '../../src/model/topology.ts';
import type { PortObservation } from '../../src/predictions/swarmPorts.ts';
import { engine, idOf, sketch } from '../predictions/sketch.ts';

const [e1, e2] = [engine, 'e2' as EngineId];
const [n1, n2] = ['node1' as NodeId, 'node2' as NodeId];
const [a1, a2] = ['192.168.1.10', '172.31.1.10'];

function found(topology: Topology, code: string): readonly Finding[] {
  return findAll({ topology, observations: [] }).filter((finding) => finding.code === code);
}

function node(id: NodeId, address: string, more: Partial<Node> = {}): Node {
  const fields = { role: 'worker', availability: 'active', state: 'ready', leader: false };
  return { id, engine: e1, hostname: `${id}.example`, address, ...fields, ...more };
}

interface Case {
  /** Lists of peers by engine. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  readonly network?: Partial<Network> & { readonly subnet?: string };
  readonly second?: Partial<Node>;
  readonly secondRuns?: boolean;
  readonly secondConnected?: boolean;
  readonly more?: Partial<Topology>;
}

/** A container on each of two nodes, on the overlay `ov`; node1 is a connected manager. */
function twoNodes({ lists = {}, network = {}, second, secondRuns = true, secondConnected = true, more }: Case): Topology {
  const topology = sketch(
    {
      ov: {
        driver: 'overlay',
        subnet: '10.0.1.0/24',
        engines: secondConnected ? [e1, e2] : [e1],
        peerLists: Object.entries(lists).map(([id, addresses]) => ({ engine: id as EngineId, addresses })),
        ...network,
      },
    },
    { c1: { on: { ov: '10.0.1.2/24' } }, c2: { on: { ov: '10.0.1.3/24' }, state: secondRuns ? 'running' : 'exited' } },
    { engine: { swarm: { nodeId: n1, role: 'manager' } }, nodes: [node(n1, a1, { role: 'manager' }), node(n2, a2, second)] },
  );
  const on = <T extends Endpoint | Sandbox>(record: T): T => ({
    ...record,
    node: record.id.includes(idOf('c2')) ? n2 : n1,
    ...(record.id.includes(idOf('c2')) ? { engine: secondConnected ? e2 : e1 } : {}),
  });
  const worker: Engine = { ...(topology.engines[0] as Engine), id: e2, context: 'second', swarm: { nodeId: n2, role: 'worker' } };
  return {
    ...topology,
    engines: secondConnected ? [...topology.engines, worker] : topology.engines,
    endpoints: topology.endpoints.map(on),
    sandboxes: topology.sandboxes.map(on),
    ...more,
  };
}

test('two connected nodes whose lists of peers both lack the other are found, once for the network', () => {
  const [finding, ...others] = found(twoNodes({ lists: { e1: [a1], e2: [a2] } }), 'overlay-peer-missing');
  assert.equal(others.length, 0);
  assert.equal(finding?.severity, 'error');
  assert.deepEqual(finding?.subjects, ['ov']);
  assert.deepEqual(finding?.message.args, ['ov', '2']);
  assert.deepEqual(
    finding?.evidence.filter(({ code }) => code === 'evidence.peer-unknown').map(({ args }) => args),
    [
      ['node1.example (192.168.1.10)', 'node2.example (172.31.1.10)'],
      ['node2.example (172.31.1.10)', 'node1.example (192.168.1.10)'],
    ],
  );
});

test('a node with running tasks that nobody’s list names is found, though its engine is not connected', () => {
  const [finding] = found(twoNodes({ lists: { e1: [a1] }, secondConnected: false }), 'overlay-peer-missing');
  assert.deepEqual(finding?.message.args, ['ov', '1']);
});

for (const [title, topology] of [
  ['every list has every host', twoNodes({ lists: { e1: [a1, a2], e2: [a1, a2] } })],
  ['only one of two lists lacks the other: it may be older', twoNodes({ lists: { e1: [a1], e2: [a1, a2] } })],
  ['nothing runs on the other node', twoNodes({ lists: { e1: [a1], e2: [a2] }, secondRuns: false })],
  ['nobody’s list was read', twoNodes({})],
] as const) {
  test(`no peer is called missing when ${title}`, () => assert.deepEqual(found(topology, 'overlay-peer-missing'), []));
}

const service: Service = {
  id: 'svc' as ServiceId,
  engine: e1,
  name: 'web',
  mode: 'replicated',
  endpointMode: 'vip',
  networks: [{ network: 'ov' as Network['id'], virtualAddress: '10.0.1.9/24' }],
  ports: [],
};

function asTasks(topology: Topology): Topology {
  return {
    ...topology,
    services: [service],
    sandboxes: topology.sandboxes.map((box) => ({ ...box, service: service.id })),
  };
}

test('tasks on a node that is down are found, one finding for the node', () => {
  const [finding, ...others] = found(asTasks(twoNodes({ second: { state: 'down' } })), 'task-unreachable');
  assert.equal(others.length, 0);
  assert.deepEqual(finding?.subjects, [idOf('c2')]);
  assert.deepEqual(finding?.message.args, ['1', 'node2.example', 'down']);
});

test('tasks are called unreachable neither on nodes that are ready nor where they are plain containers', () => {
  assert.deepEqual(found(asTasks(twoNodes({})), 'task-unreachable'), []);
  assert.deepEqual(found(twoNodes({ second: { state: 'down' } }), 'task-unreachable'), []);
});

function withUnderlay(mtu: number, network: Case['network'] = {}): Topology {
  const link = { name: 'eth0', mtu, addresses: [`${a1}/24`] };
  const stack = { engine: e1, sandbox: `${e1}/host` as Sandbox['id'], how: 'sysfs', links: [link], routes: [] };
  return twoNodes({ network, more: { stacks: [stack] } });
}

test('an overlay made for a larger underlay than there is, is found', () => {
  const [finding] = found(withUnderlay(1400), 'overlay-mtu');
  assert.deepEqual(finding?.message.args, ['ov', '1500', '1400']);
  assert.deepEqual(finding?.evidence[0]?.args, ['ov', '1450', '1500']);
});

test('an overlay fits where it was made for its underlay, or where the underlay was not looked at', () => {
  assert.deepEqual(found(withUnderlay(1500), 'overlay-mtu'), []);
  assert.deepEqual(found(withUnderlay(1400, { mtu: 1400 }), 'overlay-mtu'), []);
  assert.deepEqual(found(twoNodes({}), 'overlay-mtu'), []);
});

test('an overlay whose subnet holds a node’s own address is found', () => {
  const [finding] = found(twoNodes({ network: { subnet: '192.168.0.0/16' } }), 'overlay-pool-overlap');
  assert.deepEqual(finding?.message.args, ['ov', '192.168.0.0/16', a1]);
  assert.deepEqual(found(twoNodes({}), 'overlay-pool-overlap'), []);
});

test('a network that the swarm found no addresses for is found, with the subnets that are taken', () => {
  const topology = twoNodes({});
  const [first] = topology.networks;
  const twin = { ...(first as Network), id: 'twin' as Network['id'], name: 'twin', driver: '', pools: [] };
  const [finding] = found({ ...topology, networks: [...topology.networks, twin] }, 'overlay-without-pool');
  assert.deepEqual(finding?.message.args, ['twin']);
  assert.ok(finding?.evidence.some(({ args }) => args.join(' ') === 'ov 10.0.1.0/24'));
  assert.deepEqual(found(topology, 'overlay-without-pool'), []);
});

function waiting(subnet: string, pending: Partial<NonNullable<Service['pending']>[number]>): Topology {
  const task = { id: 't1', state: 'new', said: 'created', since: '2026-11-25T00:00:00Z', ...pending };
  const topology = twoNodes({ network: { pools: [{ subnet, gateway: '10.0.1.1' }] } });
  return { ...topology, readAt: '2026-11-25T00:00:05Z', services: [{ ...service, pending: [task] }] };
}

test('a task that waits for an address on a full overlay is found at once', () => {
  // two containers, a load balancer on each of two nodes, the virtual address, the gateway: 6, as many as a /29 has
  assert.deepEqual(found(waiting('10.0.1.0/28', {}), 'task-pending-address'), []);
  const [finding] = found(waiting('10.0.1.0/29', {}), 'task-pending-address');
  assert.deepEqual(finding?.message.args, ['1', 'web']);
  assert.equal(finding?.evidence[0]?.code, 'evidence.pool-full');
});

test('where no pool explains it, a task is found after half a minute', () => {
  assert.deepEqual(found(waiting('10.0.1.0/24', {}), 'task-pending-address'), []);
  assert.equal(found(waiting('10.0.1.0/24', { since: '2026-11-24T23:59:00Z' }), 'task-pending-address').length, 1);
});

test('a task that waits for a node does not wait for an address', () => {
  const pending = { state: 'pending', since: '2026-11-24T00:00:00Z' };
  assert.deepEqual(found(waiting('10.0.1.0/30', pending), 'task-pending-address'), []);
});

test('an overlay’s hosts are found by the gossip where the nodes are not known', () => {
  const topology = twoNodes({ secondConnected: false });
  const gossiped: Endpoint = {
    id: 'ov/ep-x' as EndpointId,
    endpointId: 'x',
    network: 'ov' as Network['id'],
    engine: e1,
    hostAddress: '10.5.5.5',
    addresses: ['10.0.1.77/24'],
    detail: 'full',
  };
  const list = [{ engine: e1, addresses: [a1, a2] }];
  const networks = topology.networks.map((each) => ({ ...each, peerLists: list }));
  const [finding] = found({ ...topology, networks, endpoints: [...topology.endpoints, gossiped] }, 'overlay-peer-missing');
  assert.deepEqual(finding?.evidence[0]?.args, ['node1.example (192.168.1.10)', '10.5.5.5']);
});

function seen(outcome: PortObservation['outcome'], more: Partial<PortObservation> = {}): PortObservation {
  const target = { node: n2, hostname: 'node2.example', address: a2, port: 7946, protocol: 'tcp', purpose: 'gossip' } as const;
  return { target, from: n1, place: 'c1', how: 'exec nc', outcome, at: '2026-11-25T00:00:00Z', ...more };
}

test('a port that a connect did not get through to is found, with from where and by what means', () => {
  const ports = [seen('silent'), seen('open', { target: { ...seen('open').target, port: 2377 } })];
  const all = findAll({ topology: twoNodes({}), observations: [], ports });
  const [finding] = all.filter(({ code }) => code === 'swarm-port-blocked');
  assert.deepEqual(finding?.message.args, ['7946/tcp', 'node2.example (172.31.1.10)']);
  assert.deepEqual(
    finding?.evidence.map(({ code, args }) => [code, args.join(' | ')]),
    [['evidence.port-silent', '7946/tcp | node1.example (192.168.1.10) | exec nc | 2026-11-25T00:00:00Z']],
  );
  assert.equal(finding?.fix?.command, 'dockerNetworks.checkSwarmPorts');
});

test('no port is called blocked that was not tried, or whose node is gone', () => {
  const codes = (ports: readonly PortObservation[]) =>
    findAll({ topology: twoNodes({}), observations: [], ports }).map(({ code }) => code);
  const gone = { ...seen('silent').target, node: 'other' as NodeId };
  assert.ok(!codes([seen('unknown'), seen('open'), seen('silent', { target: gone })]).includes('swarm-port-blocked'));
});
