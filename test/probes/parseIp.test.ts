import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookupOf, searchNames } from '../../src/probes/lookupByRoot.ts';
import { parseIpLinks, parseIpRoutes } from '../../src/probes/parseIp.ts';

test('links as iproute2 prints them: the other end in another namespace, or in this one', () => {
  const printed = JSON.stringify([
    {
      ifindex: 1,
      ifname: 'lo',
      flags: ['UP'],
      mtu: 65536,
      link_type: 'loopback',
      addr_info: [{ local: '127.0.0.1', prefixlen: 8 }],
    },
    {
      ifindex: 2,
      link_index: 7,
      link_netnsid: 0,
      ifname: 'eth0',
      flags: ['UP'],
      mtu: 1500,
      link_type: 'ether',
      address: '02:42:ac:12:00:02',
      linkinfo: { info_kind: 'veth' },
      addr_info: [{ local: '172.18.0.2', prefixlen: 16 }, { local: 'fd00::2', prefixlen: 64 }, {}],
    },
    { ifindex: 3, link: 'eth0', ifname: 'mac0', link_type: 'ether', linkinfo: { info_kind: 'macvlan' } },
    {},
    null,
  ]);
  assert.deepEqual(parseIpLinks(printed), [
    { name: 'lo', kind: 'loopback', index: 1, mtu: 65536, up: true, addresses: ['127.0.0.1/8'] },
    {
      name: 'eth0',
      kind: 'veth',
      index: 2,
      peerIndex: 7,
      mtu: 1500,
      mac: '02:42:ac:12:00:02',
      up: true,
      addresses: ['172.18.0.2/16', 'fd00::2/64'],
    },
    { name: 'mac0', kind: 'macvlan', index: 3, peerIndex: 2, up: false, addresses: [] },
  ]);
  assert.deepEqual([parseIpLinks(''), parseIpLinks('{}'), parseIpLinks('x')], [[], undefined, undefined]);
});

test('routes, without those that no single interface carries', () => {
  const printed = JSON.stringify([
    { dst: 'default', gateway: '172.18.0.1', dev: 'eth0' },
    { dst: '10.0.0.9', dev: 'eth0', metric: 5 },
    { type: 'unreachable', dst: '10.1.0.0/16' },
  ]);
  assert.deepEqual(parseIpRoutes(printed, 4), [
    { destination: '0.0.0.0/0', device: 'eth0', gateway: '172.18.0.1' },
    { destination: '10.0.0.9/32', device: 'eth0', metric: 5 },
  ]);
  assert.deepEqual(parseIpRoutes('[{"dst":"default","dev":"e"}]', 6), [{ destination: '::/0', device: 'e' }]);
});

test('what the resolver inside the sandbox printed', () => {
  const said = (...parts: readonly unknown[]) => JSON.stringify(parts);
  assert.deepEqual(lookupOf(said('127.0.0.11', ['172.18.0.3', '172.18.0.2', '172.18.0.2'], ''), 'A'), {
    outcome: 'answered',
    answers: ['172.18.0.2', '172.18.0.3'],
    server: '127.0.0.11',
  });
  for (const [code, outcome] of [
    ['ENOTFOUND', 'no-answer'],
    ['ENODATA', 'no-answer'],
    ['ESERVFAIL', 'server-failure'],
    ['ETIMEOUT', 'server-failure'],
  ])
    assert.equal(lookupOf(said('127.0.0.11', [], code), 'A')?.outcome, outcome);
  for (const printed of ['', '{}', '[]', said(1, [], ''), said('s', 'x', '')]) assert.equal(lookupOf(printed, 'A'), undefined);
});

test('names are asked in the order of resolv.conf', () => {
  const conf = { search: ['a.test', 'b.test.'], options: ['ndots:1'] };
  assert.deepEqual(searchNames(conf, 'web'), ['web.a.test', 'web.b.test', 'web']);
  assert.deepEqual(searchNames(conf, 'web.net'), ['web.net', 'web.net.a.test', 'web.net.b.test']);
  assert.deepEqual(searchNames({ ...conf, options: ['ndots:1', 'ndots:0'] }, 'web'), ['web', 'web.a.test', 'web.b.test']);
  assert.deepEqual(searchNames(conf, 'web.'), ['web']);
});
