import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordType } from '../../src/predictions/observation.ts';
import { isMissingTool, type Lookup, parseGetent, parseNslookup } from '../../src/probes/parseLookup.ts';
import { parseResolvConf } from '../../src/probes/parseResolvConf.ts';

const docker = 'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\n';
const bind = 'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11#53\n\n';
const server = '127.0.0.11';

const nslookups: readonly (readonly [what: string, type: RecordType, output: string, expected: Lookup | undefined])[] = [
  // busybox 1.35, recorded on engines 20.10.24 and 28.5.2
  [
    'busybox: one address',
    'A',
    `${docker}Non-authoritative answer:\nName:\tc1\nAddress: 172.18.0.2\n\n`,
    { outcome: 'answered', answers: ['172.18.0.2'], server },
  ],
  [
    'busybox: both families asked, one empty',
    'A',
    `${docker}Non-authoritative answer:\n\nNon-authoritative answer:\nName:\tc1\nAddress: 172.18.0.2\n\n`,
    { outcome: 'answered', answers: ['172.18.0.2'], server },
  ],
  [
    'busybox: no address of this family',
    'AAAA',
    `${docker}Non-authoritative answer:\n\n`,
    { outcome: 'no-answer', answers: [], server },
  ],
  [
    'busybox: no such name',
    'A',
    `${docker}** server can't find nope: NXDOMAIN\n\n`,
    { outcome: 'no-answer', answers: [], server },
  ],
  [
    'busybox: the server of the host',
    'A',
    "Server:\t\t10.99.0.2\nAddress:\t10.99.0.2:53\n\n** server can't find c3: NXDOMAIN\n\n",
    { outcome: 'no-answer', answers: [], server: '10.99.0.2' },
  ],
  [
    'busybox: a pointer',
    'PTR',
    `${docker}Non-authoritative answer:\n2.0.18.172.in-addr.arpa\tname = c1.localnet\n\n`,
    { outcome: 'answered', answers: ['c1.localnet'], server },
  ],
  [
    'busybox: nobody answers',
    'A',
    ';; connection timed out; no servers could be reached\n\n',
    { outcome: 'server-failure', answers: [] },
  ],
  [
    'busybox: no network',
    'A',
    "nslookup: can't connect to remote host (10.99.0.2): Network is unreachable\n",
    { outcome: 'server-failure', answers: [] },
  ],
  [
    'busybox: several addresses, sorted',
    'A',
    `${docker}Non-authoritative answer:\nName:\tdb\nAddress: 172.18.0.3\nName:\tdb\nAddress: 172.18.0.2\n\n`,
    { outcome: 'answered', answers: ['172.18.0.2', '172.18.0.3'], server },
  ],
  [
    'busybox: the other family is left out',
    'AAAA',
    `${docker}Name:\tx\nAddress: 172.18.0.3\nName:\tx\nAddress: FD00:0::3\n`,
    { outcome: 'answered', answers: ['fd00::3'], server },
  ],
  [
    'busybox: usage, where -type is not known',
    'A',
    'BusyBox v1.26.2 () multi-call binary.\n\nUsage: nslookup [HOST] [SERVER]\n',
    undefined,
  ],
  [
    'old busybox takes the option for a name',
    'A',
    "Server:    127.0.0.11\nAddress 1: 127.0.0.11\n\nnslookup: can't resolve '-type=A': Name does not resolve\n",
    undefined,
  ],
  [
    'old busybox: its own form',
    'A',
    'Server:    127.0.0.11\nAddress 1: 127.0.0.11\n\nName:      c1\nAddress 1: 172.18.0.2 c1.localnet\n',
    { outcome: 'answered', answers: ['172.18.0.2'], server },
  ],
  [
    'old busybox: a pointer',
    'PTR',
    'Server:    127.0.0.11\nAddress 1: 127.0.0.11\n\nName:      172.18.0.2\nAddress 1: 172.18.0.2 c1.localnet\n',
    { outcome: 'answered', answers: ['c1.localnet'], server },
  ],
  [
    'old busybox: no such name',
    'A',
    "Server:    127.0.0.11\nAddress 1: 127.0.0.11\n\nnslookup: can't resolve 'c3': Name does not resolve\n",
    { outcome: 'no-answer', answers: [], server },
  ],
  // BIND 9
  [
    'BIND: one address',
    'A',
    `${bind}Non-authoritative answer:\nName:\tc1\nAddress: 172.18.0.2\n\n`,
    { outcome: 'answered', answers: ['172.18.0.2'], server },
  ],
  ['BIND: IPv6', 'AAAA', `${bind}Name:\tc1\nAddress: fd00::2\n\n`, { outcome: 'answered', answers: ['fd00::2'], server }],
  [
    'BIND 9.10: IPv6',
    'AAAA',
    `${bind}Non-authoritative answer:\nc1\thas AAAA address fd00::2\n\n`,
    { outcome: 'answered', answers: ['fd00::2'], server },
  ],
  [
    'BIND: no record of this type',
    'AAAA',
    `${bind}Non-authoritative answer:\n*** Can't find c1: No answer\n\n`,
    { outcome: 'no-answer', answers: [], server },
  ],
  [
    'BIND: a pointer with its dot',
    'PTR',
    `${bind}Non-authoritative answer:\n2.0.18.172.in-addr.arpa\tname = c1.localnet.\n\n`,
    { outcome: 'answered', answers: ['c1.localnet'], server },
  ],
  [
    'BIND: the server fails',
    'A',
    `${bind}** server can't find x: SERVFAIL\n\n`,
    { outcome: 'server-failure', answers: [], server },
  ],
  [
    'BIND: through a canonical name',
    'A',
    `${bind}www.x\tcanonical name = x.\nName:\tx\nAddress: 1.2.3.4\n`,
    { outcome: 'answered', answers: ['1.2.3.4'], server },
  ],
  ['nothing at all', 'A', '', undefined],
  ['something else', 'A', '<html>Server error</html>', undefined],
];

for (const [what, type, stdout, expected] of nslookups) {
  test(`nslookup, ${what}`, () => assert.deepEqual(parseNslookup({ exitCode: 0, stdout, stderr: '' }, type), expected));
}

const getents: readonly (readonly [
  what: string,
  type: RecordType,
  exitCode: number,
  output: string,
  expected: Lookup | undefined,
])[] = [
  [
    'glibc ahosts',
    'A',
    0,
    '172.18.0.2      STREAM c1\n172.18.0.2      DGRAM  \n172.18.0.2      RAW    \n',
    { outcome: 'answered', answers: ['172.18.0.2'] },
  ],
  [
    'glibc ahosts with both families',
    'AAAA',
    0,
    'fd00::2         STREAM c1\n172.18.0.2      STREAM \n',
    { outcome: 'answered', answers: ['fd00::2'] },
  ],
  ['an IPv4 address in the guise of IPv6', 'AAAA', 0, '::ffff:172.18.0.2 STREAM c1\n', { outcome: 'no-answer', answers: [] }],
  ['musl hosts', 'A', 0, '172.18.0.2        c1  c1\n', { outcome: 'answered', answers: ['172.18.0.2'] }],
  ['a pointer', 'PTR', 0, '172.18.0.2      c1.localnet\n', { outcome: 'answered', answers: ['c1.localnet'] }],
  ['no such name', 'A', 2, '', { outcome: 'no-answer', answers: [] }],
  ['an unknown database', 'A', 1, 'Unknown database: ahosts\n', undefined],
];

for (const [what, type, exitCode, stdout, expected] of getents) {
  test(`getent, ${what}`, () => assert.deepEqual(parseGetent({ exitCode, stdout, stderr: '' }, type), expected));
}

test('a program that the image lacks is told apart from one that fails', () => {
  const text =
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "getent": executable file not found in $PATH: unknown\r\n';
  assert.equal(isMissingTool({ exitCode: 126, stdout: text, stderr: '' }), true);
  assert.equal(isMissingTool({ exitCode: 127, stdout: '', stderr: '' }), true);
  assert.equal(isMissingTool({ exitCode: 0, stdout: text, stderr: '' }), true);
  assert.equal(isMissingTool({ exitCode: 1, stdout: "** server can't find x: NXDOMAIN", stderr: '' }), false);
});

test('resolv.conf of 28.5 names the servers behind the embedded DNS', () => {
  const text =
    "# Generated by Docker Engine.\n\nnameserver 127.0.0.11\nsearch corp.example lab\noptions ndots:0\n\n# Based on host file: '/etc/resolv.conf' (internal resolver)\n# ExtServers: [host(127.0.0.53) 8.8.8.8]\n# Overrides: [nameservers]\n";
  assert.deepEqual(parseResolvConf(text), {
    servers: ['127.0.0.11'],
    search: ['corp.example', 'lab'],
    options: ['ndots:0'],
    upstream: ['host(127.0.0.53)', '8.8.8.8'],
  });
});

test('resolv.conf of 20.10 has no comments, and a broken one has nothing', () => {
  assert.deepEqual(parseResolvConf('nameserver 127.0.0.11\noptions ndots:0').servers, ['127.0.0.11']);
  assert.deepEqual(parseResolvConf('\u0000\nnameserver\n# ExtServers: []'), {
    servers: [],
    search: [],
    options: [],
    upstream: [],
  });
});
