import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recreateSteps } from '../../src/actions/recreateSteps.ts';
import { sketch } from '../predictions/sketch.ts';

const topology = sketch(
  {
    lan: {
      pools: [
        { subnet: '10.7.0.0/24', gateway: '10.7.0.9', range: '10.7.0.128/25', reserved: { nas: '10.7.0.4', far: '10.7.0.200' } },
      ],
    },
  },
  {
    late: { on: { lan: '10.7.0.131/24' } },
    early: { on: { lan: { addresses: ['10.7.0.20/24'], staticAddresses: ['10.7.0.20'], aliases: ['db'], gatewayPriority: 3 } } },
    halted: { on: { lan: { addresses: [], staticAddresses: ['10.7.0.210'] } }, state: 'exited' },
  },
);
const [lan] = topology.networks;
assert.ok(lan);
const spec = { name: 'lan', driver: 'bridge', pools: lan.pools, labels: { tier: 'db' } };

test('all are detached, the network is made anew, and all come back with their settings and host parts, low addresses first', () => {
  const { steps, moved, dropped } = recreateSteps(topology, lan, spec, [{ subnet: '10.8.0.0/24' }]);
  assert.deepEqual(
    steps.map((step) => `${step.kind} ${'container' in step ? step.container.name : ''}`.trim()),
    ['detach late', 'detach early', 'detach halted', 'remove', 'create', 'attach early', 'attach late', 'attach halted'],
  );
  const create = steps.find(({ kind }) => kind === 'create');
  assert.deepEqual(create?.kind === 'create' && create.spec, {
    ...spec,
    pools: [
      { subnet: '10.8.0.0/24', gateway: '10.8.0.9', range: '10.8.0.128/25', reserved: { nas: '10.8.0.4', far: '10.8.0.200' } },
    ],
  });
  assert.deepEqual(
    steps.flatMap((step) => (step.kind === 'attach' ? [step.settings] : [])),
    [{ aliases: ['db'], gatewayPriority: 3, address: '10.8.0.20' }, {}, { address: '10.8.0.210' }],
  );
  assert.deepEqual([moved.length, dropped.length], [2, 0]);
});

test('what does not fit into a smaller subnet is named, and left to Docker', () => {
  const { steps, moved, dropped } = recreateSteps(topology, lan, spec, [{ subnet: '10.8.0.0/26' }]);
  assert.deepEqual(dropped, [{ container: 'halted', address: '10.7.0.210' }]);
  assert.deepEqual(moved, [{ container: 'early', from: '10.7.0.20', to: '10.8.0.20' }]);
  const create = steps.find(({ kind }) => kind === 'create');
  assert.deepEqual(create?.kind === 'create' && create.spec.pools, [
    { subnet: '10.8.0.0/26', gateway: '10.8.0.9', reserved: { nas: '10.8.0.4' } },
  ]);
});
