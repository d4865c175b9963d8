import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTopology } from '../../src/model/buildTopology.ts';
import { engineId } from '../../src/model/ids.ts';
import { emptyTopology } from '../../src/model/topology.ts';
import { processorTime } from '../support/processorTime.ts';
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
  snapshot,
  socket,
  topologyOf,
} from './rawAnswers.ts';

const engine = engineId(socket);
const localnet = network({ Name: 'localnet', Id: hex('30441f25c1f0'), ...pool('172.18.0.0/16', { Gateway: '172.18.0.1' }) });
const c1 = listed({
  id: hex('32dc71f35b76'),
  name: 'c1',
  mode: 'localnet',
  networks: { localnet: joined(localnet.Id as string, hex('03e6'), '172.18.0.2/16', { Gateway: '172.18.0.1' }) },
});

test('no engines give an empty value', () => {
  assert.deepEqual(buildTopology([], 'now'), emptyTopology('now'));
});

test('two list calls give networks, endpoints and sandboxes, without what needs an inspect', () => {
  const topology = topologyOf({ networks: [localnet], containers: [c1] });
  assert.deepEqual(topology.gaps, []);
  assert.deepEqual(topology.networks, [
    {
      id: hex('30441f25c1f0'),
      engines: [engine],
      name: 'localnet',
      driver: 'bridge',
      scope: 'local',
      internal: false,
      attachable: false,
      ingress: false,
      configOnly: false,
      ipv6: false,
      pools: [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1' }],
      hostInterface: 'br-30441f25c1f0',
      options: {},
      labels: {},
      created: '2026-11-25T20:00:00Z',
      detail: 'listed',
    },
  ]);
  assert.deepEqual(topology.endpoints, [
    {
      id: `${hex('30441f25c1f0')}/${hex('32dc71f35b76')}`,
      endpointId: hex('03e6'),
      network: hex('30441f25c1f0'),
      sandbox: hex('32dc71f35b76'),
      engine,
      addresses: ['172.18.0.2/16'],
      staticAddresses: [],
      mac: '02:42:ac:12:00:02',
      gateway: '172.18.0.1',
      isDefaultGateway: true,
      detail: 'listed',
    },
  ]);
  assert.deepEqual(
    topology.sandboxes.map(({ id, kind, detail }) => ({ id, kind, detail })),
    [
      { id: hex('32dc71f35b76'), kind: 'container', detail: 'listed' },
      { id: `${engine}/host`, kind: 'host', detail: 'full' },
    ],
  );
});

test('inspects fill in names, key and pid', () => {
  const detail = inspected(c1, { networks: { localnet: { Aliases: ['db', '32dc71f35b76'] } } });
  const topology = topologyOf({ networks: [localnet], containers: [c1], networkDetails: [localnet], containerDetails: [detail] });
  const [endpoint] = topology.endpoints;
  const sandbox = topology.sandboxes.find(({ kind }) => kind === 'container');
  assert.deepEqual(
    [topology.networks[0]?.detail, endpoint?.detail, sandbox?.detail, topology.networks[0]?.peers],
    ['full', 'full', 'full', []],
  );
  assert.deepEqual(endpoint?.aliases, ['db']);
  assert.deepEqual(endpoint?.dnsNames, ['c1', 'db', '32dc71f35b76']);
  assert.equal(sandbox?.pid, 4711);
  assert.equal(sandbox?.sandboxKey, '/var/run/docker/netns/6f3a9c0dfe55');
  assert.equal(sandbox?.hostname, '32dc71f35b76');
});

test('equal answers in any order give equal values', () => {
  const other = network({ Name: 'other', Id: hex('aa') });
  const namesake = network({ Name: 'other', Id: hex('ab'), Created: '2020-01-01T00:00:00Z' });
  const c2 = listed({ id: hex('c2'), name: 'c2', mode: `container:${c1.Id}` });
  const c3 = listed({ id: hex('c3'), name: 'c3', networks: { other: notJoined(), gone: notJoined(hex('dead')) } });
  const broken = { Id: 7 };
  const one = { networks: [localnet, other, namesake, broken], containers: [c1, c2, c3, null] };
  const two = { networks: [broken, namesake, other, localnet], containers: [null, c3, c2, c1] };
  const node2 = { endpoint: 'ssh://node2', context: 'node2' };
  const readAt = '2026-11-25T20:00:01Z';
  assert.deepEqual(
    buildTopology([snapshot(two), snapshot({ ...one, ...node2 })], readAt),
    buildTopology([snapshot({ ...two, ...node2 }), snapshot(one)], readAt),
  );
});

test('a refused engine is there with its reason, and is a gap', () => {
  const refused = snapshot({ state: 'refused' });
  const topology = buildTopology(
    [{ ...refused, engine: { ...refused.engine, reason: 'forbidden', said: 'permission denied' }, api: {} }],
    'now',
  );
  assert.deepEqual(
    topology.engines.map(({ state, reason, said }) => ({ state, reason, said })),
    [{ state: 'refused', reason: 'forbidden', said: 'permission denied' }],
  );
  assert.deepEqual(gapTexts(topology), ['engine-unreachable permission denied']);
  assert.deepEqual(topology.sandboxes, []);
});

test('a lost engine keeps what it said before', () => {
  const topology = topologyOf({ state: 'lost', networks: [localnet], containers: [c1] });
  assert.equal(topology.endpoints.length, 1);
  assert.deepEqual(gapTexts(topology), ['engine-unreachable lost']);
});

test('a list that failed is one gap, not one per record that refers to it', () => {
  const failed = { failed: { reason: 'timed-out', message: 'no answer in 10 s' } };
  const topology = topologyOf({ containers: [c1], api: { networks: failed } });
  assert.deepEqual(gapTexts(topology), ['networks-not-listed no answer in 10 s']);
  assert.equal(topology.sandboxes.length, 2);
  const without = topologyOf({ networks: [localnet], api: { containers: failed } });
  assert.deepEqual(gapTexts(without), ['containers-not-listed no answer in 10 s']);
});

test('one failing inspect costs one detail', () => {
  const failed = { failed: { reason: 'failed', message: 'boom' } };
  const topology = topologyOf({
    networks: [localnet],
    containers: [c1],
    api: { networkDetails: { [hex('30441f25c1f0')]: failed }, containerDetails: { [c1.Id]: failed } },
  });
  assert.deepEqual(gapTexts(topology), ['network-not-inspected boom', 'container-not-inspected boom']);
  assert.deepEqual(
    topology.gaps.map(({ subject }) => subject),
    [hex('30441f25c1f0'), c1.Id],
  );
  assert.equal(topology.endpoints[0]?.detail, 'listed');
});

test('an empty list spelled null is a list', () => {
  const topology = topologyOf({ api: { networks: { answer: null }, containers: { answer: null } } });
  assert.deepEqual(topology.gaps, []);
});

test('what is no list is a gap', () => {
  const topology = topologyOf({ api: { networks: { answer: 'x' }, containers: { answer: { a: 1 } } } });
  assert.deepEqual(gapTexts(topology), ['containers-not-listed containers: no list', 'networks-not-listed networks: no list']);
});

test('a malformed record or field is left out and is a gap; the rest stays', () => {
  const topology = topologyOf({
    networks: [
      localnet,
      null,
      7,
      'x',
      [],
      { Name: 'no id' },
      { ...localnet, Id: hex('bb'), Name: 9, IPAM: 'x', Options: { a: 1, b: 'c' } },
    ],
    containers: [c1, null, { ...c1, Id: hex('cc'), Names: 3, Ports: 'x', NetworkSettings: { Networks: { localnet: 5 } } }],
  });
  assert.deepEqual(
    topology.networks.map(({ name, options }) => [name, options]),
    [
      [hex('bb'), { b: 'c' }],
      ['localnet', {}],
    ],
  );
  assert.equal(topology.endpoints.length, 1);
  assert.deepEqual(
    new Set(gapTexts(topology)),
    new Set([
      'malformed-network networks: no record',
      'malformed-network networks: Id',
      'malformed-network Name',
      'malformed-network IPAM',
      'malformed-network Options.a',
      'malformed-container containers: no record',
      'malformed-container Names',
      'malformed-container Ports',
      'malformed-container NetworkSettings.Networks.localnet',
    ]),
  );
  assert.deepEqual(danglingIds(topology), []);
});

test('an address that is none is a gap and not shown', () => {
  const networks = {
    localnet: joined(localnet.Id as string, 'e', 'invalid IP/16', {
      Gateway: '<nil>',
      GlobalIPv6Address: 'fd00::2',
      GlobalIPv6PrefixLen: 999,
    }),
  };
  const topology = topologyOf({ networks: [localnet], containers: [listed({ id: hex('c9'), name: 'c9', networks })] });
  assert.deepEqual(topology.endpoints[0]?.addresses, []);
  assert.equal(topology.endpoints[0]?.isDefaultGateway, undefined);
  assert.deepEqual(
    new Set(gapTexts(topology)),
    new Set(['malformed-endpoint IPAddress', 'malformed-endpoint GlobalIPv6PrefixLen', 'malformed-endpoint Gateway']),
  );
});

test('hostile names and keys pass through as they are', () => {
  const long = 'x'.repeat(10_000);
  const labels = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}');
  const hostile = network({
    Name: `<script>"'\n\u202e${long}`,
    Id: hex('ee'),
    Labels: labels,
    Options: labels,
    ConfigFrom: { Network: '__proto__' },
  });
  const container = listed({
    id: '__proto__',
    name: `constructor${long}`,
    networks: JSON.parse(`{"__proto__":{"NetworkID":"${hex('ee')}","EndpointID":"e"}}`),
  });
  const topology = topologyOf({ networks: [hostile], containers: [container] });
  assert.deepEqual(topology.gaps, []);
  assert.equal(topology.networks[0]?.name, hostile.Name);
  assert.deepEqual(Object.entries(topology.networks[0]?.labels ?? {}), [
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['toString', 'c'],
  ]);
  assert.equal(topology.endpoints[0]?.sandbox, '__proto__');
  assert.deepEqual(JSON.parse(JSON.stringify(topology)), topology);
  assert.equal(({} as Record<string, unknown>).a, undefined);
});

test('two entries of one id are one record, the same in either order', () => {
  const twin = { ...localnet, Internal: true };
  const one = topologyOf({ networks: [localnet, twin, localnet] });
  assert.equal(one.networks.length, 1);
  assert.deepEqual(gapTexts(one), ['malformed-network networks: Id twice']);
  assert.deepEqual(topologyOf({ networks: [twin, localnet] }), one);
});

test('our own helper containers are hidden, their endpoints too', () => {
  const helper = listed({
    id: hex('be1be1'),
    name: 'helper',
    networks: { localnet: joined(localnet.Id as string, hex('e9'), '172.18.0.9/16') },
    more: { Labels: { 'docker-network-explorer.helper': '1' } },
  });
  const detail = {
    ...localnet,
    Containers: {
      [helper.Id]: { Name: 'helper', EndpointID: hex('e9'), MacAddress: '', IPv4Address: '172.18.0.9/16', IPv6Address: '' },
    },
  };
  const topology = topologyOf({ networks: [localnet], containers: [c1, helper], networkDetails: [detail] });
  assert.deepEqual(
    topology.endpoints.map(({ addresses }) => addresses),
    [['172.18.0.2/16']],
  );
  assert.deepEqual(topology.gaps, []);
});

test('two contexts of one daemon share networks and do not double containers', () => {
  const parts = { networks: [localnet], containers: [c1] };
  const topology = buildTopology(
    [
      snapshot(parts),
      snapshot({ ...parts, endpoint: 'tcp://127.0.0.1:2375', context: 'tcp' }),
      snapshot({ ...parts, context: 'again' }),
    ],
    'now',
  );
  assert.deepEqual(
    topology.engines.map(({ context }) => context),
    ['again', 'tcp'],
  );
  assert.equal(topology.networks[0]?.engines.length, 2);
  assert.equal(topology.endpoints.length, 1);
  assert.deepEqual(topology.gaps, []);
});

test('ten thousand endpoints are built in linear time', () => {
  const many = (count: number) => {
    const networks = Array.from({ length: count / 10 }, (_, index) =>
      network({ Name: `n${index}`, Id: hex(`a${index}a`), ...pool(`10.${index >> 8}.${index & 255}.0/24`) }),
    );
    const containers = Array.from({ length: count / 2 }, (_, index) => {
      const on = (turn: number) => networks[(index * 2 + turn) % networks.length] as { Id: string; Name: string };
      const settings = [on(0), on(1)].map(({ Id, Name }, turn) => [
        Name,
        joined(Id, hex(`e${index}e${turn}`), '10.0.0.2/24', { Gateway: '10.0.0.1' }),
      ]);
      return listed({ id: hex(`c${index}c`), name: `c${index}`, networks: Object.fromEntries(settings) });
    });
    const parts = { networks, containers, containerDetails: containers.map((container) => inspected(container)) };
    return processorTime(() => assert.equal(topologyOf(parts).endpoints.length, count));
  };
  many(1000);
  const small = Math.max(many(1000), 5);
  const large = many(10_000);
  // Ten times as much takes ten times as long, and would take a hundred times in a quadratic scan.
  assert.ok(large < small * 50, `1000: ${small} ms, 10000: ${large} ms`);
});
