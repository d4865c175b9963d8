import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { Finding } from '../../src/findings/finding.ts';
import { findAll } from '../../src/findings/rules.ts';
import { dockerLine, shellQuote } from '../../src/findings/shellLine.ts';
import type { EngineId, Topology } from '../../src/model/topology.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import type { Answer, Observation } from '../../src/predictions/observation.ts';
import { engine, idOf, sandboxId, sketch } from '../predictions/sketch.ts';
import { processorTime } from '../support/processorTime.ts';

function found(topology: Topology, code: string, observations: readonly Observation[] = []): readonly Finding[] {
  return findAll({ topology, observations }).filter((finding) => finding.code === code);
}

test('a network that nothing is on is found, with the line that removes it', () => {
  const [finding, ...more] = found(
    sketch({ bridge: {}, host: {}, none: {}, idle: { subnet: '172.20.0.0/16' } }, {}),
    'unused-network',
  );
  assert.equal(more.length, 0);
  assert.equal(finding?.id, 'unused-network idle');
  assert.deepEqual(finding?.subjects, ['idle']);
  assert.deepEqual(finding?.fix?.arguments, ['idle']);
  assert.equal(finding?.fix?.cli, 'docker network rm idle');
  assert.ok(finding?.evidence.some((one) => one.code === 'evidence.subnet' && one.args.includes('172.20.0.0/16')));
});

for (const [title, topology] of [
  ['a running container is on it', sketch({ n: {} }, { c1: { on: { n: '10.0.0.2/24' } } })],
  ['a stopped container is set up for it', sketch({ n: {} }, { c1: { on: { n: [] }, state: 'exited' } })],
  [
    'Docker made it',
    sketch({ bridge: {}, host: {}, none: {}, docker_gwbridge: {}, ingress: { driver: 'overlay', ingress: true } }, {}),
  ],
  [
    'another network takes its settings from it',
    sketch({ conf: { configOnly: true }, copy: { configFrom: 'conf' } }, { c1: { on: { copy: '10.0.0.2/24' } } }),
  ],
  [
    'the containers could not be listed',
    sketch({ n: {} }, {}, { gaps: [{ engine, code: 'containers-not-listed', why: 'timed out' }] }),
  ],
  [
    'it is an overlay with peers',
    sketch(
      { ov: { driver: 'overlay', peers: [{ name: 'a', address: '10.0.0.1' }] } },
      {},
      { engine: { swarm: { nodeId: 'n' as never, role: 'manager' } } },
    ),
  ],
  [
    'a worker cannot tell for an overlay',
    sketch({ ov: { driver: 'overlay' } }, {}, { engine: { swarm: { nodeId: 'n' as never, role: 'worker' } } }),
  ],
] as const) {
  test(`no network is called unused when ${title}`, () => assert.deepEqual(found(topology, 'unused-network'), []));
}

test('an overlay that no node takes part in is unused for a manager that inspected it', () => {
  const topology = sketch({ ov: { driver: 'overlay' } }, {}, { engine: { swarm: { nodeId: 'n' as never, role: 'manager' } } });
  assert.equal(found(topology, 'unused-network').length, 1);
});

test('a bridge and an overlay that claim the same addresses are found once', () => {
  const topology = sketch({ shop: { subnet: '10.0.0.0/16' }, ov: { driver: 'overlay', subnet: '10.0.1.0/24' } }, {});
  const [finding, ...more] = found(topology, 'overlapping-subnets');
  assert.equal(more.length, 0);
  assert.deepEqual(finding?.message.args, ['ov', 'shop', '10.0.1.0/24']);
  assert.equal(finding?.severity, 'warning');
});

test('subnets of IPv6 overlap as well', () => {
  const topology = sketch({ a: { subnet: '10.1.0.0/24,fd00:1::/48' }, b: { subnet: '10.2.0.0/24,fd00:1:0:1::/64' } }, {});
  assert.equal(found(topology, 'overlapping-subnets')[0]?.severity, 'error');
});

for (const [title, topology] of [
  ['neighbours', sketch({ a: { subnet: '10.0.0.0/25' }, b: { subnet: '10.0.0.128/25' } }, {})],
  ['networks of different engines', twoEngines()],
  ['a config-only network', sketch({ a: { subnet: '10.0.0.0/24', configOnly: true }, b: { subnet: '10.0.0.0/24' } }, {})],
  ['macvlan networks on different parents', sketch({ a: mac('eth0.10'), b: mac('eth0.20') }, {})],
  [
    'macvlan networks that share a parent with ranges apart',
    sketch({ a: mac('eth0', '10.0.0.0/25'), b: mac('eth0', '10.0.0.128/25') }, {}),
  ],
  ['subnets that are none', sketch({ a: { subnet: 'nonsense' }, b: { subnet: '' } }, {})],
] as const) {
  test(`nothing overlaps: ${title}`, () => assert.deepEqual(found(topology, 'overlapping-subnets'), []));
}

test('macvlan networks on one parent that hand out the same addresses overlap', () => {
  assert.equal(found(sketch({ a: mac('eth0'), b: mac('eth0') }, {}), 'overlapping-subnets').length, 1);
});

test('a thousand networks are compared at once', () => {
  const networks = Object.fromEntries(
    Array.from({ length: 1000 }, (_, at) => [`n${at}`, { subnet: `10.${at >> 8}.${at & 255}.0/24` }]),
  );
  const topology = sketch(networks, {});
  const took = processorTime(() => assert.equal(found(topology, 'overlapping-subnets').length, 0));
  assert.ok(took < 5_000, `${took} ms`);
});

test('several named containers on the default bridge are found, with a line that gives them a network of their own', () => {
  const topology = sketch({ bridge: {} }, { c4: { on: { bridge: '172.17.0.3/16' } }, c3: { on: { bridge: '172.17.0.2/16' } } });
  const [finding] = found(topology, 'default-bridge-names');
  assert.deepEqual(finding?.message.args, ['2', 'c3, c4', 'bridge']);
  assert.deepEqual(finding?.fix?.arguments, [idOf('c3'), idOf('c4')]);
  assert.equal(
    finding?.fix?.cli,
    'docker network create my-network && docker network connect my-network c3 && docker network connect my-network c4',
  );
});

for (const [title, containers] of [
  ['one container', { c3: { on: { bridge: '172.17.0.2/16' } } }],
  ['a second that is stopped', { c3: { on: { bridge: '172.17.0.2/16' } }, c4: { on: { bridge: [] }, state: 'exited' } }],
  [
    'a second that is on a user-defined network too',
    { c3: { on: { bridge: '172.17.0.2/16' } }, c4: { on: { bridge: '172.17.0.3/16', n: '10.0.0.2/24' } } },
  ],
  [
    'a second whose name Docker made up',
    { c3: { on: { bridge: '172.17.0.2/16' } }, happy_turing: { on: { bridge: '172.17.0.3/16' } } },
  ],
] as const) {
  test(`the default bridge is fine with ${title}`, () => {
    assert.deepEqual(found(sketch({ bridge: {}, n: {} }, containers), 'default-bridge-names'), []);
  });
}

const pair = sketch({ n: {} }, { c1: { on: { n: '10.0.0.2/24' } }, c2: { on: { n: '10.0.0.3/24' } } });

function seen(name: string, answers: readonly string[], more: Partial<Observation> = {}): Observation {
  const result: Answer = {
    answers,
    server: '127.0.0.11',
    code: answers.length > 0 ? 'answered' : 'no-answer',
    reason: { code: 'answer.observed', args: [] },
  };
  return {
    sandbox: sandboxId('c1'),
    name,
    type: 'A',
    at: '2026-11-25T00:00:01Z',
    how: 'exec nslookup',
    milliseconds: 3,
    result,
    ...more,
  };
}

test('names that answer otherwise than predicted make one finding for their sandbox', () => {
  const [finding, ...more] = found(pair, 'prediction-differs', [seen('c2', ['10.9.9.9']), seen('c2.n', [])]);
  assert.equal(more.length, 0);
  assert.deepEqual(finding?.message.args, ['c1', '2', 'c2']);
  assert.equal(finding?.fix?.cli, 'docker exec c1 nslookup c2');
});

test('what agrees, what is passed on, and what could not be asked are no findings', () => {
  const gap = { gap: { code: 'timed-out', why: '5 s' } } as const;
  assert.deepEqual(
    found(pair, 'prediction-differs', [
      seen('c2', ['10.0.0.3']),
      seen('example.com', ['1.2.3.4']),
      seen('c2', [], { result: gap }),
    ]),
    [],
  );
});

test('an observation from before a change is no finding', () => {
  const before = sketch({ n: {} }, { c1: { on: { n: '10.0.0.2/24' } }, c2: { on: { n: '10.0.0.9/24' } } });
  const predicted = resolveName(before, { from: sandboxId('c1'), name: 'c2', type: 'A' });
  assert.deepEqual(found(pair, 'prediction-differs', [seen('c2', ['10.0.0.9'], { predicted })]), []);
});

test('findings keep their ids and their order whatever the order of the topology', () => {
  const topology = sketch(
    { bridge: {}, a: { subnet: '10.0.0.0/24' }, b: { subnet: '10.0.0.0/24' } },
    { c3: { on: { bridge: '172.17.0.2/16' } }, c4: { on: { bridge: '172.17.0.3/16' } } },
  );
  const turned: Topology = {
    ...topology,
    networks: [...topology.networks].reverse(),
    sandboxes: [...topology.sandboxes].reverse(),
    endpoints: [...topology.endpoints].reverse(),
  };
  assert.deepEqual(findAll({ topology: turned, observations: [] }), findAll({ topology, observations: [] }));
});

test('a shell reads every quoted argument back as it was', () => {
  const nasty = [
    "it's",
    '$(id)',
    '`id`',
    'a b',
    '',
    '"',
    '\\',
    'a\nb',
    '; rm -rf /',
    '!x',
    '~',
    '*',
    "''",
    'ünï',
    '-x',
    '&&',
    '한글',
  ];
  const line = ['printf', '%s\\0', ...nasty].map(shellQuote).join(' ');
  assert.deepEqual(execFileSync('sh', ['-c', line]).toString().split('\0').slice(0, -1), nasty);
});

test('plain words stay plain in a line, and the context is named unless it is the default', () => {
  const [plain] = pair.engines;
  assert.ok(plain !== undefined);
  assert.equal(dockerLine(plain, 'network', 'rm', 'abc'), 'docker network rm abc');
  assert.equal(dockerLine({ ...plain, context: "my lab's" }, 'ps'), `docker --context 'my lab'\\''s' ps`);
});

function mac(parent: string, range?: string) {
  return { driver: 'macvlan', parent, pools: [{ subnet: '10.0.0.0/24', ...(range === undefined ? {} : { range }) }] };
}

function twoEngines(): Topology {
  const topology = sketch({ a: { subnet: '10.0.0.0/24' }, b: { subnet: '10.0.0.0/24', engines: ['e2' as EngineId] } }, {});
  const [first] = topology.engines;
  return first === undefined ? topology : { ...topology, engines: [first, { ...first, id: 'e2' as EngineId }] };
}
