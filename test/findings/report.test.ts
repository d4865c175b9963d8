import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { redactor } from '../../src/findings/redactor.ts';
import { markdownText, reportMarkdown, reportOf } from '../../src/findings/report.ts';
import { findAll } from '../../src/findings/rules.ts';
import type { Topology } from '../../src/model/topology.ts';
import { sketch } from '../predictions/sketch.ts';
import { ruleCases } from './ruleCases.ts';

const words = {
  title: 'Findings',
  nothing: 'Nothing found.',
  silenced: 'Silenced',
  redacted: 'Replaced.',
  gaps: 'Gaps.',
  severities: { error: 'Errors', warning: 'Warnings', info: 'Notes' },
};
const pseudonym = (kind: string, text: string) =>
  `${kind}-${[...text].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 9973, 7)}`;

function report(topology: Topology, { redacted = false, silent = [] as readonly string[] } = {}) {
  const findings = findAll({ topology, observations: [] });
  return reportOf({
    topology,
    findings,
    silent: new Set(silent),
    at: '2026-11-25T00:00:00Z',
    say: ({ code, args }) => `${code}: ${args.join(' | ')}`,
    redact: redacted ? redactor(topology, [], pseudonym) : undefined,
  });
}

const secret = sketch(
  {
    'secret-net': { subnet: '10.77.0.0/16', ipv6: true },
    'secret-other': { subnet: '10.77.8.0/24', labels: { owner: 'secret-owner' } },
  },
  {
    'secret-box': {
      on: { 'secret-net': '10.77.0.2/16' },
      ports: [{ protocol: 'tcp', port: 5432, hostAddress: '', hostPort: 5432 }],
    },
    b2: {
      on: { 'secret-net': { addresses: ['10.77.0.2/16', 'fd00:77::2/64'], mac: '02:42:0a:4d:00:02' } },
      aliases: ['secret-alias'],
    },
  },
  { engine: { context: 'secret-context', endpoint: 'tcp://secret.example:2376', apiVersion: '1.48' } },
);

test('a redacted report names nothing that the topology names, and tells the same from the different', () => {
  for (const text of [
    JSON.stringify(report(secret, { redacted: true })),
    reportMarkdown(report(secret, { redacted: true }), words),
  ]) {
    assert.doesNotMatch(text, /secret|10\.77|10\\\.77|fd00|0a:4d|\bb2\b/);
  }
  const plain = JSON.stringify(report(secret));
  for (const name of ['secret-net', 'secret-box', '10.77.0.2', 'secret-context']) assert.ok(plain.includes(name), name);
  const hide = redactor(secret, [], pseudonym);
  assert.equal(hide('secret-net and 10.77.0.2'), hide('secret-net and 10.77.0.2'));
  assert.notEqual(hide('10.77.0.2'), hide('10.77.0.3'));
  assert.equal(hide('10.77.0.0/16').endsWith('/16'), true, 'the length of a prefix stays');
  assert.equal(hide('127.0.0.11'), '127.0.0.11');
  assert.equal(hide('2001:db8::1'), hide('2001:0db8::0001'), 'however an address is spelled');
  assert.equal(hide('secret-net-2').includes('secret'), false);
});

test('no case of any rule leaks a name or address of more than three characters', () => {
  for (const { topology, title } of ruleCases) {
    const text = JSON.stringify(report(topology, { redacted: true }).findings);
    const addresses = topology.endpoints.flatMap(({ addresses: own }) => own.map((one) => one.split('/')[0] ?? ''));
    for (const address of addresses)
      assert.ok(!text.includes(`${address}"`) && !text.includes(`${address} `), `${title}: ${address}`);
    for (const { containers } of topology.sandboxes)
      for (const { id } of containers) assert.ok(!text.includes(id), `${title}: ${id}`);
  }
});

test('the report counts what is silenced and keeps it', () => {
  const made = report(sketch({ a: {}, b: {} }, {}), { silent: ['unused-network a'] });
  assert.deepEqual(made.counts, { error: 0, warning: 0, info: 1, silenced: 1 });
  assert.deepEqual(
    made.findings.map(({ id, silenced }) => [id, silenced]),
    [
      ['unused-network a', true],
      ['unused-network b', false],
    ],
  );
  assert.match(reportMarkdown(made, words), /Silenced: 1/);
});

const hostile = [
  '# heading',
  '[x](command:evil)',
  '![x](http://evil/)',
  '<script>alert(1)</script>',
  '<!-- x',
  '`code`',
  '```\nfence',
  '| a | b |',
  '- item\n- item',
  '1. one',
  'https://evil.example',
  'www.evil.example',
  'a@evil.example',
  '&lt;b&gt;',
  '**bold** _it_ ~~no~~',
  '\u202Ereverse',
  'a\\',
  '$x$',
  '[^1]',
  ':smile:',
];

test('hostile names stay text in the Markdown', () => {
  for (const name of hostile) {
    const text = markdownText(name);
    assert.doesNotMatch(text, /[\n\r\u202e]/);
    // whatever Markdown, HTML or an extension could read has a backslash before it, or is a reference
    assert.doesNotMatch(text.replace(/\\[^A-Za-z0-9\s]/g, '').replace(/&(amp|lt);/g, ''), /[\\`*_{}[\]()#<>|~:@$!&]/, name);
    const topology = sketch({ x1: { name, subnet: '10.0.0.0/24' }, x2: { name, subnet: '10.0.0.0/24' } }, {});
    const lines = reportMarkdown(report(topology), words).split('\n');
    for (const [at, line] of lines.entries()) {
      if (/^`{3,}/.test(line)) continue;
      if (/^#/.test(line)) assert.match(line, /^(# Findings|#{2} (Errors|Warnings|Notes) \(\d\)|#{3} )/, `${name} at ${at}`);
      assert.doesNotMatch(line, /(?<!\\)<|(?<!\\)\]\(/, `${name} at ${at}`);
    }
  }
});

test('a command line is in a fence that nothing in it can close', () => {
  const topology = sketch({}, { web: { state: 'exited' } }, { gaps: [] });
  const { id } = topology.sandboxes[0] ?? { id: '' as never };
  const gone: Topology = { ...topology, gaps: [{ subject: id, code: 'network-missing', why: 'a\n````\n# out' }] };
  const text = reportMarkdown(report(gone), words);
  assert.match(text, /^`{5}sh$/m);
  assert.equal(text.match(/^`{5}$/gm)?.length, 1);
});

test('the report keeps to its schema', () => {
  const schema = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../docs/report.schema.json'), 'utf8')) as Schema;
  for (const topology of [secret, ...ruleCases.map((each) => each.topology)]) {
    for (const redacted of [false, true]) check(schema, JSON.parse(JSON.stringify(report(topology, { redacted }))), 'report');
  }
  assert.throws(() => check(schema, { ...report(secret), version: 2 }, 'report'));
  assert.throws(() => check(schema, { ...report(secret), more: 1 }, 'report'));
});

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
}

/** The part of JSON Schema that ours needs. */
function check(schema: Schema, value: unknown, at: string): void {
  if (schema.const !== undefined) assert.equal(value, schema.const, at);
  if (schema.enum) assert.ok(schema.enum.includes(value), `${at}: ${String(value)}`);
  switch (schema.type) {
    case 'object': {
      assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), at);
      for (const key of schema.required ?? []) assert.ok(key in value, `${at}.${key}`);
      for (const [key, inner] of Object.entries(value)) {
        const known = schema.properties?.[key];
        assert.ok(known || schema.additionalProperties !== false, `${at}.${key}`);
        if (known) check(known, inner, `${at}.${key}`);
      }
      return;
    }
    case 'array':
      assert.ok(Array.isArray(value), at);
      for (const [index, item] of value.entries()) check(schema.items ?? {}, item, `${at}.${index}`);
      return;
    case 'integer':
      assert.ok(Number.isInteger(value), at);
      return;
    case 'string':
    case 'boolean':
      assert.equal(typeof value, schema.type, at);
      return;
    default:
      return;
  }
}
