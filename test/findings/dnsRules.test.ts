import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../src/findings/finding.ts';
import { findAll } from '../../src/findings/rules.ts';
import type { GapCode, ServiceId, Topology } from '../../src/model/topology.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import type { Answer, Observation } from '../../src/predictions/observation.ts';
import { endpointId, engine, idOf, networkId, sandboxId, sketch } from '../predictions/sketch.ts';

function found(topology: Topology, code: string, observations: readonly Observation[] = []): readonly Finding[] {
  return findAll({ topology, observations }).filter((finding) => finding.code === code);
}

function seen(topology: Topology, from: string, name: string, result: Partial<Answer> | GapCode, second = 1): Observation {
  const answer: Answer = {
    answers: [],
    server: '127.0.0.11',
    code: typeof result !== 'string' && (result.answers ?? []).length > 0 ? 'answered' : 'no-answer',
    reason: { code: 'answer.observed', args: [] },
    ...(typeof result === 'string' ? {} : result),
  };
  return {
    sandbox: sandboxId(from),
    name,
    type: 'A',
    at: `2026-11-25T00:00:0${second}Z`,
    how: 'exec nslookup',
    milliseconds: 3,
    predicted: resolveName(topology, { from: sandboxId(from), name, type: 'A' }),
    result: typeof result === 'string' ? { gap: { code: result, why: name } } : answer,
  };
}

test('containers that share an alias are found, with the addresses it alternates between and a line that ends it', () => {
  const topology = sketch(
    { n: {} },
    {
      c1: { on: { n: '10.0.0.2/24' }, aliases: ['www', 'shop'] },
      c2: { on: { n: '10.0.0.3/24' }, aliases: ['WWW', 'other'] },
      c3: { on: { n: '10.0.0.4/24' } },
    },
  );
  const [finding, ...more] = found(topology, 'name-collision');
  assert.equal(more.length, 0);
  assert.equal(finding?.severity, 'warning');
  assert.deepEqual(finding?.message.args, ['n', '2', 'www']);
  assert.deepEqual(
    finding?.evidence.map(({ args }) => args),
    [
      ['c1', '10.0.0.2'],
      ['c2', '10.0.0.3'],
    ],
  );
  assert.deepEqual(finding?.fix?.arguments, [endpointId('n', 'c2')]);
  assert.equal(finding?.fix?.cli, 'docker network disconnect n c2 && docker network connect --alias=other n c2');
});

test('an alias that is another container’s name collides; the one that has it as an alias is to go', () => {
  const topology = sketch({ n: {} }, { db: { on: { n: '10.0.0.2/24' } }, a1: { on: { n: '10.0.0.3/24' }, aliases: ['db'] } });
  const [finding] = found(topology, 'name-collision');
  assert.deepEqual(finding?.message.args, ['n', '2', 'db']);
  assert.deepEqual(finding?.fix?.arguments, [endpointId('n', 'a1')]);
});

for (const [title, one, other, severity] of [
  ['replicas of one compose service', 'shop-web-1', 'shop-web-2', 'info'],
  ['services of two compose services', 'shop-web-1', 'shop-api-1', 'warning'],
] as const) {
  test(`that ${title} share an alias is ${severity === 'info' ? 'worth a note' : 'a warning'}`, () => {
    const topology = sketch(
      { n: {} },
      {
        [one]: { on: { n: '10.0.0.2/24' }, aliases: ['web'], project: 'shop' },
        [other]: { on: { n: '10.0.0.3/24' }, aliases: ['web'], project: 'shop' },
      },
    );
    const [finding] = found(topology, 'name-collision');
    assert.equal(finding?.severity, severity);
    assert.equal(finding?.fix === undefined, severity === 'info');
  });
}

test('the name of a service that gives all its tasks is worth a note, and tasks.<name> is not even that', () => {
  const of = (endpointMode: string) =>
    sketch(
      { ov: { driver: 'overlay' } },
      {
        's1.1': { on: { ov: '10.0.1.2/24' }, service: 's1' },
        's1.2': { on: { ov: '10.0.1.3/24' }, service: 's1' },
      },
      {
        services: [
          {
            id: 's1' as ServiceId,
            engine,
            name: 's1',
            mode: 'replicated',
            endpointMode,
            networks: [{ network: networkId('ov'), ...(endpointMode === 'vip' ? { virtualAddress: '10.0.1.9/24' } : {}) }],
            ports: [],
          },
        ],
      },
    );
  assert.deepEqual(
    found(of('dnsrr'), 'name-collision').map(({ severity, message }) => [severity, message.args[2]]),
    [['info', 's1']],
  );
  assert.deepEqual(found(of('vip'), 'name-collision'), []);
});

test('nobody collides: a name of its own, a stopped namesake, the same name on another network', () => {
  const topology = sketch(
    { a: {}, b: {} },
    {
      c1: { on: { a: '10.0.0.2/24' }, aliases: ['web'] },
      c2: { on: { a: [] }, aliases: ['web'], state: 'exited' },
      c3: { on: { b: '10.0.1.2/24' }, aliases: ['web'] },
    },
  );
  assert.deepEqual(found(topology, 'name-collision'), []);
});

const twoWebs = (more: Partial<Parameters<typeof sketch>[1]> = {}) =>
  sketch(
    { front: {}, back: {} },
    {
      proxy: { on: { front: '10.0.0.2/24', back: '10.0.1.2/24' } },
      one: { on: { front: '10.0.0.3/24' }, aliases: ['web'] },
      two: { on: { back: '10.0.1.3/24' }, aliases: ['web'] },
      ...(more as Parameters<typeof sketch>[1]),
    },
  );

test('a sandbox that sees one name on two networks is told which one wins, as the prediction has it', () => {
  const topology = twoWebs();
  const [finding, ...more] = found(topology, 'ambiguous-name');
  assert.equal(more.length, 0);
  assert.deepEqual(finding?.message.args, ['proxy', 'web', 'back', 'front']);
  assert.deepEqual(resolveName(topology, { from: sandboxId('proxy'), name: 'web', type: 'A' }).answers, ['10.0.1.3']);
  assert.deepEqual(finding?.evidence[0]?.args, ['web', 'back', 'two', '10.0.1.3']);
  assert.deepEqual(finding?.evidence[1]?.args, ['web', 'front', 'one', '10.0.0.3', 'web.front']);
  assert.equal(finding?.fix?.cli, 'docker exec proxy nslookup web.front');
});

test('all who see it are in one finding', () => {
  const topology = twoWebs({ second: { on: { front: '10.0.0.9/24', back: '10.0.1.9/24' } } });
  const all = found(topology, 'ambiguous-name');
  assert.equal(all.length, 1);
  assert.ok([idOf('proxy'), idOf('second')].every((id) => all[0]?.subjects.includes(id)));
});

test('no name is ambiguous: one container on both networks, or nobody who sees both', () => {
  const both = sketch(
    { front: {}, back: {} },
    {
      proxy: { on: { front: '10.0.0.2/24', back: '10.0.1.2/24' } },
      web: { on: { front: '10.0.0.3/24', back: '10.0.1.3/24' } },
    },
  );
  assert.deepEqual(found(both, 'ambiguous-name'), []);
  assert.deepEqual(found(twoWebs({ proxy: { on: { front: '10.0.0.2/24' } } }), 'ambiguous-name'), []);
});

const pair = sketch({ n: {} }, { c1: { on: { n: '10.0.0.2/24' } }, c2: { on: { n: '10.0.0.3/24' } } });

test('that one finds the other and is not found itself is a finding when both were asked for real', () => {
  const [finding, ...more] = found(pair, 'one-way-name', [
    seen(pair, 'c1', 'c2', { answers: ['10.0.0.3'] }),
    seen(pair, 'c2', 'c1', { answers: [] }),
  ]);
  assert.equal(more.length, 0);
  assert.equal(finding?.severity, 'warning');
  assert.deepEqual(finding?.message.args, ['c1', 'c2']);
  assert.equal(finding?.fix?.cli, 'docker exec c2 nslookup c1');
});

test('no name works in one direction only: both found, neither found, only one asked', () => {
  const to = seen(pair, 'c1', 'c2', { answers: ['10.0.0.3'] });
  for (const observations of [
    [to, seen(pair, 'c2', 'c1', { answers: ['10.0.0.2'] })],
    [seen(pair, 'c1', 'c2', { answers: [] }), seen(pair, 'c2', 'c1', { answers: [] })],
    [to],
    [to, seen(pair, 'c2', 'c1', 'timed-out')],
  ])
    assert.deepEqual(found(pair, 'one-way-name', observations), []);
});

test('a link that hides a neighbour’s name makes it a name of one direction', () => {
  const topology = sketch(
    { n: {} },
    {
      c1: { on: { n: '10.0.0.2/24' }, links: ['db2:db'] },
      db: { on: { n: '10.0.0.3/24' } },
      db2: { on: { n: '10.0.0.4/24' } },
    },
  );
  assert.deepEqual(
    found(topology, 'one-way-name').map(({ message }) => message.args),
    [['db', 'c1']],
  );
});

test('who shares a stack has no name of its own: a note that tells whom to ask for', () => {
  const topology = sketch({ n: {} }, { vpn: { on: { n: '10.0.0.2/24' }, sharers: ['app'] }, c2: { on: { n: '10.0.0.3/24' } } });
  const [finding] = found(topology, 'one-way-name');
  assert.equal(finding?.severity, 'info');
  assert.deepEqual(finding?.message.args, ['app', 'c2']);
  assert.deepEqual(finding?.evidence[0]?.args, ['app', 'vpn']);
  assert.equal(finding?.fix?.cli, 'docker exec c2 nslookup vpn');
  const alone = sketch({ n: {} }, { vpn: { on: { n: '10.0.0.2/24' }, sharers: ['app'] } });
  assert.deepEqual(found(alone, 'one-way-name'), []);
});

test('servers behind Docker that do not answer are found, with whom they failed', () => {
  const observations = [
    seen(pair, 'c1', 'example.com', { code: 'server-failure', upstream: ['10.9.9.9'] }),
    seen(pair, 'c2', 'example.org', 'timed-out'),
  ];
  const [finding, ...more] = found(pair, 'upstream-dns-silent', observations);
  assert.equal(more.length, 0);
  assert.deepEqual(finding?.message.args, ['c1, c2', '10.9.9.9']);
  assert.deepEqual(finding?.subjects, [idOf('c1'), idOf('c2')].sort());
  assert.equal(finding?.fix?.cli, 'docker exec c1 nslookup example.com');
});

test('"no such name" is a reply, a later reply counts, Docker’s own failure and an internal network do not', () => {
  const failed = seen(pair, 'c1', 'example.com', { code: 'server-failure' });
  const inside = sketch({ n: { internal: true } }, { c1: { on: { n: '10.0.0.2/24' } }, c2: { on: { n: '10.0.0.3/24' } } });
  for (const [topology, observations] of [
    [pair, [seen(pair, 'c1', 'example.com', { answers: [] })]],
    [pair, [failed, seen(pair, 'c1', 'example.org', { answers: ['1.2.3.4'] }, 2)]],
    [pair, [seen(pair, 'c1', 'c2', { code: 'server-failure' })]],
    [pair, [seen(pair, 'c1', 'example.com', 'no-tool')]],
    [inside, [seen(inside, 'c1', 'example.com', { code: 'server-failure' })]],
  ] as const)
    assert.deepEqual(found(topology, 'upstream-dns-silent', observations), []);
});

test('a thousand containers on two networks are judged at once', () => {
  const containers = Object.fromEntries(
    Array.from({ length: 1000 }, (_, at) => [
      `c${at}`,
      { on: { a: `10.0.${at >> 8}.${at & 255}/16`, b: `10.1.${at >> 8}.${at & 255}/16` }, aliases: [`alias${at % 500}`] },
    ]),
  );
  const topology = sketch({ a: {}, b: {} }, containers);
  const began = process.cpuUsage().user;
  assert.equal(found(topology, 'name-collision').length, 1000);
  const took = (process.cpuUsage().user - began) / 1000;
  assert.ok(took < 8_000, `${took} ms`);
});
