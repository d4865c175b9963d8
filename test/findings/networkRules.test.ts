import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultRuleSettings, ruleSettingsOf } from '../../src/findings/ruleSettings.ts';
import { findAll } from '../../src/findings/rules.ts';
import type { NetworkId, Topology } from '../../src/model/topology.ts';
import { engine, sketch } from '../predictions/sketch.ts';
import { processorTime } from '../support/processorTime.ts';
import { hostStack, port, ruleCases } from './ruleCases.ts';

for (const { code, title, topology, settings, says, severity, evidence = [], cli } of ruleCases) {
  test(`${code} ${says ? 'fires' : 'stays silent'}: ${title}`, () => {
    const found = findAll({ topology, observations: [], settings: { ...defaultRuleSettings, ...settings } });
    const [finding, ...more] = found.filter((each) => each.code === code);
    assert.deepEqual(finding?.message.args, says);
    assert.equal(more.length, 0);
    if (severity) assert.equal(finding?.severity, severity);
    const codes = finding?.evidence.map((each) => each.code) ?? [];
    for (const each of evidence) assert.ok(codes.includes(each as (typeof codes)[number]), `${each} in ${codes.join(', ')}`);
    if (cli !== undefined) assert.equal(finding?.fix?.cli, cli);
  });
}

test('a fix that copies a line names its own finding', () => {
  for (const { topology } of ruleCases) {
    for (const { id, fix } of findAll({ topology, observations: [] })) {
      if (fix?.command === 'dockerNetworks.copyFixCommand')
        assert.deepEqual([fix.arguments, fix.cli !== undefined], [[id], true]);
    }
  }
});

test('a finding about a default bridge keeps its id when the engine has made the bridge anew', () => {
  const bridge = (id: string) =>
    sketch(
      { bridge: { id, name: 'bridge' } },
      { a: { on: { bridge: '172.17.0.2/16' } }, b: { on: { bridge: '172.17.0.3/16' } } },
    );
  const rekeyed = (topology: Topology, id: string): Topology => ({
    ...topology,
    endpoints: topology.endpoints.map((endpoint) => ({ ...endpoint, network: id as NetworkId })),
  });
  const ids = (id: string) => findAll({ topology: rekeyed(bridge(id), id), observations: [] }).map((finding) => finding.id);
  assert.ok(ids('abc').length > 0);
  assert.deepEqual(ids('abc'), ids('def'));
});

test('settings that make no sense count as the defaults', () => {
  assert.deepEqual(ruleSettingsOf({ poolWarning: 'x', poolError: 400, lanDhcpRanges: 'all' }), defaultRuleSettings);
  assert.deepEqual(ruleSettingsOf({ poolWarning: 70, lanDhcpRanges: ['10.0.0.0/24', 3] }), {
    ...defaultRuleSettings,
    poolWarning: 70,
    lanDhcpRanges: ['10.0.0.0/24'],
  });
});

test('five hundred networks with two thousand endpoints are judged in processor time that grows with their number alone', () => {
  const small = processorTime(() => findAll({ topology: big(125), observations: [] }));
  const large = processorTime(() => findAll({ topology: big(500), observations: [] }));
  assert.ok(large < 2_000, `${large} ms`);
  assert.ok(large < 12 * Math.max(small, 20), `${small} ms for a quarter, ${large} ms`);
});

function big(count: number): Topology {
  const networks = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`n${at}`, { subnet: `10.${at >> 8}.${at & 255}.0/24`, hostInterface: `br-${at}` }]),
  );
  const containers = Object.fromEntries(
    Array.from({ length: count * 2 }, (_, at) => [
      `c${at}`,
      {
        on: { [`n${at % count}`]: `10.${(at % count) >> 8}.${at & 255}.9/24`, [`n${(at + 7) % count}`]: '10.9.9.9/24' },
        ports: [port(10_000 + (at % 50_000))],
      },
    ]),
  );
  const routes = Array.from({ length: count }, (_, at) => ({
    destination: `10.${at >> 8}.${at & 255}.0/24`,
    device: `br-${at}`,
  }));
  return sketch(networks, containers, { stacks: [hostStack({ engine, routes })] });
}
