import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineId } from '../../src/model/ids.ts';
import { isRunning, ownerOf, sandboxName, sandboxOfContainer, sharersOf } from '../../src/model/lookup.ts';
import type { Topology } from '../../src/model/topology.ts';
import {
  danglingIds,
  gapTexts,
  hex,
  inspected,
  joined,
  listed,
  network,
  notJoined,
  pool,
  socket,
  topologyOf,
} from './rawAnswers.ts';

const engine = engineId(socket);
const net = network({ Name: 'net', Id: hex('a1'), ...pool('10.1.0.0/16', { Gateway: '10.1.0.1' }) });
const host = network({ Name: 'host', Id: hex('a2'), Driver: 'host' });
const none = network({ Name: 'none', Id: hex('a3'), Driver: 'null' });
const on = (endpoint: string, address: string) => ({
  net: joined(hex('a1'), hex(endpoint), `${address}/16`, { Gateway: '10.1.0.1' }),
});
const owner = listed({ id: hex('01'), name: 'owner', mode: 'net', networks: on('e1', '10.1.0.2') });
const sharing = (id: string, name: string, of: string) => listed({ id: hex(id), name, mode: `container:${of}` });

/** Sandbox id and container names of each stack but the host's empty one. */
function stacks(topology: Topology): readonly string[] {
  assert.deepEqual(danglingIds(topology), []);
  return topology.sandboxes
    .filter(({ containers }) => containers.length > 0)
    .map(({ id, containers }) => `${id.replace(/0+$/, '')}: ${containers.map(({ name }) => name).join(' ')}`);
}

test('containers that share a stack are in their owner’s sandbox, the owner first', () => {
  const topology = topologyOf({
    networks: [net],
    containers: [sharing('02', 'a-sharer', hex('01')), owner, sharing('03', 'b-sharer', hex('01'))],
  });
  assert.deepEqual(stacks(topology), ['01: owner a-sharer b-sharer']);
  assert.deepEqual(
    topology.endpoints.map(({ sandbox }) => sandbox),
    [hex('01')],
  );
  const sandbox = sandboxOfContainer(topology, hex('03'));
  assert.equal(sandbox?.id, hex('01'));
  assert.ok(sandbox && ownerOf(sandbox)?.name === 'owner' && sharersOf(sandbox).length === 2);
});

test('a chain of sharers ends at the first owner, by id, by name, or by an id cut short', () => {
  const topology = topologyOf({
    networks: [net],
    containers: [
      owner,
      sharing('02', 'two', 'owner'),
      sharing('03', 'three', hex('02')),
      sharing('04', 'four', hex('03').slice(0, 12)),
    ],
  });
  assert.deepEqual(stacks(topology), ['01: owner four three two']);
  assert.deepEqual(topology.gaps, []);
});

test('the stack of a stopped owner does not run, whoever shares it', () => {
  const stopped = listed({ id: hex('01'), name: 'owner', state: 'exited', mode: 'net', networks: { net: notJoined(hex('a1')) } });
  const topology = topologyOf({ networks: [net], containers: [stopped, sharing('02', 'two', hex('01'))] });
  const sandbox = sandboxOfContainer(topology, hex('02'));
  assert.ok(sandbox && !isRunning(sandbox) && sandboxName(sandbox) === 'owner');
  assert.deepEqual(topology.endpoints[0]?.addresses, []);
  assert.equal(topology.endpoints[0]?.endpointId, undefined);
});

test('those that share a removed owner’s stack stay together, and the owner is a gap', () => {
  const gone = hex('99');
  const topology = topologyOf({ containers: [sharing('02', 'two', gone), sharing('03', 'three', gone)] });
  assert.deepEqual(stacks(topology), ['99: three two']);
  assert.deepEqual(gapTexts(topology), [`owner-missing ${gone}`]);
  const sandbox = sandboxOfContainer(topology, hex('02'));
  assert.ok(sandbox && ownerOf(sandbox) === undefined && !isRunning(sandbox) && sharersOf(sandbox).length === 2);
});

test('an owner named by something that was never an id is a gap, and the container keeps a stack of its own', () => {
  const topology = topologyOf({ containers: [sharing('02', 'two', 'gone')] });
  assert.deepEqual(stacks(topology), ['02: two']);
  assert.deepEqual(gapTexts(topology), ['owner-missing gone']);
});

test('a circle of sharers ends, each with a stack of its own and a gap', () => {
  const topology = topologyOf({
    containers: [sharing('02', 'two', hex('03')), sharing('03', 'three', hex('02')), sharing('04', 'four', hex('04'))],
  });
  assert.deepEqual(stacks(topology), ['04: four', '03: three', '02: two']);
  assert.equal(topology.gaps.length, 3);
});

test('a chain of ten thousand sharers is followed', () => {
  const chain = Array.from({ length: 10_000 }, (_, index) =>
    sharing(`f${index}f`, `s${index}`, index === 0 ? hex('01') : hex(`f${index - 1}f`)),
  );
  const topology = topologyOf({ networks: [net], containers: [owner, ...chain] });
  assert.equal(sandboxOfContainer(topology, hex('01'))?.containers.length, 10_001);
});

test('all containers on the host’s stack are one sandbox with one endpoint', () => {
  const joinedHost = (endpoint: string) => ({ host: joined(hex('a2'), hex(endpoint), '', { MacAddress: '' }) });
  const topology = topologyOf({
    networks: [host],
    containers: [
      listed({ id: hex('06'), name: 'two', mode: 'host', networks: joinedHost('e6') }),
      listed({ id: hex('05'), name: 'one', mode: 'host', networks: joinedHost('e5') }),
      sharing('07', 'seven', hex('06')),
    ],
  });
  assert.deepEqual(stacks(topology), [`${engine}/host: one seven two`]);
  assert.deepEqual(
    topology.endpoints.map(({ id, endpointId, addresses, isDefaultGateway }) => ({
      id,
      endpointId,
      addresses,
      isDefaultGateway,
    })),
    [{ id: `${hex('a2')}/${engine}/host`, endpointId: hex('e5'), addresses: [], isDefaultGateway: undefined }],
  );
  assert.ok(topology.sandboxes.every(isRunning));
});

test('a ready engine has the host’s stack, also without a container on it', () => {
  const topology = topologyOf({ networks: [host] });
  assert.deepEqual(
    topology.sandboxes.map(({ id, kind, containers }) => ({ id, kind, containers })),
    [{ id: `${engine}/host`, kind: 'host', containers: [] }],
  );
  assert.deepEqual(topology.endpoints, []);
});

test('a container on none has a sandbox of its own', () => {
  const sealed = listed({
    id: hex('08'),
    name: 'sealed',
    mode: 'none',
    networks: { none: joined(hex('a3'), hex('e8'), '', { MacAddress: '' }) },
  });
  const topology = topologyOf({ networks: [none], containers: [sealed] });
  assert.deepEqual(stacks(topology), ['08: sealed']);
  assert.deepEqual(topology.endpoints[0]?.addresses, []);
  assert.equal(topology.endpoints[0]?.mac, undefined);
});

test('states are Docker’s own; a paused stack runs, a created, restarting or dead one does not', () => {
  for (const [state, runs] of [
    ['running', true],
    ['paused', true],
    ['restarting', false],
    ['created', false],
    ['exited', false],
    ['removing', false],
    ['dead', false],
    ['', false],
  ] as const) {
    const topology = topologyOf({
      networks: [net],
      containers: [listed({ id: hex('01'), name: 'one', state, mode: 'net', networks: on('e1', '10.1.0.2') })],
    });
    const sandbox = sandboxOfContainer(topology, hex('01'));
    assert.equal(sandbox?.containers[0]?.state, state);
    assert.equal(sandbox && isRunning(sandbox), runs, state);
    assert.equal(topology.endpoints[0]?.addresses.length, runs ? 1 : 0, state);
  }
});

test('the sandbox key and pid of a stopped container are not believed (20.10 keeps them)', () => {
  const stopped = listed({ id: hex('01'), name: 'one', state: 'exited', networks: { net: notJoined(hex('a1')) } });
  const topology = topologyOf({
    networks: [net],
    containers: [stopped],
    containerDetails: [inspected(stopped, { more: { State: { Running: false, Pid: 77 } } })],
  });
  const sandbox = sandboxOfContainer(topology, hex('01'));
  assert.equal(sandbox?.sandboxKey, undefined);
  assert.equal(sandbox?.pid, undefined);
});

test('an inspect of an earlier start gives neither key nor pid', () => {
  const before = listed({ id: hex('01'), name: 'owner', mode: 'net', networks: on('e0', '10.1.0.9') });
  const topology = topologyOf({ networks: [net], containers: [owner], containerDetails: [inspected(before)] });
  const sandbox = sandboxOfContainer(topology, hex('01'));
  assert.equal(sandbox?.pid, undefined);
  assert.equal(sandbox?.sandboxKey, undefined);
  assert.deepEqual(topology.endpoints[0]?.addresses, ['10.1.0.2/16']);
});

test('a container’s name is not that of a link to it', () => {
  const linked = listed({ id: hex('01'), name: 'x', more: { Names: ['/c2/db', '/c1'] } });
  assert.equal(
    topologyOf({ containers: [linked] }).sandboxes.find(({ kind }) => kind === 'container')?.containers[0]?.name,
    'c1',
  );
});

test('published ports are the listed ones, each once, both families’ wildcard as one', () => {
  const Ports = [
    { IP: '::', PrivatePort: 80, PublicPort: 5000, Type: 'tcp' },
    { IP: '0.0.0.0', PrivatePort: 80, PublicPort: 5000, Type: 'tcp' },
    { IP: '0.0.0.0', PrivatePort: 53, PublicPort: 5353, Type: 'udp' },
    { IP: '127.0.0.1', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
    { PrivatePort: 443, Type: 'tcp' },
    { IP: '0.0.0.0', PrivatePort: 1, PublicPort: 99999, Type: 'tcp' },
    { IP: '0.0.0.0', PrivatePort: 1, PublicPort: 9, Type: 'icmp' },
  ];
  const topology = topologyOf({ containers: [listed({ id: hex('01'), name: 'web', more: { Ports } })] });
  assert.deepEqual(sandboxOfContainer(topology, hex('01'))?.publishedPorts, [
    { protocol: 'tcp', port: 80, hostAddress: '', hostPort: 5000 },
    { protocol: 'tcp', port: 80, hostAddress: '127.0.0.1', hostPort: 8080 },
    { protocol: 'udp', port: 53, hostAddress: '0.0.0.0', hostPort: 5353 },
  ]);
  assert.deepEqual(gapTexts(topology), ['malformed-container Ports.5', 'malformed-container Ports.6']);
});
