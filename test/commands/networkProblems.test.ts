import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDraft } from '../../src/commands/networkDraft.ts';
import {
  fieldProblem,
  gatewayProblem,
  nameProblem,
  parentProblem,
  subnetProblem,
  vlanProblem,
} from '../../src/commands/networkProblems.ts';
import { usedSubnets } from '../../src/predictions/freeSubnet.ts';
import { sketch } from '../predictions/sketch.ts';

const topology = sketch({ localnet: { pools: [{ subnet: '172.18.0.0/16' }] } }, {});
const used = usedSubnets(topology);

test('a name is Docker’s form and not taken', () => {
  assert.equal(nameProblem('', topology.networks)?.code, 'name-empty');
  for (const name of ['-x', 'a b', 'ä']) assert.equal(nameProblem(name, topology.networks)?.code, 'name-form', name);
  assert.equal(nameProblem('localnet', topology.networks)?.code, 'name-taken');
  assert.equal(nameProblem('back_end-1.2', topology.networks), undefined);
});

test('a subnet is a CIDR without host bits, of the family that is asked for; an overlap is named', () => {
  assert.equal(subnetProblem('', used), undefined);
  assert.equal(subnetProblem('10.20.0.0/24', used), undefined);
  assert.equal(subnetProblem('10.20.0.0', used)?.code, 'subnet-form');
  assert.equal(subnetProblem('10.20.0.5/24', used)?.code, 'subnet-host-bits');
  assert.equal(subnetProblem('10.20.0.0/24', used, 6)?.code, 'subnet-family');
  assert.deepEqual(subnetProblem('172.18.4.0/24', used), {
    code: 'subnet-overlap',
    used: { subnet: '172.18.0.0/16', by: 'localnet', kind: 'network' },
  });
});

test('a gateway is an address inside the subnet', () => {
  assert.equal(gatewayProblem('', '10.20.0.0/24'), undefined);
  assert.equal(gatewayProblem('10.20.0.1', '10.20.0.0/24'), undefined);
  assert.equal(gatewayProblem('10.20.0.1/24', '10.20.0.0/24')?.code, 'gateway-form');
  assert.equal(gatewayProblem('10.21.0.1', '10.20.0.0/24')?.code, 'gateway-outside');
});

test('a parent has the form of an interface’s name, a VLAN id that of 802.1Q', () => {
  assert.equal(parentProblem('enp0s3.100'), undefined);
  assert.equal(parentProblem('sixteen-letters!')?.code, 'parent-form');
  assert.equal(parentProblem('a b')?.code, 'parent-form');
  assert.equal(vlanProblem('4094'), undefined);
  for (const vlan of ['0', '4095', 'x']) assert.equal(vlanProblem(vlan)?.code, 'vlan-form', vlan);
});

test('each field has its own form; ranges and reserved addresses are inside the subnet', () => {
  const draft = { ...emptyDraft, subnet: '10.20.0.0/24' };
  assert.equal(fieldProblem('mtu', '1400', draft), undefined);
  assert.equal(fieldProblem('mtu', '12', draft)?.code, 'mtu-form');
  assert.equal(fieldProblem('host-binding', '127.0.0.1', draft), undefined);
  assert.equal(fieldProblem('host-binding', '::1', draft)?.code, 'binding-form');
  assert.equal(fieldProblem('labels', 'a=b c', draft), undefined);
  assert.equal(fieldProblem('labels', '=b', draft)?.code, 'pairs-form');
  assert.equal(fieldProblem('range', '10.20.0.128/25', draft), undefined);
  assert.equal(fieldProblem('range', '10.21.0.128/25', draft)?.code, 'range-outside');
  assert.equal(fieldProblem('reserved', 'nas=10.20.0.5, 10.20.0.6', draft), undefined);
  assert.equal(fieldProblem('reserved', 'nas=10.21.0.5', draft)?.code, 'reserved-outside');
  assert.equal(fieldProblem('range', '10.20.0.128/25', emptyDraft)?.code, 'needs-subnet');
});
