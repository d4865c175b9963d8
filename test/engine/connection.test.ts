import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineConnection } from '../../src/engine/connection.ts';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { FakeEngine, type FakeEngineOptions, recorded, send } from '../support/fakeEngine.ts';
import { ManualClock } from '../support/manualClock.ts';

interface Live {
  readonly engine: FakeEngine;
  readonly connection: EngineConnection;
  readonly clock: ManualClock;
  /** Resolves with the first snapshot, from now on, that satisfies. */
  readonly next: (satisfies: (snapshot: Snapshot) => boolean) => Promise<Snapshot>;
  /** Lets real input and output happen until the condition holds. */
  readonly settle: (what: string, condition: () => boolean) => Promise<void>;
}

async function live(options: FakeEngineOptions, use: (live: Live) => Promise<void>): Promise<void> {
  await using engine = await FakeEngine.start(options);
  const clock = new ManualClock();
  const connection = new EngineConnection(openEngine({ context: 'default', endpoint: engine.host }), clock, () => 0.5);
  const next: Live['next'] = (satisfies) =>
    new Promise((resolve) => {
      const subscription = connection.onDidChange((snapshot) => {
        if (!satisfies(snapshot)) return;
        subscription.dispose();
        resolve(snapshot);
      });
    });
  const settle: Live['settle'] = async (what, condition) => {
    const end = Date.now() + 20_000;
    while (!condition()) {
      assert.ok(Date.now() < end, `not in time: ${what}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  try {
    await use({ engine, connection, clock, next, settle });
  } finally {
    connection.dispose();
  }
}

const state = (wanted: string) => (snapshot: Snapshot) => snapshot.engine.state === wanted;
const lists = (engine: FakeEngine) => engine.requests.filter((request) => request === 'GET /networks').length;

test('connecting reads version, info and both lists, once, with the events open before the lists', () =>
  live({ answers: recorded('engine-28.5') }, async ({ engine, connection, next }) => {
    assert.equal(connection.snapshot.engine.state, 'connecting');
    const ready = next(state('ready'));
    connection.follow();
    const snapshot = await ready;
    assert.deepEqual(snapshot.api.networks, { answer: recorded('engine-28.5').networks });
    const asked = engine.requests.map((request) => request.split('?')[0]);
    assert.deepEqual([...asked].sort(), [
      'GET /_ping',
      'GET /containers/json',
      'GET /events',
      'GET /info',
      'GET /networks',
      'GET /version',
    ]);
    assert.ok(asked.indexOf('GET /events') < asked.indexOf('GET /networks'));
  }));

test('an event reads the lists at once, and again after a quiet moment', () =>
  live({}, async ({ engine, connection, clock, next, settle }) => {
    const ready = next(state('ready'));
    connection.follow();
    await ready;
    const before = lists(engine);
    const first = next(() => true);
    engine.emit('network', 'create', 'n1');
    await first;
    assert.equal(lists(engine), before + 1);
    const second = next(() => true);
    clock.pass(150);
    await second;
    await settle('second reading', () => lists(engine) === before + 2);
  }));

test('execs and file reads never make us read again', () =>
  live({}, async ({ engine, connection, clock, next }) => {
    const ready = next(state('ready'));
    connection.follow();
    await ready;
    const before = lists(engine);
    for (const action of ['exec_create: nslookup x', 'exec_start: nslookup x', 'exec_die', 'archive-path', 'top', 'attach'])
      engine.emit('container', action, 'c1');
    const read = next(() => true);
    engine.emit('container', 'rename', 'c1');
    await read;
    assert.equal(lists(engine), before + 1);
    clock.pass(0);
  }));

test('a burst of events is few readings', () =>
  live({}, async ({ engine, connection, clock, next, settle }) => {
    const ready = next(state('ready'));
    connection.follow();
    await ready;
    const before = lists(engine);
    const first = next(() => true);
    for (let n = 0; n < 200; n++) engine.emit('network', 'connect', 'n1', { container: `c${n}` });
    await first;
    await settle('the stream is drained', () => clock.waiting > 0);
    clock.pass(150);
    await settle('the last reading', () => lists(engine) >= before + 2);
    assert.ok(lists(engine) <= before + 3, `${lists(engine) - before} readings`);
  }));

test('an engine that ends is lost, keeps what was read, and comes back by itself', () =>
  live({ answers: recorded('engine-28.5') }, async ({ engine, connection, clock, next, settle }) => {
    const ready = next(state('ready'));
    connection.follow();
    const read = await ready;
    const lost = next(state('lost'));
    await engine.stop();
    const snapshot = await lost;
    assert.equal(snapshot.engine.reason, 'unreachable');
    assert.equal(snapshot.readAt, read.readAt);
    assert.deepEqual(snapshot.api.networks, read.api.networks);
    for (let attempt = 0; attempt < 3; attempt++) {
      await settle('waits before it tries again', () => clock.waiting > 0);
      const again = next(state('lost'));
      clock.pass(10_000);
      await again;
    }
    await engine.listen();
    const back = next(state('ready'));
    await settle('waits before it tries again', () => clock.waiting > 0);
    clock.pass(12_000);
    assert.equal((await back).engine.reason, undefined);
  }));

test('an engine that was never there is refused with its reason', () =>
  live({ apiVersion: '1.12' }, async ({ connection, next }) => {
    const refused = next(state('refused'));
    connection.follow();
    assert.equal((await refused).engine.reason, 'api-too-old');
  }));

test('an engine that hangs is lost by the heartbeat', () =>
  live({}, async ({ engine, connection, clock, next, settle }) => {
    const ready = next(state('ready'));
    connection.follow();
    await ready;
    engine.override = (path, _, response) => {
      if (path === '/_ping') response.destroy();
      return true;
    };
    const lost = next(state('lost'));
    await settle('the heartbeat waits', () => clock.waiting >= 2);
    clock.pass(10_000);
    await lost;
  }));

test('one failing list costs that list only', () =>
  live({}, async ({ engine, connection, next }) => {
    engine.override = (path, _, response) => {
      if (path === '/networks') send(response, 500, { message: 'boom' });
      return path === '/networks';
    };
    const ready = next(state('ready'));
    connection.follow();
    const { api } = await ready;
    assert.deepEqual(api.networks, { failed: { reason: 'failed', message: 'boom' } });
    assert.deepEqual(api.containers, { answer: [] });
  }));

test('an inspect is kept until an event touches it, and one that fails costs one detail', () =>
  live({ answers: recorded('engine-28.5') }, async ({ engine, connection, next, settle, clock }) => {
    const ready = next(state('ready'));
    connection.follow();
    await ready;
    const [id = ''] = Object.keys(recorded('engine-28.5').containerDetails ?? {});
    const inspects = () => engine.requests.filter((request) => request === `GET /containers/${id}/json`).length;
    await connection.readDetails('containers', [id, 'gone']);
    await connection.readDetails('containers', [id]);
    assert.equal(inspects(), 1);
    assert.equal('failed' in (connection.snapshot.api.containerDetails?.gone ?? {}), true);
    await connection.refresh();
    assert.equal(inspects(), 1);
    assert.equal(connection.snapshot.api.containerDetails?.gone, undefined);
    engine.emit('container', 'start', id);
    await settle('inspected again', () => inspects() === 2);
    engine.answers = { ...engine.answers, containers: [] };
    engine.emit('container', 'destroy', id);
    await settle('the reading waits', () => clock.waiting > 2);
    clock.pass(500);
    await settle('forgotten', () => connection.snapshot.api.containerDetails?.[id] === undefined);
  }));

test('a full reading asks for everything once, and always ends', () =>
  live({ answers: recorded('engine-20.10') }, async ({ engine, connection }) => {
    await connection.readFull();
    const { networkDetails, containerDetails } = connection.snapshot.api;
    const answers = recorded('engine-20.10');
    assert.deepEqual(Object.keys(networkDetails ?? {}).sort(), Object.keys(answers.networkDetails ?? {}).sort());
    assert.deepEqual(Object.keys(containerDetails ?? {}).sort(), Object.keys(answers.containerDetails ?? {}).sort());
    await engine.stop();
    await connection.readFull();
    assert.equal(connection.snapshot.engine.state, 'lost');
    await engine.listen();
  }));

test('a full reading that nobody follows asks again whether the engine is in a swarm', () =>
  live({ answers: recorded('engine-28.5') }, async ({ engine, connection }) => {
    await connection.readFull();
    engine.answers = { ...engine.answers, info: { Swarm: { NodeID: 'n1', LocalNodeState: 'active', ControlAvailable: true } } };
    await connection.readFull();
    assert.ok(connection.snapshot.api.services);
  }));

test('a full reading that nobody follows asks again what only a network’s inspect tells', () =>
  live({ answers: recorded('engine-28.5') }, async ({ engine, connection }) => {
    await connection.readFull();
    const [id = ''] = Object.keys(recorded('engine-28.5').networkDetails ?? {});
    const before = engine.requests.filter((request) => request.startsWith(`GET /networks/${id}`)).length;
    await connection.readFull();
    assert.equal(engine.requests.filter((request) => request.startsWith(`GET /networks/${id}`)).length, before + 1);
  }));

test('a manager is asked for its swarm, others are not', () =>
  live({ answers: recorded('swarm-node1') }, async ({ engine, connection }) => {
    await connection.refresh();
    assert.ok(['nodes', 'services', 'tasks'].every((list) => engine.requests.includes(`GET /${list}`)));
    engine.requests.length = 0;
    engine.answers = recorded('swarm-node2');
    const worker = new EngineConnection(openEngine({ context: 'w', endpoint: engine.host }), new ManualClock());
    await worker.refresh();
    assert.equal(
      engine.requests.some((request) => request.includes('/tasks')),
      false,
    );
    worker.dispose();
  }));

test('nobody looks: nothing is followed; somebody looks again: it catches up', () =>
  live({}, async ({ engine, connection, next, settle }) => {
    const ready = next(state('ready'));
    connection.follow();
    await ready;
    connection.pause();
    await settle('the stream is closed', () => engine.followers === 0);
    const before = lists(engine);
    const again = next(state('ready'));
    connection.follow();
    await again;
    assert.equal(lists(engine), before + 1);
  }));

test('nothing is left when it is disposed of', () =>
  live({}, async ({ engine, connection, clock, next, settle }) => {
    const ready = next(state('ready'));
    connection.follow();
    await ready;
    engine.emit('network', 'create', 'n1');
    connection.dispose();
    await settle('streams and timers are gone', () => engine.followers === 0 && clock.waiting === 0);
  }));

test('an engine that sends no header before its first event is followed all the same', () =>
  live({ override: (path) => path.startsWith('/events') }, async ({ connection, clock, next, settle }) => {
    const ready = next(state('ready'));
    connection.follow();
    await settle('the stream is waited for', () => clock.waiting > 0);
    clock.pass(2_000);
    await ready;
  }));

test('one denied call costs one answer; when both lists are denied the engine is', () =>
  live({ answers: recorded('engine-28.5') }, async ({ engine, connection }) => {
    const [id = ''] = Object.keys(recorded('engine-28.5').containerDetails ?? {});
    const deny = (denied: readonly string[]): FakeEngineOptions['override'] => {
      return (path, _, response) => {
        const hit = denied.includes(path.split('?')[0] ?? '');
        if (hit) send(response, 403, { message: 'authorization denied by plugin p: no' });
        return hit;
      };
    };
    engine.override = deny(['/info', `/containers/${id}/json`]);
    await connection.refresh();
    await connection.readDetails('containers', [id]);
    const { engine: is, api } = connection.snapshot;
    assert.equal(is.state, 'ready');
    assert.ok(api.info && 'failed' in api.info && api.info.failed.reason === 'forbidden');
    engine.override = deny(['/networks', '/containers/json']);
    await connection.refresh();
    assert.deepEqual([connection.snapshot.engine.state, connection.snapshot.engine.reason], ['lost', 'forbidden']);
  }));

test('a list that fails once forgets no inspect', () =>
  live({ answers: recorded('engine-28.5') }, async ({ engine, connection }) => {
    const [id = ''] = Object.keys(recorded('engine-28.5').containerDetails ?? {});
    await connection.refresh();
    await connection.readDetails('containers', [id]);
    engine.override = (path, _, response) => {
      if (path.startsWith('/containers/json')) send(response, 500, { message: 'boom' });
      return path.startsWith('/containers/json');
    };
    await connection.refresh();
    assert.ok(connection.snapshot.api.containerDetails?.[id]);
  }));

test('an engine that becomes a manager while it is followed is asked for its swarm', () =>
  live({ answers: recorded('swarm-node2') }, async ({ engine, connection, next, settle }) => {
    const ready = next(state('ready'));
    connection.follow();
    await ready;
    assert.equal(engine.requests.includes('GET /nodes'), false);
    engine.answers = recorded('swarm-node1');
    engine.emit('network', 'create', 'i1', { name: 'ingress' });
    await settle('the swarm is read', () => connection.snapshot.api.nodes !== undefined);
  }));
