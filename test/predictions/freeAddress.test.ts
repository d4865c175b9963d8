import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressProblem, freeAddress, isChosenByDocker } from '../../src/predictions/freeAddress.ts';
import { freeSubnet, overlapOf, usedSubnets } from '../../src/predictions/freeSubnet.ts';
import { engine, sketch } from './sketch.ts';

const topology = sketch(
  {
    lan: {
      pools: [
        { subnet: '10.7.0.0/24', range: '10.7.0.8/29', gateway: '10.7.0.9', reserved: { nas: '10.7.0.10' } },
        { subnet: 'fd00:7::/64', gateway: 'fd00:7::1' },
      ],
    },
    tiny: { pools: [{ subnet: '10.8.0.0/30' }] },
    auto: { pools: [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1' }] },
  },
  {
    c1: { on: { lan: ['10.7.0.8/24', 'fd00:7::2/64'] } },
    halted: { on: { lan: { addresses: [], staticAddresses: ['10.7.0.11'] } }, state: 'exited' },
    t1: { on: { tiny: { addresses: ['10.8.0.2/30'], gateway: '10.8.0.1' } } },
  },
);
const named = (name: string) => {
  const network = topology.networks.find((one) => one.name === name);
  assert.ok(network);
  return network;
};
const problem = (text: string, family: 4 | 6 = 4, network = 'lan') => addressProblem(topology, named(network), text, family);

test('the next free address is in the range, and nobody’s: not the gateway’s, a reserved one, one in use, one set aside', () => {
  assert.equal(freeAddress(topology, named('lan'), 4), '10.7.0.12');
  assert.equal(freeAddress(topology, named('lan'), 4, ['10.7.0.12']), '10.7.0.13');
  assert.equal(freeAddress(topology, named('lan'), 6), 'fd00:7::3');
});

test('a full subnet has no free address; neither has a family that the network lacks', () => {
  assert.equal(freeAddress(topology, named('tiny'), 4), undefined);
  assert.equal(freeAddress(topology, named('tiny'), 6), undefined);
});

test('an address is held against subnet, edges, gateway, reserved and used ones', () => {
  assert.equal(problem('10.7.0.12'), undefined);
  assert.equal(problem('10.7.0.12/24')?.said.code, 'address.form');
  assert.equal(problem('10.7.0')?.said.code, 'address.form');
  assert.equal(problem('fd00:7::5')?.said.code, 'address.family');
  assert.equal(problem('10.7.0.12', 6)?.said.code, 'address.family');
  assert.equal(problem('10.9.9.9')?.said.code, 'address.outside');
  assert.equal(problem('10.7.0.0')?.said.code, 'address.first');
  assert.equal(problem('10.7.0.255')?.said.code, 'address.last');
  assert.equal(problem('10.7.0.9')?.said.code, 'address.gateway');
  assert.deepEqual(problem('10.7.0.10')?.said, { code: 'address.reserved', args: ['nas'] });
  assert.deepEqual(problem('10.7.0.8')?.said, { code: 'address.used', args: ['c1'] });
  assert.deepEqual(problem('10.7.0.11')?.said, { code: 'address.set-aside', args: ['halted'] });
  assert.equal(problem('fd00:7:0::2', 6)?.said.code, 'address.used');
  assert.equal(problem('fd00::1', 6, 'tiny')?.said.code, 'address.no-subnet');
});

test('outside of the range is said, not refused', () => {
  assert.deepEqual(problem('10.7.0.99'), { said: { code: 'address.outside-range', args: ['10.7.0.8/29'] }, sure: false });
});

test('a subnet that looks like Docker’s own choice is said to be one: it may refuse', () => {
  assert.ok(isChosenByDocker(named('auto')));
  assert.ok(!isChosenByDocker(named('lan')));
  assert.equal(problem('172.18.0.9', 4, 'auto')?.sure, false);
});

test('a subnet is proposed that no network of any engine and no route of a host overlaps', () => {
  const route = (destination: string, device: string) => ({ destination, device });
  const host = { engine, sandbox: `${engine}/host` as (typeof topology.sandboxes)[number]['id'], how: '/proc', links: [] };
  const known = {
    ...sketch({ a: { pools: [{ subnet: '10.20.0.0/24' }] } }, {}),
    stacks: [{ ...host, routes: [route('10.20.1.0/25', 'eth1'), route('0.0.0.0/0', 'eth0'), route('10.20.0.0/24', 'br-a')] }],
  };
  const used = usedSubnets(known);
  assert.equal(freeSubnet(used, 4), '10.20.2.0/24');
  assert.equal(freeSubnet(used, 4, ['10.20.2.0/24']), '10.20.3.0/24');
  assert.equal(freeSubnet(used, 6), 'fd00:20::/64');
  assert.deepEqual(overlapOf('10.20.1.64/26', used), { subnet: '10.20.1.0/25', by: 'eth1', kind: 'route' });
  assert.equal(overlapOf('10.99.0.0/16', used), undefined);
});
