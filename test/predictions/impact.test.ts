import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Topology } from '../../src/model/topology.ts';
import { impactOfAttach, impactOfDetach, impactOfRemove } from '../../src/predictions/impact.ts';
import { endpointId, networkId, sandboxId, sketch } from './sketch.ts';

const ports = [
  { protocol: 'tcp', port: 80, hostAddress: '0.0.0.0', hostPort: 5000 },
  { protocol: 'tcp', port: 80, hostAddress: '::', hostPort: 5000 },
] as const;

const topology = sketch(
  {
    bridge: {},
    localnet: {},
    other: {},
    empty: {},
    inner: { internal: true },
    mac: { driver: 'macvlan', subnet: '10.0.2.0/24' },
    amac2: { driver: 'macvlan', subnet: '10.0.4.0/24' },
    amac: { driver: 'macvlan', subnet: '10.0.3.0/24' },
    config: { configOnly: true },
    copy: { configFrom: 'config' },
    shop: { project: 'shop' },
  },
  {
    c1: { on: { localnet: '172.18.0.2/16' }, aliases: ['db'] },
    c2: { on: { localnet: '172.18.0.3/16' } },
    c3: { on: { bridge: '172.17.0.2/16' }, sharers: ['sidecar'] },
    web: { on: { localnet: '172.18.0.4/16' }, ports, project: 'shop' },
    webIn: { on: { localnet: '172.18.0.5/16', inner: '172.21.0.2/16' }, ports },
    webTwo: { on: { localnet: '172.18.0.6/16', other: '172.19.0.2/16' }, ports },
    both: { on: { bridge: '172.17.0.3/16', localnet: '172.18.0.7/16' } },
    off: { on: { localnet: { staticAddresses: ['172.18.0.99'] }, other: [] }, state: 'exited' },
    webMac: { on: { localnet: '172.18.0.8/16', amac2: '10.0.4.2/24' }, ports },
    macOnly: { on: { mac: '10.0.2.2/24' } },
  },
);

function codes(words: readonly { code: string }[]): readonly string[] {
  return words.map((one) => one.code.replace('impact.', ''));
}

for (const [title, container, network, expected] of [
  [
    'the first user-defined network switches the embedded DNS on',
    'c3',
    'localnet',
    ['gets-address', 'dns-on', 'names-known', 'sharers-too'],
  ],
  ['a second network may take the default route by its name', 'c1', 'empty', ['gets-address', 'first-there', 'gateway-moves']],
  ['a network whose name sorts later leaves the default route alone', 'c1', 'other', ['gets-address', 'names-known']],
  ['the default bridge knows no names', 'c1', 'bridge', ['gets-address', 'no-names-there', 'gateway-moves']],
  ['a stopped container takes it at its start', 'off', 'empty', ['at-start', 'gets-address', 'first-there', 'gateway-moves']],
  [
    'a macvlan network that takes the default route closes published ports',
    'webTwo',
    'amac',
    ['gets-address', 'first-there', 'gateway-moves', 'ports-stop'],
  ],
  [
    'a bridge that takes the default route takes published ports along',
    'web',
    'empty',
    ['gets-address', 'first-there', 'gateway-moves', 'ports-move', 'compose-owned'],
  ],
  ['a compose container loses it when compose makes it anew', 'web', 'other', ['gets-address', 'names-known', 'compose-owned']],
] as const) {
  test(`attach: ${title}`, () => {
    assert.deepEqual(codes(impactOfAttach(topology, networkId(network), sandboxId(container))), expected);
  });
}

for (const [title, container, network, expected] of [
  ['the last network', 'c3', 'bridge', ['loses-address', 'last-network', 'sharers-too']],
  [
    'names that stop resolving are counted, aliases are named',
    'c1',
    'localnet',
    ['loses-address', 'last-network', 'names-stop', 'aliases-lost'],
  ],
  [
    'published ports stop with the only bridge',
    'web',
    'localnet',
    ['loses-address', 'last-network', 'names-stop', 'ports-stop', 'compose-owned'],
  ],
  [
    'beside an internal bridge ports may stop',
    'webIn',
    'localnet',
    ['loses-address', 'names-stop', 'no-gateway', 'ports-may-stop'],
  ],
  ['ports move with the default route', 'webTwo', 'localnet', ['loses-address', 'names-stop', 'gateway-moves', 'ports-move']],
  ['a network that has not the route takes no port away', 'webTwo', 'other', ['loses-address']],
  ['on the default bridge alone no name is known any more', 'both', 'localnet', ['loses-address', 'names-stop', 'dns-empty']],
  ['a stopped container only changes its settings', 'off', 'localnet', ['config-only', 'static-address']],
  ['ports that a macvlan route had closed are not said to stop', 'webMac', 'localnet', ['loses-address', 'names-stop']],
  ['macvlan publishes no port', 'macOnly', 'mac', ['loses-address', 'last-network']],
] as const) {
  test(`detach: ${title}`, () => {
    assert.deepEqual(codes(impactOfDetach(topology, endpointId(network, container))), expected);
  });
}

test('detach: who loses the name shares no other network', () => {
  const words = impactOfDetach(
    sketch(
      { a: {}, b: {} },
      {
        going: { on: { a: '10.0.0.2/24', b: '10.0.1.2/24' } },
        onlyA: { on: { a: '10.0.0.3/24' } },
        alsoB: { on: { a: '10.0.0.4/24', b: '10.0.1.4/24' } },
      },
    ),
    endpointId('a', 'going'),
  );
  assert.deepEqual(words.find((one) => one.code === 'impact.names-stop')?.args, ['going', '1', 'onlyA']);
});

test('detach: published ports are named once though they are bound for two families', () => {
  const words = impactOfDetach(topology, endpointId('localnet', 'web'));
  assert.deepEqual(words.find((one) => one.code === 'impact.ports-stop')?.args, ['web', '5000→80/tcp']);
});

for (const [network, expected] of [
  ['empty', ['nothing-attached']],
  ['localnet', ['has-endpoints', 'cannot-start']],
  ['other', ['has-endpoints', 'cannot-start']],
  ['config', ['used-as-config']],
  ['shop', ['nothing-attached', 'compose-network']],
] as const) {
  test(`remove ${network}: ${expected.join(', ')}`, () => {
    assert.deepEqual(codes(impactOfRemove(topology, networkId(network))), expected);
  });
}

test('remove: stopped containers that could not start any more are named', () => {
  const words = impactOfRemove(topology, networkId('other'));
  assert.deepEqual(words.find((one) => one.code === 'impact.cannot-start')?.args, ['other', '1', 'off']);
});

test('ids that are gone have no impact', () => {
  const nothing: Topology = sketch({}, {});
  assert.deepEqual(impactOfAttach(nothing, networkId('x'), sandboxId('y')), []);
  assert.deepEqual(impactOfDetach(nothing, endpointId('x', 'y')), []);
  assert.deepEqual(impactOfRemove(nothing, networkId('x')), []);
});
