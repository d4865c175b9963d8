import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, listeningOn, takes, takesAsProxy } from '../../src/model/listening.ts';
import type { EngineId, SandboxId, Stack } from '../../src/model/topology.ts';

const stack = (...addresses: readonly string[]): Stack => ({
  engine: 'e1' as EngineId,
  sandbox: 's1' as SandboxId,
  how: '/proc/<pid>/net',
  links: [],
  routes: [],
  listeners: addresses.map((address) => ({ protocol: 'tcp', address, port: 80 })),
});
const who = (...addresses: readonly string[]) => listeningOn(stack(...addresses), 'tcp', 80).who;

test('a socket on every address, on some, on the loopback alone: also as programs of IPv6 spell IPv4', () => {
  assert.equal(who('0.0.0.0'), 'everywhere');
  assert.equal(who('::'), 'everywhere');
  assert.equal(who('::ffff:0.0.0.0'), 'everywhere');
  assert.equal(who('127.0.0.1'), 'loopback-only');
  assert.equal(who('::ffff:127.0.0.1'), 'loopback-only');
  assert.equal(who('::1', '127.0.0.53'), 'loopback-only');
  assert.equal(who('127.0.0.1', '10.0.0.2'), 'some');
  assert.equal(who(), 'nobody');
  assert.equal(listeningOn(undefined, 'tcp', 80).who, 'unknown');
  assert.equal(listeningOn(stack('::'), 'sctp', 80).who, 'unknown');
});

test('a socket on :: takes IPv4 too, a proxy’s does not', () => {
  assert.ok(takes({ address: '::' }, '10.0.0.2'));
  assert.ok(!takesAsProxy({ address: '::' }, '10.0.0.2'));
  for (const rule of [takes, takesAsProxy]) {
    assert.ok(rule({ address: '::' }, 'fd00::2'));
    assert.ok(rule({ address: '0.0.0.0' }, '10.0.0.2'));
    assert.ok(!rule({ address: '0.0.0.0' }, 'fd00::2'));
    assert.ok(rule({ address: '::ffff:10.0.0.2' }, '10.0.0.2'));
    assert.ok(rule({ address: 'fd00:0:0::2' }, 'fd00::2'));
    assert.ok(!rule({ address: '10.0.0.3' }, '10.0.0.2'));
  }
});

test('loopback is all of 127.0.0.0/8 and ::1', () => {
  for (const address of ['127.0.0.1', '127.9.9.9', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'])
    assert.ok(isLoopback(address), address);
  for (const address of ['10.0.0.127', '::2', '::ffff:10.0.0.1', '1270.0.0.1', '']) assert.ok(!isLoopback(address), address);
});
