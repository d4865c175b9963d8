import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointsOf } from '../../src/model/lookup.ts';
import type { Endpoint } from '../../src/model/topology.ts';
import {
  danglingIds,
  gapTexts,
  hex,
  inspected,
  joined,
  type ListedContainer,
  listed,
  network,
  notJoined,
  pool,
  type SnapshotParts,
  topologyOf,
} from './rawAnswers.ts';

const front = network({ Name: 'front', Id: hex('a1'), ...pool('10.1.0.0/16', { Gateway: '10.1.0.1' }) });
const back = network({ Name: 'back', Id: hex('a2'), ...pool('10.2.0.0/16', { Gateway: '10.2.0.1' }) });
const bridge = network({
  Name: 'bridge',
  Id: hex('a3'),
  ...pool('172.17.0.0/16'),
  Options: { 'com.docker.network.bridge.name': 'docker0' },
});

function endpointsWith(
  networks: Record<string, unknown>,
  parts: SnapshotParts = {},
  more: Partial<ListedContainer> = {},
): readonly Endpoint[] {
  const container = listed({ id: hex('c1'), name: 'c1', mode: 'front', networks, ...more });
  const topology = topologyOf({ networks: [front, back, bridge], containers: [container], ...parts });
  assert.deepEqual(danglingIds(topology), []);
  return topology.endpoints;
}

/** Names of the networks whose endpoint is said to be the default gateway. */
function gatewayOf(networks: Record<string, unknown>, parts: SnapshotParts = {}): readonly string[] {
  const names = new Map(
    [front, back, bridge, ...(parts.networks ?? [])].map((item) => [
      (item as { Id: string }).Id,
      (item as { Name: string }).Name,
    ]),
  );
  return endpointsWith(networks, parts)
    .filter(({ isDefaultGateway }) => isDefaultGateway)
    .map(({ network }) => names.get(network) ?? '');
}

const onFront = joined(hex('a1'), hex('e1'), '10.1.0.2/16', { Gateway: '10.1.0.1' });
const onBack = joined(hex('a2'), hex('e2'), '10.2.0.2/16', { Gateway: '10.2.0.1' });

test('a sandbox has an endpoint on each of its networks', () => {
  assert.deepEqual(
    endpointsWith({ front: onFront, back: onBack }).map(({ id, addresses }) => [id, addresses]),
    [
      [`${hex('a2')}/${hex('c1')}`, ['10.2.0.2/16']],
      [`${hex('a1')}/${hex('c1')}`, ['10.1.0.2/16']],
    ],
  );
});

test('both address families are addresses, an IPv6-only endpoint has one', () => {
  const dual = { ...onFront, GlobalIPv6Address: 'fd00::2', GlobalIPv6PrefixLen: 64, IPv6Gateway: 'fd00::1' };
  const [endpoint] = endpointsWith({ front: dual });
  assert.deepEqual(endpoint?.addresses, ['10.1.0.2/16', 'fd00::2/64']);
  assert.equal(endpoint?.gateway6, 'fd00::1');
  const only = joined(hex('a1'), hex('e1'), '', {
    GlobalIPv6Address: 'fd00::2',
    GlobalIPv6PrefixLen: 64,
    IPv6Gateway: 'fd00::1',
  });
  const [v6] = endpointsWith({ front: only });
  assert.deepEqual([v6?.addresses, v6?.gateway, v6?.isDefaultGateway], [['fd00::2/64'], undefined, true]);
});

test('addresses that the user fixed are known also while the container is stopped', () => {
  const IPAMConfig = { IPv4Address: '10.1.0.50', IPv6Address: 'fd00::50' };
  const [endpoint] = endpointsWith({ front: notJoined(hex('a1'), { IPAMConfig }) }, {}, { state: 'exited' });
  assert.deepEqual(endpoint?.addresses, []);
  assert.deepEqual(endpoint?.staticAddresses, ['10.1.0.50', 'fd00::50']);
});

test('without a NetworkID the network is found by its name', () => {
  const [endpoint] = endpointsWith({ back: notJoined() }, {}, { state: 'created' });
  assert.equal(endpoint?.network, hex('a2'));
});

test('what does not run stays on the default bridge, which a restarted engine makes anew with another id', () => {
  const before = notJoined(hex('01d'));
  assert.equal(endpointsWith({ bridge: before }, {}, { state: 'exited' })[0]?.network, hex('a3'));
  assert.deepEqual(endpointsWith({ front: before }, {}, { state: 'exited' }), []);
  assert.deepEqual(endpointsWith({ bridge: joined(hex('01d'), hex('e1'), '172.17.0.2/16') }), []);
});

test('a name that two networks have leads to neither', () => {
  const twins = [front, network({ Name: 'twin', Id: hex('b1') }), network({ Name: 'twin', Id: hex('b2') })];
  const parts = {
    networks: twins,
    containers: [listed({ id: hex('c1'), name: 'c1', state: 'created', networks: { twin: notJoined() } })],
  };
  const topology = topologyOf(parts);
  assert.equal(topology.networks.length, 3);
  assert.deepEqual(topology.endpoints, []);
  assert.deepEqual(
    topology.gaps.map(({ code, why, subject }) => ({ code, why, subject })),
    [{ code: 'network-ambiguous', why: 'twin', subject: hex('c1') }],
  );
  const byId = topologyOf({
    ...parts,
    containers: [listed({ id: hex('c1'), name: 'c1', networks: { twin: joined(hex('b2'), hex('e1'), '10.0.0.2/24') } })],
  });
  assert.equal(byId.endpoints[0]?.network, hex('b2'));
});

test('a network that is gone is a gap, by its id and by its name, and no endpoint', () => {
  const container = listed({
    id: hex('c1'),
    name: 'c1',
    state: 'exited',
    networks: { gone: notJoined(hex('dead')), away: notJoined(), front: notJoined(hex('a1')) },
  });
  const topology = topologyOf({ networks: [front], containers: [container] });
  assert.equal(topology.endpoints.length, 1);
  assert.deepEqual(gapTexts(topology), ['network-missing away', 'network-missing gone']);
});

test('nothing is said of the default gateway of a sandbox of which an endpoint could not be placed', () => {
  assert.deepEqual(
    gatewayOf({ front: onFront, gone: joined(hex('dead'), hex('e9'), '10.9.0.2/16', { Gateway: '10.9.0.1' }) }),
    [],
  );
});

test('the default gateway is on the first network by name, not the first attached', () => {
  assert.deepEqual(gatewayOf({ front: onFront, back: onBack }), ['back']);
});

test('a higher priority makes the gateway', () => {
  assert.deepEqual(
    gatewayOf({ front: { ...onFront, GwPriority: 1 }, back: { ...onBack, GwPriority: 0 } }, { apiVersion: '1.51' }),
    ['front'],
  );
  assert.deepEqual(
    gatewayOf({ front: { ...onFront, GwPriority: 0 }, back: { ...onBack, GwPriority: -1 } }, { apiVersion: '1.51' }),
    ['front'],
  );
});

test('more address families go before the name', () => {
  const dual = { ...onFront, GlobalIPv6Address: 'fd00::2', GlobalIPv6PrefixLen: 64, IPv6Gateway: 'fd00::1' };
  assert.deepEqual(gatewayOf({ front: dual, back: onBack }), ['front']);
});

test('an engine with priorities takes the first with both families, whatever priority a single one has', () => {
  const dual = { ...onFront, GlobalIPv6Address: 'fd00::2', GlobalIPv6PrefixLen: 64, IPv6Gateway: 'fd00::1', GwPriority: 0 };
  assert.deepEqual(gatewayOf({ front: dual, back: { ...onBack, GwPriority: 5 } }, { apiVersion: '1.51' }), ['front']);
});

test('an endpoint without a gateway is not the default gateway, an ipvlan may be', () => {
  const [endpoint] = endpointsWith({ front: { ...onFront, Gateway: '' } });
  assert.equal(endpoint?.isDefaultGateway, false);
  const ipvlan = { ...front, Driver: 'ipvlan' };
  const [other] = endpointsWith({ front: { ...onFront, Gateway: '' } }, { networks: [ipvlan] });
  assert.equal(other?.isDefaultGateway, undefined);
});

const container = listed({ id: hex('abcdef012345'), name: 'c1', mode: 'front', networks: { front: onFront } });

function namesWith(apiVersion: string, settings: Record<string, unknown>, more: SnapshotParts = {}): Endpoint | undefined {
  const detail = inspected(container, { hostname: 'myhost', networks: { front: settings } });
  return topologyOf({ networks: [front], containers: [container], containerDetails: [detail], apiVersion, ...more }).endpoints[0];
}

test('before API 1.44 the DNS names are made of name, aliases, short id and hostname', () => {
  const endpoint = namesWith('1.41', { Aliases: ['db', 'abcdef012345', 'myhost'] });
  assert.deepEqual(endpoint?.aliases, ['db']);
  assert.deepEqual(endpoint?.dnsNames, ['c1', 'db', 'abcdef012345', 'myhost']);
});

test('API 1.44 names the DNS names, and still has its own names among the aliases', () => {
  const endpoint = namesWith('1.44', { Aliases: ['db', 'abcdef012345'], DNSNames: ['c1', 'db', 'abcdef012345', 'myhost'] });
  assert.deepEqual(endpoint?.aliases, ['db']);
  assert.deepEqual(endpoint?.dnsNames, ['c1', 'db', 'abcdef012345', 'myhost']);
});

test('from API 1.45 on the aliases are the user’s', () => {
  const endpoint = namesWith('1.51', { Aliases: ['db', 'myhost'], DNSNames: ['c1', 'db', 'abcdef012345', 'myhost'] });
  assert.deepEqual(endpoint?.aliases, ['db', 'myhost']);
});

test('aliases and names that are null are none; what was only listed has neither', () => {
  const endpoint = namesWith('1.51', { Aliases: null, DNSNames: null });
  assert.deepEqual([endpoint?.aliases, endpoint?.dnsNames, endpoint?.links], [[], [], []]);
  const [only] = endpointsWith({ front: onFront });
  assert.deepEqual([only?.aliases, only?.dnsNames, only?.links, only?.detail], [undefined, undefined, undefined, 'listed']);
});

test('the default bridge serves no names; its links are the container’s', () => {
  const web = listed({
    id: hex('c3'),
    name: 'c3',
    networks: { bridge: joined(hex('a3'), hex('e3'), '172.17.0.2/16', { Gateway: '172.17.0.1' }) },
    more: { HostConfig: { NetworkMode: 'default', Links: ['/c1:/c3/db'] } },
  });
  const [endpoint] = topologyOf({ networks: [bridge], containers: [web], containerDetails: [inspected(web)] }).endpoints;
  assert.deepEqual([endpoint?.dnsNames, endpoint?.links], [[], ['c1:db']]);
});

test('the default bridge’s gateway comes from an endpoint where the pool does not say it', () => {
  const networks = { bridge: joined(hex('a3'), hex('e3'), '172.17.0.2/16', { Gateway: '172.17.0.1' }) };
  const topology = topologyOf({ networks: [bridge], containers: [listed({ id: hex('c3'), name: 'c3', networks })] });
  assert.deepEqual(topology.networks[0]?.pools, [{ subnet: '172.17.0.0/16', gateway: '172.17.0.1' }]);
  assert.equal(topologyOf({ networks: [bridge] }).networks[0]?.pools[0]?.gateway, undefined);
});

const gwbridge = network({
  Name: 'docker_gwbridge',
  Id: hex('a4'),
  ...pool('172.19.0.0/16', { Gateway: '172.19.0.1' }),
  Options: { 'com.docker.network.bridge.name': 'docker_gwbridge' },
});
const overlay = network({
  Name: 'ov',
  Id: 'i19kfuiwglhxa27fjlv7y09eq',
  Driver: 'overlay',
  Scope: 'swarm',
  ...pool('10.0.1.0/24', { Gateway: '10.0.1.1' }),
  Options: { 'com.docker.network.driver.overlay.vxlanid_list': '4097' },
});

function attached(to: object, Containers: Record<string, unknown>): Record<string, unknown> {
  return { ...to, Containers } as Record<string, unknown>;
}
const attachment = (Name: string, EndpointID: string, IPv4Address: string) => ({
  Name,
  EndpointID,
  MacAddress: '02:42:0a:00:01:02',
  IPv4Address,
  IPv6Address: '',
});

test('a docker_gwbridge endpoint belongs to the sandbox of the container that keys it, and is its default gateway', () => {
  const task = listed({
    id: hex('c5'),
    name: 'o1',
    mode: 'ov',
    networks: { ov: joined(overlay.Id as string, hex('e5'), '10.0.1.2/24') },
  });
  const details = [attached(gwbridge, { [hex('c5')]: attachment('gateway_f4a0b331fc25', hex('e6'), '172.19.0.3/16') })];
  const topology = topologyOf({ networks: [gwbridge, overlay], containers: [task], networkDetails: details });
  assert.deepEqual(topology.gaps, []);
  assert.deepEqual(
    endpointsOf(topology, { sandbox: hex('c5') }).map(({ name, addresses, gateway, isDefaultGateway }) => ({
      name,
      addresses,
      gateway,
      isDefaultGateway,
    })),
    [
      { name: 'gateway_f4a0b331fc25', addresses: ['172.19.0.3/16'], gateway: '172.19.0.1', isDefaultGateway: true },
      { name: undefined, addresses: ['10.0.1.2/24'], gateway: undefined, isDefaultGateway: false },
    ],
  );
});

test('load balancers are sandboxes with their endpoints', () => {
  const details = [
    attached(overlay, { 'lb-ov': attachment('ov-endpoint', hex('e7'), '10.0.1.3/24') }),
    attached(gwbridge, { 'ingress-sbox': attachment('gateway_ingress-sbox', hex('e8'), '172.19.0.2/16') }),
  ];
  const topology = topologyOf({ networks: [gwbridge, overlay], networkDetails: details });
  const engine = topology.engines[0]?.id;
  assert.deepEqual(
    topology.sandboxes.filter(({ kind }) => kind === 'loadBalancer').map(({ id, detail }) => [id, detail]),
    [
      [`${engine}/ingress-sbox`, 'full'],
      [`${engine}/lb-ov`, 'full'],
    ],
  );
  assert.deepEqual(
    topology.endpoints.map(({ id, name }) => [id, name]),
    [
      [`${hex('a4')}/${engine}/ingress-sbox`, 'gateway_ingress-sbox'],
      [`${overlay.Id}/${engine}/lb-ov`, 'ov-endpoint'],
    ],
  );
});

test('an endpoint without a sandbox is shown by itself', () => {
  const details = [attached(front, { [`ep-${hex('e9')}`]: attachment('ghost', hex('e9'), '10.1.0.9/16') })];
  const topology = topologyOf({ networks: [front], networkDetails: details });
  assert.deepEqual(
    topology.endpoints.map(({ id, name, sandbox, endpointId }) => ({ id, name, sandbox, endpointId })),
    [{ id: `${hex('a1')}/ep-${hex('e9')}`, name: 'ghost', sandbox: undefined, endpointId: hex('e9') }],
  );
});

test('an attachment of a container that is not listed is a gap', () => {
  const details = [attached(front, { [hex('ff')]: attachment('c9', hex('e9'), '10.1.0.9/16') })];
  const topology = topologyOf({ networks: [front], networkDetails: details });
  assert.deepEqual(topology.endpoints, []);
  assert.deepEqual(gapTexts(topology), [`owner-missing ${hex('ff')}`]);
});

test('containers of a network that are null or malformed do no harm', () => {
  assert.deepEqual(topologyOf({ networks: [front], networkDetails: [{ ...front, Containers: null }] }).gaps, []);
  const topology = topologyOf({ networks: [front], networkDetails: [attached(front, { 'lb-front': 7, x: { EndpointID: 5 } })] });
  assert.ok(topology.gaps.length >= 2 && topology.gaps.every(({ code }) => code === 'malformed-endpoint'));
});
