import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineConnection } from '../src/engine/connection.ts';
import { openEngine } from '../src/engine/dockerodeEngine.ts';
import { EngineError } from '../src/engine/engineError.ts';
import type { Topology } from '../src/model/topology.ts';
import { TopologyStore } from '../src/topologyStore.ts';
import { FakeEngine, recorded } from './support/fakeEngine.ts';
import { ManualClock } from './support/manualClock.ts';

function makeStore(): TopologyStore {
  return new TopologyStore({ openEngine, connect: (client) => new EngineConnection(client, new ManualClock()) });
}

function nextChange(store: TopologyStore, satisfies: (topology: Topology) => boolean = () => true): Promise<Topology> {
  return new Promise((resolve) => {
    const subscription = store.onDidChange((topology) => {
      if (!satisfies(topology)) return;
      subscription.dispose();
      resolve(topology);
    });
  });
}

test('a refresh of an engine that nobody watches reads it', async () => {
  await using engine = await FakeEngine.start({ answers: recorded('engine-28.5') });
  const store = makeStore();
  store.connect([{ context: 'default', endpoint: engine.host }]);
  assert.equal(store.topology.engines[0]?.state, 'connecting');
  await store.refresh();
  assert.equal(store.topology.engines[0]?.state, 'ready');
  assert.equal(store.topology.networks.length, 5);
  store.dispose();
});

test('a reading that finds nothing new is not told of', async () => {
  await using engine = await FakeEngine.start({ answers: recorded('engine-28.5') });
  const store = makeStore();
  store.connect([{ context: 'default', endpoint: engine.host }]);
  await store.refresh();
  let told = 0;
  store.onDidChange(() => told++);
  await store.refresh();
  assert.equal(told, 0);
  engine.answers = { ...engine.answers, containers: [] };
  await store.refresh();
  assert.equal(told, 1);
  store.dispose();
});

test('the detail of one subject costs the inspects it needs, once', async () => {
  await using engine = await FakeEngine.start({ answers: recorded('engine-28.5') });
  const store = makeStore();
  store.connect([{ context: 'default', endpoint: engine.host }]);
  await store.refresh();
  const web = store.topology.sandboxes.find(({ containers }) => containers[0]?.name === 'web');
  const endpoint = store.topology.endpoints.find(({ sandbox }) => sandbox === web?.id);
  assert.ok(web && endpoint);
  assert.equal(endpoint.detail, 'listed');
  engine.requests.length = 0;
  await Promise.all([store.readDetail(endpoint.id), store.readDetail('no such thing')]);
  assert.deepEqual([...engine.requests].sort(), [
    `GET /containers/${web.id}/json`,
    `GET /networks/${endpoint.network}?verbose=true`,
  ]);
  const full = store.topology.endpoints.find(({ id }) => id === endpoint.id);
  assert.equal(full?.detail, 'full');
  assert.ok(full.dnsNames?.includes('web'));
  await store.readDetail(endpoint.id);
  assert.equal(engine.requests.length, 2);
  store.dispose();
});

test('everything is read in full detail, and an engine that is not there is a gap', async () => {
  await using engine = await FakeEngine.start({ answers: recorded('engine-20.10') });
  const store = makeStore();
  store.connect([
    { context: 'a', endpoint: engine.host },
    { context: 'b', endpoint: 'unix:///nowhere/docker.sock' },
    { context: 'c', endpoint: 'ssh://far', error: new EngineError('context-invalid', 'ssh contexts are not supported yet') },
    { context: 'a-again', endpoint: engine.host },
  ]);
  const topology = await store.readFull();
  assert.deepEqual(
    topology.engines.map(({ context, state, reason }) => [context, state, reason]),
    [
      ['a', 'ready', undefined],
      ['b', 'refused', 'unreachable'],
      ['c', 'refused', 'context-invalid'],
    ],
  );
  assert.ok(topology.networks.every(({ detail }) => detail === 'full'));
  assert.ok(topology.gaps.some(({ code }) => code === 'engine-unreachable'));
  store.dispose();
});

test('the sample has no engine behind it, and a connection takes its place', async () => {
  await using engine = await FakeEngine.start();
  const store = makeStore();
  const changed = nextChange(store);
  store.showSample([
    {
      engine: { id: 'e' as never, context: 'sample', endpoint: '', state: 'sample' },
      readAt: '',
      api: { networks: { answer: [] } },
    },
  ]);
  assert.equal((await changed).engines[0]?.state, 'sample');
  assert.equal(store.isSample, true);
  assert.equal(store.client('e' as never), undefined);
  store.connect([{ context: 'default', endpoint: engine.host }]);
  assert.equal(store.isSample, false);
  assert.deepEqual(
    store.topology.engines.map(({ context }) => context),
    ['default'],
  );
  store.dispose();
});

test('a watched engine is followed, an unwatched one is not', async () => {
  await using engine = await FakeEngine.start();
  const store = makeStore();
  const ready = nextChange(store, ({ engines }) => engines[0]?.state === 'ready');
  store.connect([{ context: 'default', endpoint: engine.host }]);
  store.setVisible(true);
  await ready;
  assert.equal(engine.followers, 1);
  const created = nextChange(store, ({ networks }) => networks.length === 1);
  engine.answers = { networks: [{ Id: 'f'.repeat(64), Name: 'n1', Driver: 'bridge', Scope: 'local' }], containers: [] };
  engine.emit('network', 'create', 'f'.repeat(64));
  assert.equal((await created).networks[0]?.name, 'n1');
  store.setVisible(false);
  while (engine.followers > 0) await new Promise((resolve) => setImmediate(resolve));
  store.dispose();
});

test('the same choice again keeps the connections, another one replaces them', async () => {
  await using engine = await FakeEngine.start();
  const store = makeStore();
  const choices = () => [{ context: 'default', endpoint: engine.host }];
  store.connect(choices());
  await store.refresh();
  store.connect(choices());
  assert.equal(store.topology.engines[0]?.state, 'ready');
  store.connect([{ context: 'other', endpoint: engine.host }]);
  assert.equal(store.topology.engines[0]?.state, 'connecting');
  store.dispose();
});

test('another choice ends and opens what is chosen otherwise, and leaves the others alone', async () => {
  await using one = await FakeEngine.start({ answers: recorded('engine-28.5') });
  await using two = await FakeEngine.start();
  const store = makeStore();
  const first = { context: 'one', endpoint: one.host };
  const states = () => store.topology.engines.map(({ context, state }) => `${context} ${state}`);
  store.connect([first]);
  await store.refresh();
  one.requests.length = 0;
  store.connect([{ context: 'two', endpoint: two.host }, first]);
  assert.deepEqual(states(), ['one ready', 'two connecting']);
  assert.equal(store.topology.networks.length, 5);
  assert.deepEqual(one.requests, []);
  const ended = store.client(store.topology.engines[0]?.id ?? ('' as never));
  store.connect([{ context: 'two', endpoint: two.host }]);
  assert.deepEqual(states(), ['two connecting']);
  await assert.rejects(ended?.ping() ?? Promise.resolve(), { reason: 'cancelled' });
  store.dispose();
});

test('one engine that goes, hangs or can’t be used costs the others nothing', async () => {
  await using lasting = await FakeEngine.start({ answers: recorded('engine-28.5') });
  await using going = await FakeEngine.start();
  await using hanging = await FakeEngine.start({ override: () => true });
  const store = makeStore();
  store.setVisible(true);
  const states = () => Object.fromEntries(store.topology.engines.map(({ context, state }) => [context, state]));
  const ready = nextChange(store, () => states().lasting === 'ready' && states().going === 'ready');
  store.connect([
    { context: 'hanging', endpoint: hanging.host },
    { context: 'invalid', endpoint: hanging.host, error: new EngineError('context-invalid', 'broken') },
    { context: 'going', endpoint: going.host },
    { context: 'lasting', endpoint: lasting.host },
  ]);
  await ready;
  assert.deepEqual(states(), { hanging: 'connecting', invalid: 'refused', going: 'ready', lasting: 'ready' });
  assert.equal(new Set(store.topology.engines.map(({ id }) => id)).size, 4);
  const lost = nextChange(store, () => states().going === 'lost');
  await going.stop();
  await lost;
  assert.deepEqual(states(), { hanging: 'connecting', invalid: 'refused', going: 'lost', lasting: 'ready' });
  const changed = nextChange(store, ({ networks }) => networks.some(({ name }) => name === 'fresh'));
  lasting.answers = { ...lasting.answers, networks: [{ Id: 'f'.repeat(64), Name: 'fresh', Driver: 'bridge', Scope: 'local' }] };
  lasting.emit('network', 'create', 'f'.repeat(64));
  await changed;
  store.dispose();
});
