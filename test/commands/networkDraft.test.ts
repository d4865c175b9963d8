import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emptyDraft,
  gatewayProblem,
  nameProblem,
  parentProblem,
  specOf,
  subnetProblem,
} from '../../src/commands/networkDraft.ts';
import { sketch } from '../predictions/sketch.ts';

const { networks } = sketch({ localnet: { subnet: '172.18.0.0/16' } }, {});

test('a name has to be of Docker’s form and not taken', () => {
  assert.equal(nameProblem('backend', networks), undefined);
  assert.equal(nameProblem('', networks)?.code, 'name-empty');
  assert.equal(nameProblem('-x', networks)?.code, 'name-form');
  assert.equal(nameProblem('a b', networks)?.code, 'name-form');
  assert.equal(nameProblem('localnet', networks)?.code, 'name-taken');
});

test('a subnet may be left to the engine; one that overlaps names the other network', () => {
  assert.equal(subnetProblem('', networks), undefined);
  assert.equal(subnetProblem('10.20.0.0/24', networks), undefined);
  assert.equal(subnetProblem('fd00:20::/64', networks), undefined);
  assert.equal(subnetProblem('10.20.0.0', networks)?.code, 'subnet-form');
  assert.equal(subnetProblem('10.20.0.5/24', networks)?.code, 'subnet-host-bits');
  assert.deepEqual(subnetProblem('172.18.4.0/24', networks), {
    code: 'subnet-overlap',
    name: 'localnet',
    subnet: '172.18.0.0/16',
  });
});

test('a gateway is an address inside the subnet', () => {
  assert.equal(gatewayProblem('', '10.20.0.0/24'), undefined);
  assert.equal(gatewayProblem('10.20.0.1', '10.20.0.0/24'), undefined);
  assert.equal(gatewayProblem('10.20.0.1/24', '10.20.0.0/24')?.code, 'gateway-form');
  assert.equal(gatewayProblem('10.21.0.1', '10.20.0.0/24')?.code, 'gateway-outside');
});

test('a parent has the form of an interface’s name', () => {
  assert.equal(parentProblem('enp0s3.100'), undefined);
  assert.equal(parentProblem('sixteen-letters!')?.code, 'parent-form');
  assert.equal(parentProblem('a b')?.code, 'parent-form');
});

test('only what was given is asked of the engine', () => {
  assert.deepEqual(specOf({ ...emptyDraft, name: 'x' }), { name: 'x', driver: 'bridge' });
  const macvlan = { name: 'x', driver: 'macvlan', parent: 'eth0', subnet: '10.0.2.0/24', gateway: '10.0.2.1' };
  assert.deepEqual(specOf(macvlan), {
    name: 'x',
    driver: 'macvlan',
    pools: [{ subnet: '10.0.2.0/24', gateway: '10.0.2.1' }],
    options: { parent: 'eth0' },
  });
});

test('what was typed for another driver, or for a subnet that was taken back, is not sent', () => {
  assert.deepEqual(specOf({ name: 'x', driver: 'bridge', parent: 'eth0', subnet: '', gateway: '10.0.2.1' }), {
    name: 'x',
    driver: 'bridge',
  });
});

test('a subnet of IPv6 turns IPv6 on', () => {
  assert.equal(specOf({ ...emptyDraft, name: 'x', subnet: 'fd00:20::/64' }).ipv6, true);
});
