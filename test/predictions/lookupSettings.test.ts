/** What `--dns`, `--dns-search`, `--dns-opt`, `--add-host` and `--link` change of the answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LookupSettings, Topology } from '../../src/model/topology.ts';
import { compareAnswers } from '../../src/predictions/compareAnswers.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import type { Answer } from '../../src/predictions/observation.ts';
import { idOf, sketch } from './sketch.ts';

const networks = {
  bridge: { subnet: '172.17.0.0/16', pools: [{ subnet: '172.17.0.0/16', gateway: '172.17.0.1' }] },
  front: {},
  back: {},
};

function world(lookup: Partial<LookupSettings>): Topology {
  const topology = sketch(networks, {
    asker: { on: { front: '10.1.0.2', back: '10.2.0.2' }, links: ['web:Www'] },
    web: { on: { front: '10.1.0.3' } },
    both: { on: { front: '10.1.0.4', back: '10.2.0.4' }, aliases: ['both.corp'] },
    old: { on: { bridge: { addresses: ['172.17.0.2'], links: ['older:elder'] } } },
    older: { on: { bridge: '172.17.0.3' }, hostname: 'grey' },
  });
  const settings = { servers: [], search: [], options: [], hosts: [], ...lookup };
  return { ...topology, sandboxes: topology.sandboxes.map((sandbox) => ({ ...sandbox, lookup: settings })) };
}

function ask(lookup: Partial<LookupSettings>, name: string, from = 'asker', type: 'A' | 'AAAA' = 'A'): Answer {
  return resolveName(world(lookup), { from: idOf(from), name, type });
}

function reason(answer: Answer): readonly unknown[] {
  return [answer.code, answer.origin, answer.reason.code, answer.answers];
}

test('a name that Docker does not know is asked with each search domain', () => {
  assert.deepEqual(reason(ask({ search: ['nowhere', 'corp'] }, 'both.')), [
    'answered',
    'container-name',
    'answer.answered',
    ['10.2.0.4'],
  ]);
  const found = ask({ search: ['nowhere', 'example'] }, 'www');
  assert.equal(found.code, 'forwarded');
  const inner = sketch(
    { front: {} },
    {
      asker: { on: { front: '10.1.0.2' }, lookup: { search: ['corp'] } },
      db: { on: { front: '10.1.0.3' }, aliases: ['sql.corp'] },
    },
  );
  const answer = resolveName(inner, { from: idOf('asker'), name: 'sql', type: 'A' });
  assert.deepEqual(reason(answer), ['answered', 'alias', 'answer.search-domain', ['10.1.0.3']]);
  assert.deepEqual(answer.reason.args.slice(0, 2), ['sql', 'corp']);
});

test('a name that ends with a dot is asked as it stands', () => {
  assert.equal(ask({ search: ['front'], options: ['ndots:1'] }, 'both.').answers[0], '10.2.0.4');
});

test('with ndots the search domain comes first and so decides between two networks', () => {
  assert.deepEqual(ask({ search: ['front'], options: ['ndots:1'] }, 'both').answers, ['10.1.0.4']);
  assert.deepEqual(ask({ search: ['front'] }, 'both').answers, ['10.2.0.4']);
});

test('a name without a dot is kept back where the user gave ndots, be it 0, and passed on otherwise', () => {
  for (const options of [['ndots:0'], ['ndots:2']]) {
    assert.deepEqual(reason(ask({ options }, 'nobody')), ['no-answer', undefined, 'answer.kept-back', []]);
    assert.equal(ask({ options }, 'nobody.example').code, 'forwarded');
  }
  assert.equal(ask({ options: ['timeout:1'] }, 'nobody').code, 'forwarded');
});

test('what is passed on goes to the servers that the user gave', () => {
  assert.deepEqual(ask({ servers: ['9.9.9.9'] }, 'example.com').upstream, ['9.9.9.9']);
  assert.equal(ask({ servers: ['9.9.9.9'] }, 'web').upstream, undefined);
});

test('an added host is the answer where the resolver has none, and stands beside the resolver’s own', () => {
  const hosts = [
    { name: 'extra', address: '9.9.9.9' },
    { name: 'web', address: '8.8.8.8' },
    { name: 'six', address: 'fd00::9' },
    { name: 'gw', address: 'host-gateway' },
    { name: 'odd', address: '<b>' },
  ];
  assert.deepEqual(reason(ask({ hosts }, 'Extra')), ['answered', 'hosts-file', 'answer.hosts-file', ['9.9.9.9']]);
  assert.deepEqual(ask({ hosts }, 'six', 'asker', 'AAAA').answers, ['fd00::9']);
  assert.deepEqual(ask({ hosts }, 'gw').answers, ['172.17.0.1']);
  assert.equal(ask({ hosts }, 'odd').code, 'forwarded');
  const both = ask({ hosts }, 'web');
  assert.deepEqual([both.answers, both.hostsFile], [['10.1.0.3'], ['8.8.8.8']]);
});

test('a look-up that does not read /etc/hosts says nothing against what stands there', () => {
  const predicted = ask({ hosts: [{ name: 'extra', address: '9.9.9.9' }] }, 'extra');
  const seen = (answers: readonly string[]): Answer => ({
    ...predicted,
    answers,
    code: answers.length > 0 ? 'answered' : 'no-answer',
  });
  assert.equal(compareAnswers(predicted, seen([]), 'exec nslookup'), 'not-compared');
  assert.equal(compareAnswers(predicted, seen(['9.9.9.9']), 'exec getent ahosts'), 'agree');
  assert.equal(compareAnswers(predicted, seen([]), 'exec getent ahosts'), 'differ');
});

test('a link on the default bridge is a row of /etc/hosts: alias, name and host name', () => {
  for (const name of ['elder', 'older', 'GREY']) {
    assert.deepEqual(reason(ask({}, name, 'old')), ['answered', 'link', 'answer.hosts-link', ['172.17.0.3']]);
  }
  assert.equal(ask({}, 'asker', 'old').code, 'no-embedded-dns');
});

for (const [name, code] of [
  ['WWW', 'answer.link-case'],
  ['web.FRONT', 'answer.network-part-case'],
  ['web.back', 'answer.not-on-that-network'],
  ['web.corp', 'answer.search-domain-only'],
  ['web.example', 'answer.no-such-network'],
  ['nobody.example', 'answer.forwarded'],
] as const) {
  test(`${name} is passed on, and the reason is ${code}`, () => {
    const answer = ask({ search: ['corp'] }, name);
    assert.deepEqual([answer.code, answer.origin, answer.reason.code], ['forwarded', 'upstream', code]);
  });
}
