/**
 * Whatever an engine does wrong, the picture says so, and once it is right again the picture equals a fresh reading. On a simulated
 * engine; what a real one does when it is killed, stopped or cut off is in `test/lab/live.test.ts`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineConnection } from '../src/engine/connection.ts';
import { openEngine } from '../src/engine/dockerodeEngine.ts';
import type { Topology } from '../src/model/topology.ts';
import { TopologyStore } from '../src/topologyStore.ts';
import { ManualClock } from './support/manualClock.ts';
import { type Fault, SimulatedEngine } from './support/simulatedEngine.ts';

const size = { networks: 20, containers: 40, endpoints: 80, nodes: 3 };

function storeOf(engine: SimulatedEngine, clock = new ManualClock()): TopologyStore {
  const store = new TopologyStore({ openEngine, connect: (client) => new EngineConnection(client, clock) });
  store.connect([{ context: 'default', endpoint: engine.host }]);
  return store;
}

/** What a store that never saw a fault reads. */
async function fresh(engine: SimulatedEngine): Promise<unknown> {
  const store = storeOf(engine);
  const topology = await store.readFull();
  store.dispose();
  return timeless(topology);
}

function timeless({ engines, ...topology }: Topology): unknown {
  return { ...topology, readAt: '', engines: engines.map((engine) => ({ ...engine, readAt: '' })) };
}

const lists: readonly (readonly [string, Fault])[] = [
  ['answers that are cut in the middle', { kind: 'cut' }],
  ['answers that are garbage', { kind: 'garbage' }],
];

for (const [what, fault] of lists) {
  test(`${what} are gaps, nothing known is lost, and it recovers`, async () => {
    await using engine = await SimulatedEngine.start(size);
    const store = storeOf(engine);
    const before = timeless(await store.readFull());
    engine.fault = fault;
    await store.refresh();
    const during = store.topology;
    const [state] = during.engines.map((one) => one.state);
    assert.ok(state === 'lost' || during.gaps.length > 0, `state ${state}, ${during.gaps.length} gaps`);
    engine.fault = undefined;
    assert.deepEqual(timeless(await store.readFull()), before);
    assert.deepEqual(before, await fresh(engine));
    store.dispose();
  });
}

test('a network that can’t be inspected costs its own detail only', async () => {
  await using engine = await SimulatedEngine.start(size);
  const broken = engine.inventory.networks[3];
  assert.ok(broken);
  engine.fault = { kind: 'error', path: new RegExp(`^/networks/${broken.id}$`) };
  const store = storeOf(engine);
  const { networks, gaps } = await store.readFull();
  assert.deepEqual(
    gaps.map(({ code, subject }) => [code, subject]),
    [['network-not-inspected', broken.id]],
  );
  assert.ok(networks.every(({ id, detail }) => id === broken.id || detail === 'full'));
  store.dispose();
});

test('a list that never ends is given up, and takes no memory for ever', async () => {
  await using engine = await SimulatedEngine.start(size);
  const store = storeOf(engine);
  await store.refresh();
  engine.fault = { kind: 'endless' };
  await store.refresh();
  assert.ok(store.topology.engines[0]?.state === 'lost' || store.topology.gaps.length > 0);
  engine.fault = undefined;
  await store.refresh();
  assert.deepEqual(store.topology.gaps, []);
  store.dispose();
});

test('ten thousand events at once are few readings, and the last one is seen', async () => {
  await using engine = await SimulatedEngine.start(size);
  const clock = new ManualClock();
  const store = storeOf(engine, clock);
  const ready = changed(store, ({ engines }) => engines[0]?.state === 'ready');
  store.setVisible(true);
  await ready;
  engine.fake.requests.length = 0;
  for (let count = 0; count < 9_999; count++)
    engine.fake.emit('network', 'connect', engine.inventory.networks[count % 20]?.id ?? '', {});
  const made = engine.inventory.addNetwork();
  engine.changed();
  const seen = changed(store, ({ networks }) => networks.some(({ id }) => id === made.id));
  engine.fake.emit('network', 'create', made.id, { name: made.name });
  const tick = setInterval(() => clock.pass(100), 5);
  await seen;
  clearInterval(tick);
  const read = engine.fake.requests.filter((line) => line.startsWith('GET /networks') && !line.includes('/networks/')).length;
  assert.ok(read >= 1 && read < 100, `${read} readings`);
  store.dispose();
});

test('events that are doubled, out of order or lost leave the picture equal to a fresh one', async () => {
  await using engine = await SimulatedEngine.start(size);
  const store = storeOf(engine);
  store.setVisible(true);
  await changed(store, ({ engines }) => engines[0]?.state === 'ready');
  for (let count = 0; count < 50; count++) engine.churn();
  const [first, second] = engine.inventory.networks;
  for (const id of [second?.id, first?.id, first?.id, 'gone'])
    engine.fake.emit('network', 'disconnect', id ?? '', { container: 'gone' });
  // lost: changed without an event
  engine.inventory.addNetwork();
  engine.changed();
  assert.deepEqual(timeless(await store.readFull()), await fresh(engine));
  store.dispose();
});

for (const [version, state] of [
  ['1.20', 'refused'],
  ['1.99', 'ready'],
  ['nonsense', 'refused'],
] as const) {
  test(`an engine that says API ${version} is ${state}`, async () => {
    await using engine = await SimulatedEngine.start(size, { apiVersion: version });
    const store = storeOf(engine);
    await store.refresh();
    assert.equal(store.topology.engines[0]?.state, state);
    store.dispose();
  });
}

function changed(store: TopologyStore, satisfies: (topology: Topology) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const subscription = store.onDidChange((topology) => {
      if (!satisfies(topology)) return;
      subscription.dispose();
      resolve();
    });
  });
}
