import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Topology } from '../../src/model/topology.ts';
import { impactOfAttach, impactOfDetach, impactOfRemove } from '../../src/predictions/impact.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import { refusalOfAttach, refusalOfDetach, refusalOfRemove } from '../../src/predictions/refusals.ts';
import { type ContainerSketch, idOf, sketch } from './sketch.ts';

const seeds = Array.from({ length: 60 }, (_, at) => at + 1);

/** Numbers below `n`, the same for the same seed. */
function dice(seed: number): (n: number) => number {
  let state = seed * 2654435761;
  return (n) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822507) + 0x9e3779b9) >>> 0;
    return state % n;
  };
}

function randomTopology(roll: (n: number) => number): Topology {
  const networks = Object.fromEntries(
    ['bridge', 'none', 'n0', 'n1', 'n2', 'n3'].map((name) => [
      name,
      { internal: name.startsWith('n') && name !== 'none' && roll(4) === 0 },
    ]),
  );
  const containers: Record<string, ContainerSketch> = {};
  for (let at = 0; at < 12; at += 1) {
    const on: Record<string, string> = {};
    for (const [index, network] of ['bridge', 'n0', 'n1', 'n2', 'n3'].entries())
      if (roll(3) === 0) on[network] = `10.${index}.0.${at + 2}/24`;
    containers[`box${at}`] = {
      on,
      state: roll(5) === 0 ? 'exited' : 'running',
      aliases: roll(3) === 0 ? [`alias${roll(3)}`] : [],
      listed: roll(6) === 0,
      name: roll(4) === 0 ? `Box.${at}` : `box${at}`,
    };
  }
  return sketch(networks, containers);
}

const junk = [
  '',
  '.',
  '..',
  'box1.',
  'BOX2',
  'box3.n0',
  'alias1',
  'n0',
  '-',
  ' ',
  '1.2.3.4',
  '::1',
  '4.3.2.1.in-addr.arpa',
  'x'.repeat(400),
  '\u0000',
  'ü',
];

for (const seed of seeds) {
  const roll = dice(seed);
  const topology = randomTopology(roll);
  test(`any question about any topology has an answer, the same in whatever order it was read (seed ${seed})`, () => {
    const turned: Topology = {
      ...topology,
      networks: [...topology.networks].reverse(),
      sandboxes: [...topology.sandboxes].reverse(),
      endpoints: [...topology.endpoints].reverse(),
    };
    for (const sandbox of [...topology.sandboxes.map(({ id }) => id), 'nobody']) {
      for (const name of [...junk, ...topology.sandboxes.map((other) => other.containers[0]?.name ?? '')]) {
        for (const type of ['A', 'AAAA', 'PTR'] as const) {
          const answer = resolveName(topology, { from: sandbox, name, type });
          assert.equal(answer.answers.length > 0, answer.code === 'answered');
          const other = resolveName(turned, { from: sandbox, name, type });
          assert.deepEqual([other.code, [...other.answers].sort()], [answer.code, [...answer.answers].sort()]);
        }
      }
    }
  });
}

for (const seed of seeds.slice(0, 20)) {
  test(`who shares a user-defined network resolves each other, who shares none does not (seed ${seed})`, () => {
    const topology = randomTopology(dice(seed));
    const serving = (id: string) =>
      new Set(
        topology.endpoints
          .filter((endpoint) => endpoint.sandbox === id && /^n\d$/.test(endpoint.network))
          .map(({ network }) => network),
      );
    const running = topology.sandboxes.filter((sandbox) => sandbox.containers[0]?.state === 'running');
    for (const one of running) {
      for (const other of running) {
        if (one === other) continue;
        const name = other.containers[0]?.name ?? '';
        const answer = resolveName(topology, { from: one.id, name, type: 'A' });
        const shares = [...serving(one.id)].some((network) => serving(other.id).has(network));
        assert.equal(answer.code === 'answered', shares, `${one.containers[0]?.name} asks for ${name}: ${answer.code}`);
      }
    }
  });
}

test('no id, known or not, makes an impact or a refusal throw', () => {
  for (const seed of seeds.slice(0, 10)) {
    const topology = randomTopology(dice(seed));
    const networks = [...topology.networks.map(({ id }) => id), 'gone' as never];
    const sandboxes = [...topology.sandboxes.map(({ id }) => id), idOf('gone') as never];
    const endpoints = [...topology.endpoints.map(({ id }) => id), 'gone/gone' as never];
    for (const network of networks) {
      impactOfRemove(topology, network);
      refusalOfRemove(topology, network);
      for (const sandbox of sandboxes) {
        impactOfAttach(topology, network, sandbox);
        refusalOfAttach(topology, network, sandbox);
      }
    }
    for (const endpoint of endpoints) {
      impactOfDetach(topology, endpoint);
      refusalOfDetach(topology, endpoint);
    }
  }
});
