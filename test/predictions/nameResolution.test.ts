import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Service, Topology } from '../../src/model/topology.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import type { AnswerCode, AnswerWord, RecordType } from '../../src/predictions/observation.ts';
import { processorTime } from '../support/processorTime.ts';
import { engine, idOf, networkId, sketch } from './sketch.ts';

/** The blog's scenario: c1, c2 and web on localnet, c3 and c4 on the default bridge. */
const blog = sketch(
  { bridge: {}, host: {}, none: {}, localnet: {}, other: {}, v6net: { ipv6: true }, inner: { internal: true } },
  {
    c1: { on: { localnet: '172.18.0.2/16' }, aliases: ['db', 'first'] },
    c2: { on: { localnet: '172.18.0.3/16' }, aliases: ['db'] },
    web: { on: { localnet: '172.18.0.4/16' }, hostname: 'www', sharers: ['sidecar'] },
    c3: { on: { bridge: '172.17.0.2/16' } },
    c4: { on: { bridge: '172.17.0.3/16' } },
    far: { on: { other: '172.19.0.2/16' } },
    both: { on: { bridge: '172.17.0.4/16', localnet: '172.18.0.5/16' } },
    two: { on: { other: '172.19.0.3/16', localnet: '172.18.0.6/16' }, links: ['c1:uno'] },
    off: { on: { localnet: [] }, state: 'exited' },
    halted: { on: { localnet: '172.18.0.7/16' }, state: 'paused' },
    six: { on: { v6net: ['172.20.0.2/16', 'fd00::2/64'] } },
    seven: { on: { v6net: ['172.20.0.3/16', 'fd00::3/64'] } },
    alone: { on: { none: [] } },
    onhost: { on: { host: [] }, kind: 'host' },
    shut: { on: { inner: '172.21.0.2/16' } },
    dotted: { on: { localnet: '172.18.0.8/16' }, name: 'a.b' },
  },
);

type Row = readonly [
  from: string,
  name: string,
  type: RecordType,
  code: AnswerCode,
  reason: AnswerWord,
  answers?: readonly string[],
];

const rows: readonly Row[] = [
  ['c2', 'c1', 'A', 'answered', 'answer.answered', ['172.18.0.2']],
  ['c2', 'C1', 'A', 'answered', 'answer.answered', ['172.18.0.2']],
  ['c2', 'c1.', 'A', 'answered', 'answer.answered', ['172.18.0.2']],
  ['c2', 'c1.localnet', 'A', 'answered', 'answer.answered', ['172.18.0.2']],
  ['c2', 'C1.localnet', 'A', 'answered', 'answer.answered', ['172.18.0.2']],
  ['c2', 'c1.LOCALNET', 'A', 'forwarded', 'answer.network-part-case'],
  ['c2', 'far.other', 'A', 'not-shared', 'answer.not-shared'],
  ['c2', 'c1.example.com', 'A', 'forwarded', 'answer.no-such-network'],
  ['c2', 'c1.other', 'A', 'forwarded', 'answer.not-on-that-network'],
  ['c2', 'a.b', 'A', 'answered', 'answer.answered', ['172.18.0.8']],
  ['c2', 'a.b.localnet', 'A', 'answered', 'answer.answered', ['172.18.0.8']],
  ['c2', idOf('c1').slice(0, 12), 'A', 'answered', 'answer.short-id', ['172.18.0.2']],
  ['c2', 'first', 'A', 'answered', 'answer.alias', ['172.18.0.2']],
  ['web', 'db', 'A', 'answered', 'answer.several', ['172.18.0.2', '172.18.0.3']],
  ['c2', 'www', 'A', 'answered', 'answer.hostname', ['172.18.0.4']],
  ['c2', 'c1', 'AAAA', 'no-such-family', 'answer.no-such-family'],
  ['six', 'seven', 'AAAA', 'answered', 'answer.answered', ['fd00::3']],
  ['c2', 'c3', 'A', 'not-shared', 'answer.on-default-bridge'],
  ['both', 'c3', 'A', 'not-shared', 'answer.on-default-bridge'],
  ['c2', 'far', 'A', 'not-shared', 'answer.not-shared'],
  ['two', 'far', 'A', 'answered', 'answer.answered', ['172.19.0.2']],
  ['two', 'uno', 'A', 'answered', 'answer.link', ['172.18.0.2']],
  ['c2', 'uno', 'A', 'forwarded', 'answer.forwarded'],
  ['c2', 'off', 'A', 'not-running', 'answer.not-running'],
  ['c2', 'halted', 'A', 'answered', 'answer.answered', ['172.18.0.7']],
  ['halted', 'c1', 'A', 'answered', 'answer.answered', ['172.18.0.2']],
  ['off', 'c1', 'A', 'asker-not-running', 'answer.asker-not-running'],
  ['c4', 'c3', 'A', 'no-embedded-dns', 'answer.no-embedded-dns'],
  ['c4', 'c1', 'A', 'no-embedded-dns', 'answer.no-embedded-dns'],
  ['c4', 'example.com', 'A', 'forwarded', 'answer.from-default-bridge'],
  ['c2', 'example.com', 'A', 'forwarded', 'answer.forwarded'],
  ['shut', 'example.com', 'A', 'forwarded', 'answer.internal-only'],
  ['alone', 'c1', 'A', 'no-network', 'answer.no-network'],
  ['onhost', 'c1', 'A', 'host-stack', 'answer.host-stack'],
  ['c2', 'onhost', 'A', 'not-shared', 'answer.on-host-stack'],
  ['c2', 'sidecar', 'A', 'not-shared', 'answer.sharer'],
  ['sidecar', 'c1', 'A', 'answered', 'answer.answered', ['172.18.0.2']],
  ['nobody', 'c1', 'A', 'unknown-sandbox', 'answer.unknown-sandbox'],
  ['c2', '172.18.0.2', 'A', 'answered', 'answer.is-address', ['172.18.0.2']],
  ['c2', '172.18.0.2', 'PTR', 'answered', 'answer.pointer', ['c1.localnet']],
  ['c2', '2.0.18.172.in-addr.arpa', 'PTR', 'answered', 'answer.pointer', ['c1.localnet']],
  ['c2', '172.18.0.1', 'PTR', 'forwarded', 'answer.forwarded'],
  ['c2', '172.19.0.2', 'PTR', 'not-shared', 'answer.not-shared'],
  ['c4', '172.17.0.2', 'PTR', 'no-embedded-dns', 'answer.no-embedded-dns'],
  ['six', 'fd00::3', 'PTR', 'answered', 'answer.pointer', ['seven.v6net']],
  ['six', reverse6('fd000000000000000000000000000003'), 'PTR', 'answered', 'answer.pointer', ['seven.v6net']],
];

for (const [from, name, type, code, reason, answers] of rows) {
  test(`${from} asks ${type} ${name}: ${code} (${reason})`, () => {
    const answer = resolveName(blog, { from: idOfAsker(blog, from), name, type });
    assert.deepEqual(
      { code: answer.code, reason: answer.reason.code, answers: [...answer.answers].sort() },
      { code, reason, answers: [...(answers ?? [])].sort() },
    );
  });
}

for (const name of [
  '',
  '.',
  'a b',
  'a"b',
  "a'b",
  'a;b',
  '-c1',
  'a..b',
  'a\nb',
  '\0',
  'a\0b',
  '-',
  '`id`',
  '$(id)',
  'ü',
  'a'.repeat(64),
  'a.'.repeat(130),
  'x'.repeat(300),
]) {
  test(`the name ${JSON.stringify(name.slice(0, 20))} (${name.length} characters) is refused before anything is asked`, () => {
    assert.equal(resolveName(blog, { from: idOf('c2'), name, type: 'A' }).code, 'invalid-name');
  });
}

test('a name in a sentence is never longer than what fits there', () => {
  const { reason } = resolveName(blog, { from: idOf('c2'), name: 'x'.repeat(10_000), type: 'A' });
  assert.ok(reason.args.every((arg) => arg.length <= 80));
});

test('the own host name stands in /etc/hosts, which the resolver does not read', () => {
  const answer = resolveName(blog, { from: idOf('c4'), name: idOf('c4').slice(0, 12), type: 'A' });
  assert.deepEqual([answer.code, answer.origin, answer.answers], ['answered', 'hosts-file', ['172.17.0.3']]);
  assert.equal(answer.reason.code, 'answer.hosts-file');
});

test('localhost is answered by /etc/hosts, where the resolver has no answer', () => {
  const answer = resolveName(blog, { from: idOf('c2'), name: 'localhost', type: 'A' });
  assert.deepEqual([answer.code, answer.origin, answer.answers], ['answered', 'hosts-file', ['127.0.0.1']]);
});

test('a name on two networks of the asker is answered by the network whose name sorts first', () => {
  const topology = sketch(
    { zeta: {}, alpha: {} },
    {
      asker: { on: { zeta: '10.1.0.2/24', alpha: '10.2.0.2/24' } },
      z: { on: { zeta: '10.1.0.3/24' }, aliases: ['db'] },
      a: { on: { alpha: '10.2.0.3/24' }, aliases: ['db'] },
    },
  );
  const answer = resolveName(topology, { from: idOf('asker'), name: 'db', type: 'A' });
  assert.deepEqual([answer.answers, answer.network], [['10.2.0.3'], networkId('alpha')]);
});

test('an internal network is asked after the others, a gateway priority before them', () => {
  const containers = (priority: number) => ({
    asker: { on: { alpha: '10.2.0.2/24', zeta: { addresses: ['10.1.0.2/24'], gatewayPriority: priority } } },
    z: { on: { zeta: '10.1.0.3/24' }, aliases: ['db'] },
    a: { on: { alpha: '10.2.0.3/24' }, aliases: ['db'] },
  });
  const ask = (topology: Topology) => resolveName(topology, { from: idOf('asker'), name: 'db', type: 'A' }).answers;
  assert.deepEqual(ask(sketch({ zeta: {}, alpha: { internal: true } }, containers(0))), ['10.1.0.3']);
  assert.deepEqual(ask(sketch({ zeta: {}, alpha: {} }, containers(1))), ['10.1.0.3']);
});

test('a network without the family asked for answers with nothing since 26 and lets the next one answer before', () => {
  const topology = (version: string) =>
    sketch(
      { alpha: {}, zeta: { ipv6: true } },
      {
        asker: { on: { alpha: '10.2.0.2/24', zeta: ['10.1.0.2/24', 'fd00::2/64'] } },
        a: { on: { alpha: '10.2.0.3/24' }, aliases: ['db'] },
        z: { on: { zeta: ['10.1.0.3/24', 'fd00::3/64'] }, aliases: ['db'] },
      },
      { engine: { version } },
    );
  const ask = (version: string) => resolveName(topology(version), { from: idOf('asker'), name: 'db', type: 'AAAA' });
  assert.equal(ask('28.5.2').code, 'no-such-family');
  assert.deepEqual(ask('20.10.24').answers, ['fd00::3']);
});

test('before Docker 25 nobody can tell whether a made-up name is served', () => {
  const topology = (version: string) =>
    sketch(
      { n: {} },
      { asker: { on: { n: '10.0.0.2/24' } }, happy_turing: { on: { n: '10.0.0.3/24' } } },
      { engine: { version } },
    );
  const ask = (version: string) => resolveName(topology(version), { from: idOf('asker'), name: 'happy_turing', type: 'A' });
  assert.deepEqual([ask('20.10.24').code, ask('20.10.24').reason.code], ['not-predictable', 'answer.generated-name']);
  assert.deepEqual(ask('28.5.2').answers, ['10.0.0.3']);
});

test('with listed data alone the container name answers, and a missing name proves nothing', () => {
  const topology = sketch(
    { n: {} },
    { a: { on: { n: '10.0.0.2/24' }, listed: true }, b: { on: { n: '10.0.0.3/24' }, listed: true } },
  );
  assert.deepEqual(resolveName(topology, { from: idOf('a'), name: 'b', type: 'A' }).answers, ['10.0.0.3']);
  const missing = resolveName(topology, { from: idOf('a'), name: 'db', type: 'A' });
  assert.deepEqual([missing.code, missing.reason.code], ['not-predictable', 'answer.details-not-read']);
});

const overlay = sketch(
  { bridge: {}, ov: { driver: 'overlay', attachable: true, peers: [{ name: 'me', address: '10.0.0.1' }] } },
  {
    o1: { on: { ov: '10.0.1.2/24' } },
    t1: { name: 'vip.1.aaa', on: { ov: '10.0.1.5/24' }, service: 's-vip' },
    t2: { name: 'vip.2.bbb', on: { ov: '10.0.1.6/24' }, service: 's-vip' },
    t3: { name: 'rr.1.ccc', on: { ov: '10.0.1.8/24' }, service: 's-rr' },
    t4: { name: 'rr.2.ddd', on: { ov: '10.0.1.9/24' }, service: 's-rr', kind: 'task' },
  },
  {
    engine: { swarm: { nodeId: 'n1' as never, role: 'manager' } },
    services: [service('s-vip', 'vip', 'vip', '10.0.1.4/24', ['front']), service('s-rr', 'rr', 'dnsrr', undefined, ['back'])],
  },
);

for (const [name, word, answers] of [
  ['vip', 'answer.service', ['10.0.1.4']],
  ['front', 'answer.service', ['10.0.1.4']],
  ['tasks.vip', 'answer.task', ['10.0.1.5', '10.0.1.6']],
  ['tasks.front', 'answer.task', ['10.0.1.5', '10.0.1.6']],
  ['vip.1.aaa', 'answer.task', ['10.0.1.5']],
  ['rr', 'answer.service', ['10.0.1.8', '10.0.1.9']],
  ['back', 'answer.service', ['10.0.1.8', '10.0.1.9']],
  ['tasks.rr', 'answer.task', ['10.0.1.8', '10.0.1.9']],
] as const) {
  test(`the service name ${name} is ${answers.join(' and ')}`, () => {
    const answer = resolveName(overlay, { from: idOf('o1'), name, type: 'A' });
    assert.deepEqual([[...answer.answers].sort(), answer.reason.code], [answers, word]);
  });
}

test('a virtual address has no pointer, a task has one', () => {
  assert.deepEqual(resolveName(overlay, { from: idOf('o1'), name: '10.0.1.5', type: 'PTR' }).answers, ['vip.1.aaa.ov']);
  assert.equal(resolveName(overlay, { from: idOf('o1'), name: '10.0.1.4', type: 'PTR' }).code, 'forwarded');
});

test('an unknown name on an overlay with other nodes is not predictable', () => {
  const topology: Topology = {
    ...overlay,
    networks: overlay.networks.map((network) => ({
      ...network,
      peers: [
        { name: 'me', address: 'a' },
        { name: 'you', address: 'b' },
      ],
    })),
  };
  assert.equal(resolveName(topology, { from: idOf('o1'), name: 'elsewhere', type: 'A' }).reason.code, 'answer.other-nodes');
});

test('ten thousand questions about two hundred sandboxes take well under a second', () => {
  const containers = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [
      `box${index}`,
      { on: { [`n${index % 10}`]: `10.${index % 10}.0.${2 + Math.floor(index / 10)}/24` }, aliases: [`alias${index % 7}`] },
    ]),
  );
  const topology = sketch(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`n${index}`, {}])), containers);
  const took = processorTime(() => {
    for (let index = 0; index < 10_000; index += 1) {
      resolveName(topology, { from: idOf(`box${index % 200}`), name: `box${(index * 7) % 220}`, type: 'A' });
    }
  });
  assert.ok(took < 5_000, `took ${took} ms`);
});

function service(
  id: string,
  name: string,
  endpointMode: string,
  virtualAddress: string | undefined,
  aliases: readonly string[],
): Service {
  return {
    id: id as Service['id'],
    engine,
    name,
    mode: 'replicated',
    endpointMode,
    networks: [{ network: networkId('ov'), aliases, ...(virtualAddress === undefined ? {} : { virtualAddress }) }],
    ports: [],
  };
}

function reverse6(nibbles: string): string {
  return `${[...nibbles].reverse().join('.')}.ip6.arpa`;
}

function idOfAsker(topology: Topology, name: string): string {
  return topology.sandboxes.flatMap((sandbox) => sandbox.containers).find((container) => container.name === name)?.id ?? name;
}
