/** Engines through `ssh`, with a stand-in for the program; `test/lab/ssh.test.ts` has a real one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineConnection } from '../../src/engine/connection.ts';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import type { EngineClient } from '../../src/engine/engine.ts';
import { FakeEngine, type FakeEngineOptions, recorded, send } from '../support/fakeEngine.ts';
import { FakeSsh } from '../support/fakeSsh.ts';
import { ManualClock } from '../support/manualClock.ts';

interface Far {
  readonly client: EngineClient;
  readonly engine: FakeEngine;
  readonly ssh: FakeSsh;
}

async function far(use: (far: Far) => Promise<void>, options: FakeEngineOptions = {}): Promise<void> {
  await using engine = await FakeEngine.start(options);
  using ssh = new FakeSsh({ socket: engine.socket });
  const client = openEngine({ context: 'far', endpoint: 'ssh://me@far:2222' });
  try {
    await use({ client, engine, ssh });
  } finally {
    client.close();
    await until(() => ssh.running.length === 0);
  }
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!condition()) {
    assert.ok(Date.now() < end, 'not in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('an engine answers through ssh, request after request on one process', () =>
  far(
    async ({ client, ssh }) => {
      assert.deepEqual(await client.ping(), { apiVersion: '1.51' });
      assert.deepEqual(await client.networks(), recorded('engine-28.5').networks);
      await client.containers();
      await assert.rejects(client.createNetwork({ name: 'n', driver: 'bridge' }), { reason: 'failed' });
      assert.equal(ssh.started.length, 1);
      const { args = [] } = ssh.started[0] ?? {};
      assert.deepEqual(args.slice(args.indexOf('-l')), [
        ...['-l', 'me', '-p', '2222', '--', 'far', 'docker', 'system', 'dial-stdio'],
      ]);
    },
    { answers: recorded('engine-28.5') },
  ));

test('however much is asked at once there are two processes, and one more for the events; closing ends them', () =>
  far(async ({ client, engine, ssh }) => {
    const end = new AbortController();
    let opened: () => void = () => {};
    const open = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const ended = assert.rejects(client.followEvents({ open: opened, event: () => {} }, undefined, end.signal), {
      reason: 'cancelled',
    });
    ended.catch(() => {});
    await open;
    await Promise.all(Array.from({ length: 20 }, () => client.networks()));
    assert.equal(engine.requests.filter((request) => request === 'GET /networks').length, 20);
    assert.equal(ssh.started.length, 3);
    assert.equal(ssh.running.length, 3);
    client.close();
    await ended;
    await until(() => ssh.running.length === 0);
  }));

test('events that nobody follows any more cost no process', () =>
  far(async ({ client, ssh }) => {
    await client.ping();
    const end = new AbortController();
    await new Promise<void>((resolve) => {
      client.followEvents({ open: resolve, event: () => {} }, undefined, end.signal).catch(() => {});
    });
    assert.equal(ssh.running.length, 2);
    end.abort();
    await until(() => ssh.running.length === 1);
    await client.networks();
    assert.equal(ssh.started.length, 2);
  }));

test('an ssh that ends is started again for the next request', () =>
  far(async ({ client, ssh }) => {
    await client.networks();
    for (const pid of ssh.running) process.kill(pid);
    await until(() => ssh.running.length === 0);
    await client.networks().catch(() => client.networks());
    assert.equal(ssh.started.length, 2);
  }));

test('what ssh says last is the error', async () => {
  const refusals = [
    ['Warning: Permanently added…\r\nme@far: Permission denied (publickey).\r\n', 255, 'forbidden', /Permission denied/],
    ['Host key verification failed.\r\n', 255, 'forbidden', /Host key verification failed/],
    ['ssh: Could not resolve hostname far: Name or service not known\n', 255, 'unreachable', /Could not resolve/],
    ['bash: line 1: docker: command not found\n', 127, 'unreachable', /command not found/],
    ['', 255, 'unreachable', /ssh ended \(255\)/],
  ] as const;
  for (const [says, exit, reason, message] of refusals) {
    using _ = new FakeSsh({ says, exit });
    const client = openEngine({ context: 'far', endpoint: 'ssh://me@far' });
    await assert.rejects(client.ping(), { reason, message });
    await assert.rejects(client.networks(), { reason, message: /^ssh:\/\/me@far: / });
    client.close();
  }
});

test('a machine without ssh is told of', async () => {
  using _ = new FakeSsh({});
  process.env.PATH = '/nowhere';
  const client = openEngine({ context: 'far', endpoint: 'ssh://far' });
  await assert.rejects(client.ping(), { reason: 'unreachable', message: /ssh can’t be started/ });
  client.close();
});

test('a large answer arrives whole', () => {
  const networks = Array.from({ length: 20_000 }, (_, n) => ({ Id: String(n).repeat(20), Name: `n${n}` }));
  return far(
    async ({ client }) => {
      assert.deepEqual(await client.networks(), networks);
    },
    {
      override: (path, _, response) => {
        if (path === '/networks') send(response, 200, networks);
        return path === '/networks';
      },
    },
  );
});

test('a call that is cancelled ends, and the next is answered', () => {
  let reached: () => void = () => {};
  const inside = new Promise<void>((resolve) => {
    reached = resolve;
  });
  return far(
    async ({ client }) => {
      const end = new AbortController();
      const call = client.networks(end.signal);
      await inside;
      end.abort();
      await assert.rejects(call, { reason: 'cancelled' });
      assert.deepEqual(await client.containers(), []);
    },
    {
      override: (path) => {
        if (path === '/networks') reached();
        return path === '/networks';
      },
    },
  );
});

test('where ssh is denied it knocks once a minute, not again and again', async () => {
  using ssh = new FakeSsh({ says: 'Permission denied (publickey).\n', exit: 255 });
  const clock = new ManualClock();
  const connection = new EngineConnection(openEngine({ context: 'far', endpoint: 'ssh://far' }), clock, () => 0.5);
  const refused = () =>
    new Promise((resolve) => connection.onDidChange(({ engine }) => engine.state === 'refused' && resolve(0)));
  const first = refused();
  connection.follow();
  await first;
  await until(() => clock.waiting > 0);
  clock.pass(59_000);
  assert.equal(clock.waiting, 1);
  assert.equal(ssh.started.length, 1);
  const second = refused();
  clock.pass(1_000);
  await second;
  assert.equal(ssh.started.length, 2);
  connection.dispose();
});
