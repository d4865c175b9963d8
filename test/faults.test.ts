/**
 * Whatever an engine does wrong, the picture says so. Once it is right again the picture equals a fresh reading, and nothing is left of
 * what was tried: no socket, timer or listener, and the store itself can be collected. On a simulated engine; what a real one does when it
 * is killed, stopped or cut off is in `test/lab/live.test.ts`.
 */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { EngineConnection } from '../src/engine/connection.ts';
import { openEngine } from '../src/engine/dockerodeEngine.ts';
import type { Topology } from '../src/model/topology.ts';
import { TopologyStore } from '../src/topologyStore.ts';
import { collected, onlyHandles, openHandles } from './support/leftovers.ts';
import { ManualClock } from './support/manualClock.ts';
import { type Fault, SimulatedEngine } from './support/simulatedEngine.ts';

const size = { networks: 20, containers: 40, endpoints: 80, nodes: 3 };

interface World {
  readonly engine: SimulatedEngine;
  /** Follows the engine, and has read it once. */
  readonly store: TopologyStore;
  readonly clock: ManualClock;
  /** Lets input and output happen, and time pass, until the condition holds. */
  readonly until: (what: string, holds: () => boolean) => Promise<void>;
}

/** A fault and what is seen of it; that it leaves nothing behind is looked at afterwards. */
function fault(what: string, body: (world: World) => Promise<void>): void {
  test(what, async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => void (warning.name === 'MaxListenersExceededWarning' && warnings.push(warning));
    process.on('warning', warn);
    await using engine = await SimulatedEngine.start(size);
    const handles = openHandles();
    const store = await inWorld(engine, body);
    await onlyHandles(handles);
    await collected('the store', store);
    process.off('warning', warn);
    assert.deepEqual(warnings.map(String), []);
  });
}

async function inWorld(engine: SimulatedEngine, body: (world: World) => Promise<void>): Promise<WeakRef<TopologyStore>> {
  const clock = new ManualClock();
  const store = storeOf(engine, clock);
  const until: World['until'] = async (waited, holds) => {
    const end = Date.now() + 20_000;
    while (!holds()) {
      assert.ok(Date.now() < end, `not in time: ${waited}`);
      await turn();
      clock.pass(5);
    }
  };
  try {
    store.setVisible(true);
    await until('the first reading', () => stateOf(store) === 'ready');
    await body({ engine, store, clock, until });
    engine.fault = undefined;
    const whole = await fresh(engine);
    await until('it has come back by itself', () => stateOf(store) === 'ready' && idsOf(store.topology) === idsOf(whole));
    assert.deepEqual(timeless(await store.readFull()), timeless(whole));
  } finally {
    store.dispose();
  }
  // no time passes: what waits was taken back, not awaited
  for (let turns = 0; clock.waiting > 0; turns++) {
    assert.ok(turns < 1000, `${clock.waiting} timers wait`);
    await turn();
  }
  return new WeakRef(store);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function storeOf(engine: SimulatedEngine, clock = new ManualClock()): TopologyStore {
  const store = new TopologyStore({ openEngine, connect: (client) => new EngineConnection(client, clock) });
  store.connect([{ context: 'default', endpoint: engine.host }]);
  return store;
}

/** What a store that never saw a fault reads. */
async function fresh(engine: SimulatedEngine): Promise<Topology> {
  const store = storeOf(engine);
  const topology = await store.readFull();
  store.dispose();
  return topology;
}

function timeless({ engines, ...topology }: Topology): unknown {
  return { ...topology, readAt: '', engines: engines.map((engine) => ({ ...engine, readAt: '' })) };
}

function idsOf({ networks, sandboxes, endpoints }: Topology): string {
  return [...networks, ...sandboxes, ...endpoints]
    .map(({ id }) => id)
    .sort()
    .join();
}

function stateOf({ topology }: TopologyStore): string | undefined {
  return topology.engines[0]?.state;
}

function listsAsked({ fake }: SimulatedEngine): number {
  return fake.requests.filter((line) => line.startsWith('GET /networks') && !line.includes('/networks/')).length;
}

const lists: readonly (readonly [string, Fault])[] = [
  ['answers that are cut in the middle', { kind: 'cut' }],
  ['answers that are garbage', { kind: 'garbage' }],
];

for (const [what, wrong] of lists) {
  fault(`${what} are gaps, and nothing known is lost`, async ({ engine, store }) => {
    const before = timeless(await store.readFull());
    engine.fault = wrong;
    await store.refresh();
    const during = store.topology;
    assert.ok(stateOf(store) === 'lost' || during.gaps.length > 0, `state ${stateOf(store)}, ${during.gaps.length} gaps`);
    engine.fault = undefined;
    assert.deepEqual(timeless(await store.readFull()), before);
  });
}

fault('a network that can’t be inspected costs its own detail only', async ({ engine, store }) => {
  const broken = engine.inventory.networks[3];
  assert.ok(broken);
  engine.fault = { kind: 'error', path: new RegExp(`^/networks/${broken.id}$`) };
  const { networks, gaps } = await store.readFull();
  assert.deepEqual(
    gaps.map(({ code, subject }) => [code, subject]),
    [['network-not-inspected', broken.id]],
  );
  assert.ok(networks.every(({ id, detail }) => id === broken.id || detail === 'full'));
  // the failed inspect is asked again once something touches the network
  engine.fault = undefined;
  engine.fake.emit('network', 'update', broken.id, { name: broken.name });
});

fault('a list that never ends is given up, and takes no memory for ever', async ({ engine, store }) => {
  engine.fault = { kind: 'endless' };
  await store.refresh();
  assert.ok(stateOf(store) === 'lost' || store.topology.gaps.length > 0);
  engine.fault = undefined;
  await store.refresh();
  assert.deepEqual(store.topology.gaps, []);
});

fault(
  'an engine that takes thirty seconds for an answer is lost in the end, and asked by one reading at a time',
  async (world) => {
    const { engine, store, until } = world;
    engine.fault = { kind: 'slow', milliseconds: 30_000 };
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const asked = listsAsked(engine);
      const refreshed = store.refresh();
      await until('the lists are asked for', () => listsAsked(engine) === asked + 1);
      for (let count = 0; count < 200; count++) engine.churn();
      for (let turns = 0; turns < 200; turns++) await turn();
      assert.equal(listsAsked(engine), asked + 1, 'nothing is piled up');
      mock.timers.tick(25_001);
      await refreshed;
      await until('the loss', () => stateOf(store) === 'lost');
      assert.equal(store.topology.engines[0]?.reason, 'timed-out');
    } finally {
      engine.fault = undefined;
      mock.timers.reset();
    }
  },
);

fault('ten thousand events at once are few readings, and the last one is seen', async ({ engine, store, until }) => {
  engine.fake.requests.length = 0;
  for (let count = 0; count < 9_999; count++)
    engine.fake.emit('network', 'connect', engine.inventory.networks[count % 20]?.id ?? '', {});
  const made = engine.inventory.addNetwork();
  engine.changed();
  engine.fake.emit('network', 'create', made.id, { name: made.name });
  await until('the last', () => store.topology.networks.some(({ id }) => id === made.id));
  const read = listsAsked(engine);
  assert.ok(read >= 1 && read < 100, `${read} readings`);
});

fault('events that come twice, as those of 20.10 do, change nothing twice', async ({ engine, store, until }) => {
  const network = engine.inventory.networks[0];
  const box = engine.inventory.addBox();
  assert.ok(network);
  engine.inventory.attach(box, network);
  engine.changed();
  for (let count = 0; count < 2; count++) {
    engine.fake.emit('container', 'create', box.id, { name: box.name });
    engine.fake.emit('network', 'connect', network.id, { container: box.id, name: network.name, type: 'bridge' });
  }
  await until('the container', () => store.topology.sandboxes.some(({ id }) => id === box.id));
  assert.equal(store.topology.sandboxes.filter(({ id }) => id === box.id).length, 1);
  assert.equal(store.topology.endpoints.filter(({ sandbox }) => sandbox === box.id).length, 1);
});

fault('events out of order, of what is gone, and broken ones do no harm', async ({ engine }) => {
  for (let count = 0; count < 50; count++) engine.churn();
  const [first, second] = engine.inventory.networks;
  for (const id of [second?.id, first?.id, first?.id, 'gone'])
    engine.fake.emit('network', 'disconnect', id ?? '', { container: 'gone' });
  const box = engine.inventory.addBox();
  engine.changed();
  engine.fake.emit('container', 'destroy', box.id, { name: box.name });
  engine.fake.emit('container', 'create', box.id, { name: box.name });
  engine.fake.emitText('{"Type":"network","Action":\n\u0000\n[]\nnull\n{"Type":1}\n');
});

fault('what happened without an event is seen by the slow poll', async ({ engine, store, clock, until }) => {
  const made = engine.inventory.addNetwork();
  engine.changed();
  clock.pass(30_000);
  await until('the network', () => store.topology.networks.some(({ id }) => id === made.id));
});

for (const [what, hours] of [
  ['ahead of', 5],
  ['behind', -5],
] as const) {
  fault(
    `an engine whose clock is ${what} ours is asked to go on where its own events ended`,
    async ({ engine, store, until }) => {
      engine.fake.skew = hours * 3_600_000;
      const told = Date.now() + engine.fake.skew;
      // an event that came is known by the reading that follows it
      const made = engine.inventory.addNetwork();
      engine.changed();
      engine.fake.emit('network', 'create', made.id, { name: made.name });
      await until('the network', () => store.topology.networks.some(({ id }) => id === made.id));
      engine.fake.requests.length = 0;
      engine.fake.cutEvents();
      const unseen = engine.inventory.addNetwork();
      engine.changed();
      await until('what happened while the stream was cut', () => store.topology.networks.some(({ id }) => id === unseen.id));
      const asked = engine.fake.requests.find((line) => line.startsWith('GET /events')) ?? '';
      const since = Number(/[?&]since=([\d.]+)/.exec(asked)?.[1]) * 1000;
      assert.ok(Math.abs(since - told) < 60_000, `${asked}: ${since} is not near ${told}`);
    },
  );
}

for (const [version, state] of [
  ['1.20', 'lost'],
  ['1.99', 'ready'],
  ['nonsense', 'lost'],
  ['', 'lost'],
] as const) {
  fault(`an engine that is another after an upgrade and says API "${version}" is ${state}`, async ({ engine, store, until }) => {
    await engine.fake.stop();
    engine.fake.apiVersion = version;
    await engine.fake.listen();
    engine.fake.requests.length = 0;
    await until('it is asked', () => engine.fake.requests.length > 0);
    if (state === 'ready') await until('it is back', () => stateOf(store) === state);
    else {
      await until('its version is what is wrong', () => store.topology.engines[0]?.reason !== 'unreachable');
      assert.equal(stateOf(store), state);
    }
    engine.fake.apiVersion = '1.51';
  });
}

for (const [said, reason] of [
  ['client version 1.51 is too new. Maximum supported API version is 1.41', 'api-too-old'],
  ['client version 1.51 is too old. Minimum supported API version is 1.60, please upgrade your client', 'api-too-new'],
] as const) {
  fault(`an engine whose header promised what its answers refuse says so: ${reason}`, async ({ engine, store }) => {
    const before = idsOf(store.topology);
    engine.fault = { kind: 'refusing', message: said };
    await store.refresh();
    const { gaps, engines } = store.topology;
    assert.ok(engines[0]?.reason === reason || JSON.stringify(gaps).includes(said), JSON.stringify([engines, gaps]));
    assert.equal(idsOf(store.topology), before, 'what was read stays');
  });
}

test('an engine that is too old, or none, from the start is refused', async () => {
  for (const apiVersion of ['1.20', 'nonsense']) {
    await using engine = await SimulatedEngine.start(size, { apiVersion });
    const store = storeOf(engine);
    await store.refresh();
    assert.equal(stateOf(store), 'refused');
    store.dispose();
  }
});
