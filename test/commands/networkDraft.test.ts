import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOf, emptyDraft, optionsOf, specOf } from '../../src/commands/networkDraft.ts';

test('only what was given is asked of the engine', () => {
  assert.deepEqual(specOf({ ...emptyDraft, name: 'x' }), { name: 'x', driver: 'bridge' });
  const macvlan = { ...emptyDraft, name: 'x', driver: 'macvlan', parent: 'eth0', subnet: '10.0.2.0/24', gateway: '10.0.2.1' };
  assert.deepEqual(specOf(macvlan), {
    name: 'x',
    driver: 'macvlan',
    pools: [{ subnet: '10.0.2.0/24', gateway: '10.0.2.1' }],
    options: { parent: 'eth0' },
  });
});

test('what was typed for another driver, or for a subnet that was taken back, is not sent', () => {
  assert.deepEqual(specOf({ ...emptyDraft, name: 'x', parent: 'eth0', gateway: '10.0.2.1', typed: { mtu: '1400' } }), {
    name: 'x',
    driver: 'bridge',
  });
});

test('a VLAN id makes a sub-interface; a mode is sent where it is not the default', () => {
  const draft = { ...emptyDraft, name: 'x', driver: 'ipvlan', parent: 'eth0', vlan: '100' };
  assert.deepEqual(specOf({ ...draft, mode: 'l3' }).options, { parent: 'eth0.100', ipvlan_mode: 'l3' });
  assert.deepEqual(specOf({ ...draft, mode: 'l2' }).options, { parent: 'eth0.100' });
});

test('each option of the bridge has its key', () => {
  const draft = {
    ...emptyDraft,
    name: 'x',
    subnet: '10.20.0.0/24',
    subnet6: 'fd00:20::/64',
    flags: ['internal', 'ipv6', 'no-icc', 'no-masquerade'],
    fields: ['mtu', 'host-binding', 'gateway-mode', 'bridge-name', 'range', 'reserved', 'labels'],
    typed: {
      mtu: '1400',
      'host-binding': '127.0.0.1',
      'gateway-mode': 'routed',
      'bridge-name': 'br-x',
      range: '10.20.0.128/25',
      reserved: 'nas=10.20.0.5, 10.20.0.6, v6=fd00:20::5',
      labels: 'tier=db plain',
    },
  } as const;
  assert.deepEqual(specOf(draft), {
    name: 'x',
    driver: 'bridge',
    internal: true,
    ipv6: true,
    pools: [
      { subnet: '10.20.0.0/24', range: '10.20.0.128/25', reserved: { nas: '10.20.0.5', reserved2: '10.20.0.6' } },
      { subnet: 'fd00:20::/64', reserved: { v6: 'fd00:20::5' } },
    ],
    options: {
      'com.docker.network.driver.mtu': '1400',
      'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1',
      'com.docker.network.bridge.gateway_mode_ipv4': 'routed',
      'com.docker.network.bridge.name': 'br-x',
      'com.docker.network.bridge.enable_icc': 'false',
      'com.docker.network.bridge.enable_ip_masquerade': 'false',
    },
    labels: { tier: 'db', plain: '' },
  });
});

test('overlays can be encrypted, attachable and ingress; templates hold settings; others take them from there', () => {
  assert.deepEqual(specOf({ ...emptyDraft, name: 'x', driver: 'overlay', flags: ['attachable', 'encrypted', 'ingress'] }), {
    name: 'x',
    driver: 'overlay',
    attachable: true,
    ingress: true,
    options: { encrypted: '' },
  });
  const template = specOf({
    ...emptyDraft,
    name: 't',
    driver: 'config-only',
    subnet: '10.20.0.0/24',
    fields: ['driver-options'],
    typed: { 'driver-options': 'parent=eth0' },
  });
  assert.deepEqual(template, {
    name: 't',
    driver: 'null',
    configOnly: true,
    pools: [{ subnet: '10.20.0.0/24' }],
    options: { parent: 'eth0' },
  });
  const from = {
    ...emptyDraft,
    name: 'x',
    driver: 'macvlan',
    subnet: '10.0.0.0/8',
    fields: ['config-from'],
    typed: { 'config-from': 't' },
  } as const;
  assert.deepEqual(specOf(from), { name: 'x', driver: 'macvlan', configFrom: 't' });
});

test('gateway modes are offered where the engine knows them, templates where there is one', () => {
  assert.ok(!optionsOf('bridge', 41, 0).fields.includes('gateway-mode'));
  assert.ok(optionsOf('bridge', 51, 0).fields.includes('gateway-mode'));
  assert.ok(!optionsOf('bridge', 51, 0).fields.includes('config-from'));
  assert.ok(optionsOf('bridge', 51, 1).fields.includes('config-from'));
});

test('a subnet of IPv6 turns IPv6 on', () => {
  assert.equal(specOf({ ...emptyDraft, name: 'x', subnet: 'fd00:20::/64' }).ipv6, true);
});

test('a duplicate begins with the settings, without the bridge’s name, the subnet and the Compose project', () => {
  const draft = draftOf({
    name: 'lan',
    driver: 'bridge',
    internal: true,
    pools: [{ subnet: '10.20.0.0/24' }],
    options: {
      'com.docker.network.bridge.name': 'br-lan',
      'com.docker.network.driver.mtu': '1400',
      'com.docker.network.bridge.enable_icc': 'false',
      other: 'x',
    },
    labels: { tier: 'db', 'com.docker.compose.project': 'shop' },
  });
  assert.deepEqual(specOf({ ...draft, name: 'copy' }), {
    name: 'copy',
    driver: 'bridge',
    internal: true,
    options: { other: 'x', 'com.docker.network.driver.mtu': '1400', 'com.docker.network.bridge.enable_icc': 'false' },
    labels: { tier: 'db' },
  });
});
