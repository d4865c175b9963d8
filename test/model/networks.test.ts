import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineId } from '../../src/model/ids.ts';
import { isBuiltIn, isDefaultBridge } from '../../src/model/lookup.ts';
import type { Network } from '../../src/model/topology.ts';
import { gapTexts, hex, joined, listed, network, pool, snapshot, socket, topologyOf } from './rawAnswers.ts';

function built(properties: Record<string, unknown>): Network {
  const topology = topologyOf({ networks: [network({ Name: 'n', Id: hex('abcdef0123456789'), ...properties })] });
  assert.deepEqual(topology.gaps, []);
  const [only] = topology.networks;
  assert.ok(only);
  return only;
}

test('a bridge’s host interface is the option’s, else made of the id', () => {
  assert.equal(built({}).hostInterface, 'br-abcdef012345');
  assert.equal(built({ Options: { 'com.docker.network.bridge.name': 'mybr' } }).hostInterface, 'mybr');
  assert.equal(built({ Driver: 'overlay' }).hostInterface, undefined);
  assert.equal(built({ ConfigOnly: true }).hostInterface, undefined);
});

test('macvlan and ipvlan have the parent of their option, else the dummy that Docker makes', () => {
  assert.equal(built({ Driver: 'macvlan', Options: { parent: 'enp0s3.100' } }).parent, 'enp0s3.100');
  assert.equal(built({ Driver: 'macvlan' }).parent, 'dm-abcdef012345');
  assert.equal(built({ Driver: 'ipvlan', Options: null }).parent, 'di-abcdef012345');
  assert.equal(built({}).parent, undefined);
});

test('config-only and config-from networks say so', () => {
  assert.equal(built({ ConfigOnly: true }).configOnly, true);
  assert.equal(built({ ConfigFrom: { Network: 'cfg' } }).configFrom, 'cfg');
});

test('flags, MTU, VNIs and the compose project are read', () => {
  const options = { 'com.docker.network.driver.mtu': '9000', 'com.docker.network.driver.overlay.vxlanid_list': '4097,4098' };
  const one = built({
    Internal: true,
    EnableIPv6: true,
    Attachable: true,
    Driver: 'overlay',
    Options: options,
    Labels: { 'com.docker.compose.project': 'shop' },
  });
  assert.deepEqual(
    [one.internal, one.ipv6, one.attachable, one.mtu, one.vnis, one.project],
    [true, true, true, 9000, [4097, 4098], 'shop'],
  );
});

test('a remote driver is shown by its name', () => {
  assert.equal(built({ Driver: 'weaveworks/net-plugin:latest' }).driver, 'weaveworks/net-plugin:latest');
});

test('several pools keep their order, ranges and reserved addresses', () => {
  const Config = [
    {
      Subnet: '10.1.0.0/16',
      IPRange: '10.1.4.0/24',
      Gateway: '10.1.0.1',
      AuxiliaryAddresses: { router: '10.1.0.2', nas: '10.1.0.3' },
    },
    { Subnet: 'fd00::/64', Gateway: 'fd00::1/64' },
  ];
  assert.deepEqual(built({ IPAM: { Config } }).pools, [
    { subnet: '10.1.0.0/16', gateway: '10.1.0.1', range: '10.1.4.0/24', reserved: { nas: '10.1.0.3', router: '10.1.0.2' } },
    { subnet: 'fd00::/64', gateway: 'fd00::1' },
  ]);
  assert.deepEqual(built({ IPAM: { Config: null } }).pools, []);
  assert.deepEqual(built({ IPAM: null }).pools, []);
});

test('a pool without a subnet is a gap, other fields cost only themselves', () => {
  const Config = [
    { Gateway: '10.0.0.1' },
    { Subnet: '10.2.0.0/16', Gateway: 'x', IPRange: 5, AuxiliaryAddresses: { a: 'y' } },
    'z',
  ];
  const topology = topologyOf({ networks: [network({ Name: 'n', Id: hex('a'), IPAM: { Config } })] });
  assert.deepEqual(topology.networks[0]?.pools, [{ subnet: '10.2.0.0/16' }]);
  assert.deepEqual(
    new Set(gapTexts(topology).map((text) => text.replace('malformed-network IPAM.Config.', ''))),
    new Set(['0.Subnet', '1.Gateway', '1.IPRange', '1.AuxiliaryAddresses.a', '2.', '2.Subnet']),
  );
});

test('numbers of used and free addresses that are too big to be exact are the biggest exact number', () => {
  const Status = JSON.parse('{"IPAM":{"Subnets":{"fd00::/64":{"IPsInUse":3,"DynamicIPsAvailable":18446744073709551615}}}}');
  const detail = network({ Name: 'n', Id: hex('a'), IPAM: { Config: [{ Subnet: 'fd00::/64' }] }, Status });
  const [only] = topologyOf({ networks: [detail], networkDetails: [detail] }).networks;
  assert.deepEqual(only?.pools, [{ subnet: 'fd00::/64', used: 3, free: Number.MAX_SAFE_INTEGER }]);
});

test('the creation time stays that of the list when an inspect of a swarm network gives another', () => {
  const overlay = network({
    Name: 'ov',
    Id: 'i19kfuiwglhxa27fjlv7y09eq',
    Driver: 'overlay',
    Scope: 'swarm',
    Created: '2026-11-25T20:26:35.069Z',
  });
  const detail = {
    ...overlay,
    Created: '2026-11-25T20:26:35.260Z',
    Peers: [
      { Name: 'b', IP: '10.0.0.2' },
      { Name: 'a', IP: '10.0.0.1' },
      { Name: 'a', IP: '10.0.0.1' },
    ],
  };
  const [only] = topologyOf({ networks: [overlay], networkDetails: [detail] }).networks;
  assert.equal(only?.created, '2026-11-25T20:26:35.069Z');
  assert.deepEqual(only?.peers, [
    { name: 'a', address: '10.0.0.1' },
    { name: 'b', address: '10.0.0.2' },
  ]);
});

test('details of networks that are not listed any more are not shown, unless there is no list', () => {
  const gone = network({ Name: 'gone', Id: hex('a') });
  assert.deepEqual(topologyOf({ networks: [], networkDetails: [gone] }).networks, []);
  const failed = { failed: { reason: 'failed', message: 'x' } };
  const parts = snapshot({ networkDetails: [gone] });
  assert.equal(topologyOf({ networkDetails: [gone], api: { ...parts.api, networks: failed } }).networks.length, 1);
});

test('what Docker makes by itself is built in; a user’s bridge is not', () => {
  assert.ok(isDefaultBridge(built({ Name: 'bridge' })) && isBuiltIn(built({ Name: 'bridge' })));
  assert.ok(isBuiltIn(built({ Driver: 'host' })) && isBuiltIn(built({ Driver: 'null' })));
  assert.ok(isBuiltIn(built({ Driver: 'overlay', Ingress: true })) && isBuiltIn(built({ Name: 'docker_gwbridge' })));
  assert.ok(!isBuiltIn(built({})) && !isDefaultBridge(built({ Driver: 'macvlan', Name: 'bridge' })));
});

test('Podman’s network ids carry the engine, its names are rebuilt, its bridge is not guessed', () => {
  const net = network({ Name: 'net', Id: hex('a1'), ...pool('10.89.0.0/24', { Gateway: '10.89.0.1' }) });
  const c1 = listed({
    id: hex('c1'),
    name: 'c1',
    mode: 'net',
    networks: { net: joined(hex('a1'), '', '10.89.0.2/24', { Gateway: '10.89.0.1' }) },
  });
  const version = { answer: { Version: '4.3.1', ApiVersion: '1.41', Components: [{ Name: 'Podman Engine' }] } };
  const detail = {
    Id: c1.Id,
    Name: 'c1',
    State: { Status: 'running', Running: true, Pid: 5 },
    Config: { Hostname: 'c1host' },
    NetworkSettings: { Networks: { net: { ...joined(hex('a1'), '', '10.89.0.2/24'), Aliases: ['db'] } } },
  };
  const parts = snapshot({ networks: [net], containers: [c1], containerDetails: [detail] });
  const topology = topologyOf({ apiVersion: '1.44', api: { ...parts.api, version } });
  const engine = engineId(socket);
  assert.equal(topology.networks[0]?.id, `${engine}:${hex('a1')}`);
  assert.equal(topology.networks[0]?.hostInterface, undefined);
  const [endpoint] = topology.endpoints;
  assert.equal(endpoint?.id, `${engine}:${hex('a1')}/${hex('c1')}`);
  assert.deepEqual(endpoint?.addresses, ['10.89.0.2/24']);
  assert.deepEqual(endpoint?.dnsNames, ['c1', 'db', hex('c1').slice(0, 12), 'c1host']);
  assert.equal(endpoint?.isDefaultGateway, undefined);
});
