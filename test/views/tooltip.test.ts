import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Topology } from '../../src/model/topology.ts';
import { networkNodes } from '../../src/views/networkNodes.ts';
import { tooltipOf } from '../../src/views/tooltip.ts';
import { sketch } from '../predictions/sketch.ts';

function lines(topology: Topology): readonly (readonly [string | undefined, unknown, unknown])[] {
  const [row] = networkNodes(topology, { groupBy: 'none', sortBy: 'name', showBuiltIn: true });
  const tooltip = row && tooltipOf(row, topology, []);
  return (tooltip?.lines ?? []).map(({ name, value, remark }) => [
    name,
    value,
    typeof remark === 'object' ? remark.code : remark,
  ]);
}

test('the host interface of a network says whether the engine named it or it was inferred', () => {
  const named = sketch({ bridge: { hostInterface: 'docker0', options: { 'com.docker.network.bridge.name': 'docker0' } } }, {});
  assert.deepEqual(
    lines(named).find(([name]) => name === 'tip.host-interface'),
    ['tip.host-interface', 'docker0', 'tip.interface-by-option'],
  );
  const inferred = sketch({ localnet: { hostInterface: 'br-30441f25c1f0' } }, {});
  assert.equal(lines(inferred).find(([name]) => name === 'tip.host-interface')?.[2], 'tip.interface-inferred');
});

test('a network tells its pools and options', () => {
  const pool = { subnet: '10.0.2.0/24', gateway: '10.0.2.1', range: '10.0.2.0/25', reserved: { router: '10.0.2.9' } };
  const found = lines(sketch({ mac: { driver: 'macvlan', pools: [pool], options: { parent: 'eth0' } } }, {}));
  const value = (of: string) => found.find(([name]) => name === of)?.[1];
  assert.equal(value('tip.subnet'), '10.0.2.0/24');
  assert.equal(value('tip.gateway'), '10.0.2.1');
  assert.equal(value('tip.range'), '10.0.2.0/25');
  assert.equal(value('tip.reserved'), 'router 10.0.2.9');
  assert.equal(value('tip.options'), 'parent = eth0');
});

test('many labels are cut to some, and the tooltip says how many more there are', () => {
  const labels = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`l${at}`, 'v'.repeat(1000)]));
  const found = lines(sketch({ x: { labels } }, {})).filter(([name]) => name === 'tip.labels');
  assert.equal(found.length, 13);
  assert.deepEqual(found.at(-1)?.[1], { code: 'tip.more', args: ['28'] });
  assert.ok(found.every(([, value]) => typeof value !== 'string' || value.length < 300));
});
