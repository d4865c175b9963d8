import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { RuleInput } from '../../src/findings/finding.ts';
import { defaultRuleSettings } from '../../src/findings/ruleSettings.ts';
import { findAll } from '../../src/findings/rules.ts';
import type { Service, Topology } from '../../src/model/topology.ts';
import { fillTemplate, type Word } from '../../src/model/word.ts';
import { impactOfAttach, impactOfDetach, impactOfRemove } from '../../src/predictions/impact.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import type { AnswerCode, Observation } from '../../src/predictions/observation.ts';
import type { PathObservation } from '../../src/predictions/path.ts';
import { explainPath } from '../../src/predictions/reachability.ts';
import { refusalOfAttach, refusalOfDetach, refusalOfRemove } from '../../src/predictions/refusals.ts';
import { crowded, ruleCases } from '../findings/ruleCases.ts';
import { engine, idOf, networkId, sandboxId, sketch } from '../predictions/sketch.ts';

/** Templates as they stand in the source: outside VS Code there is no `l10n`. */
function templates(file: string): ReadonlyMap<string, string> {
  const source = readFileSync(path.join(import.meta.dirname, '../../src/words', file), 'utf8');
  return new Map(
    [...source.matchAll(/'([a-z]+\.[\w-]+)': l10n\.t\(\s*'((?:[^'\\]|\\.)*)',?\s*\)/g)].map((found) => [
      found[1] ?? '',
      found[2] ?? '',
    ]),
  );
}

const known = new Map(['answers.ts', 'impacts.ts', 'findings.ts', 'networkFindings.ts'].flatMap((file) => [...templates(file)]));

const service: Service = {
  id: 's1' as Service['id'],
  engine,
  name: 'api',
  mode: 'replicated',
  endpointMode: 'vip',
  networks: [{ network: networkId('ov'), virtualAddress: '10.0.1.4/24' }, { network: networkId('closed') }],
  ports: [],
};

const ports = [{ protocol: 'tcp', port: 80, hostAddress: '', hostPort: 5000 }] as const;

/** As many different situations as fit into one value. */
const topology: Topology = sketch(
  {
    bridge: { subnet: '172.17.0.0/16' },
    host: {},
    none: {},
    alpha: { subnet: '10.0.0.0/24', project: 'shop' },
    beta: { subnet: '10.0.0.0/25' },
    inner: { internal: true },
    idle: {},
    mac1: { driver: 'macvlan', parent: 'eth0', subnet: '10.9.0.0/24' },
    mac2: { driver: 'macvlan', parent: 'eth0', subnet: '10.9.0.0/24' },
    config: { configOnly: true },
    copy: { configFrom: 'config' },
    closed: { driver: 'overlay' },
    spare: { driver: 'overlay' },
    ov: {
      driver: 'overlay',
      attachable: true,
      peers: [
        { name: 'a', address: 'a' },
        { name: 'b', address: 'b' },
      ],
    },
    ingress: { driver: 'overlay', ingress: true },
    docker_gwbridge: {},
    elsewhere: { engines: ['e2' as never] },
  },
  {
    c1: {
      on: { alpha: { addresses: ['10.0.0.2/24'], staticAddresses: ['10.0.0.2'] } },
      aliases: ['db', 'one', 'sql.corp'],
      ports,
      project: 'shop',
      sharers: ['side'],
    },
    c2: {
      on: { alpha: '10.0.0.3/24', inner: '10.3.0.2/24' },
      aliases: ['db'],
      ports,
      hostname: 'www',
      links: ['c1:uno'],
      lookup: { search: ['corp'], hosts: [{ name: 'extra', address: '9.9.9.9' }] },
    },
    c3: { on: { bridge: '172.17.0.2/16' } },
    c4: { on: { bridge: '172.17.0.3/16' }, links: ['c3:elder'] },
    c5: { on: { alpha: '10.0.0.5/24', beta: '10.0.1.5/24', bridge: '172.17.0.5/16' }, ports, lookup: { options: ['ndots:1'] } },
    lone: { on: { beta: '10.0.1.6/24' } },
    off: { on: { alpha: [], beta: [] }, state: 'exited' },
    gone: { state: 'removing' },
    sealed: { on: { none: [] } },
    onhost: { kind: 'host' },
    inside: { on: { inner: '10.3.0.3/24' } },
    o1: { on: { ov: '10.0.1.2/24' } },
    t1: { name: 'api.1.x', on: { ov: '10.0.1.5/24', docker_gwbridge: '172.19.0.2/16' }, service: 's1' },
    t2: { kind: 'task', name: 'api.2.y', on: { ov: '10.0.1.6/24' }, service: 's1' },
    far: { engine: 'e2', on: { elsewhere: '10.5.0.2/24' } },
    happy_turing: { on: { alpha: '10.0.0.9/24' } },
    thin: { listed: true, on: { copy: '10.6.0.2/24' } },
  },
  { services: [service], engine: { version: '20.10.24', swarm: { nodeId: 'n' as never, role: 'worker' } } },
);

/** Where names lead astray, and look-ups that tell of it. */
function astray(): RuleInput {
  const asked = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'];
  const found = sketch(
    { front: {}, back: {} },
    {
      ...Object.fromEntries(asked.map((name, at) => [name, { on: { front: `10.0.0.${at + 10}/24` } }])),
      proxy: { on: { front: '10.0.0.2/24', back: '10.0.1.2/24' } },
      web: { on: { front: '10.0.0.3/24' }, links: ['d1:d2'], sharers: ['side'] },
      other: { on: { back: '10.0.1.3/24' }, aliases: ['web'] },
      'shop-web-1': { on: { back: '10.0.1.4/24' }, aliases: ['www'], project: 'shop' },
      'shop-web-2': { on: { back: '10.0.1.5/24' }, aliases: ['www'], project: 'shop' },
    },
  );
  const seen = (from: string, name: string, code: AnswerCode, answers: readonly string[] = []): Observation => ({
    sandbox: sandboxId(from),
    name,
    type: 'A',
    at: 'now',
    how: 'exec nslookup',
    milliseconds: 1,
    predicted: resolveName(found, { from: sandboxId(from), name, type: 'A' }),
    result: { answers, code, upstream: ['10.9.9.9'], reason: { code: 'answer.observed', args: [] } },
  });
  return {
    topology: found,
    observations: [
      ...asked.map((from) => seen(from, 'example.com', 'server-failure')),
      seen('d1', 'd2', 'answered', ['10.0.0.11']),
      seen('d2', 'd1', 'no-answer'),
    ],
  };
}

function everyWord(): readonly Word[] {
  const words: Word[] = [];
  const names = topology.sandboxes.flatMap((sandbox) => sandbox.containers.map(({ name }) => name));
  const more = [
    'uno',
    'db',
    'one',
    'www',
    'c1.ALPHA',
    'c1.beta',
    'c1.example',
    'c1.corp',
    'UNO',
    'sql',
    'extra',
    'elder',
    'nope',
    'a b',
    '10.0.0.2',
    '10.0.0.77',
    'api',
    'tasks.api',
    idOf('c1').slice(0, 12),
  ];
  const observations: Observation[] = [];
  for (const sandbox of [...topology.sandboxes.map(({ id }) => id), sandboxId('nobody')]) {
    for (const name of [...names, ...more]) {
      for (const type of ['A', 'AAAA', 'PTR'] as const) {
        const answer = resolveName(topology, { from: sandbox, name, type });
        words.push(answer.reason);
        const odd = { ...answer, answers: ['9.9.9.9'], code: 'answered' } as const;
        observations.push({
          sandbox,
          name,
          type,
          at: 'now',
          how: 'exec nslookup',
          milliseconds: 1,
          result: name === 'c2' ? { ...odd, answers: [] } : odd,
        });
      }
    }
  }
  for (const network of [...topology.networks.map(({ id }) => id), networkId('gone')]) {
    words.push(...impactOfRemove(topology, network), ...[refusalOfRemove(topology, network) ?? []].flat());
    for (const sandbox of [...topology.sandboxes.map(({ id }) => id), sandboxId('nobody')]) {
      words.push(...impactOfAttach(topology, network, sandbox), ...[refusalOfAttach(topology, network, sandbox) ?? []].flat());
    }
  }
  for (const endpoint of [...topology.endpoints.map(({ id }) => id), 'gone/gone' as never]) {
    words.push(...impactOfDetach(topology, endpoint), ...[refusalOfDetach(topology, endpoint) ?? []].flat());
  }
  const settings = { ...defaultRuleSettings, lanDhcpRanges: ['10.9.0.100-10.9.0.200'] };
  const findings = [topology, crowded, ...ruleCases.map((each) => each.topology)].flatMap((each) =>
    findAll({
      topology: each,
      observations: each === topology ? observations : [],
      paths: each === topology ? [lyingPath(topology), lyingGuest(topology)] : [],
      settings,
    }),
  );
  for (const finding of [...findings, ...findAll(astray())]) {
    words.push(finding.message, ...finding.evidence, ...(finding.fix === undefined ? [] : [finding.fix.title]));
  }
  return words;
}

/** A connect that met something else than is predicted. */
function lyingPath(topology: Topology): PathObservation {
  const question = { from: sandboxId('c1'), to: { address: '10.0.0.222' }, port: 80 };
  const predicted = explainPath(topology, question);
  const outcome = predicted.verdict === 'open' ? 'refused' : 'open';
  return { question, sandbox: sandboxId('c1'), at: 'now', how: 'exec nc', milliseconds: 1, predicted, result: { outcome } };
}

/** The same from outside of the host. */
function lyingGuest(topology: Topology): PathObservation {
  const question = { from: { outside: true }, to: { address: '10.0.0.222' }, port: 80 } as const;
  const predicted = explainPath(topology, question);
  return { question, at: 'now', how: 'connect', milliseconds: 1, predicted, result: { outcome: 'open' } };
}

const words = everyWord();

test('every word has a template whose places are all filled', () => {
  for (const word of words) {
    const template = known.get(word.code);
    assert.ok(template !== undefined, `no template for ${word.code}`);
    assert.doesNotMatch(
      fillTemplate(template, word.args),
      /\{\d+\}/,
      `${word.code}: ${template} with ${JSON.stringify(word.args)}`,
    );
  }
});

test('nearly every template is said in some situation', () => {
  const said = new Set(words.map(({ code }) => code));
  // Observed answers come from the probe; the others need a load balancer or a ghost, or more containers than fit here.
  const elsewhere =
    /^answer\.(observed|no-answer|server-failure|not-predictable)$|^refusal\.(load-balancer|nobodys-endpoint)$|^evidence\.more-containers$/;
  assert.deepEqual(
    [...known.keys()].filter((code) => !said.has(code) && !elsewhere.test(code)),
    [],
  );
});
