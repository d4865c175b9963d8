/** Three engines in one store: two of one version and an unrelated newer one. What happens to one is nothing to the others. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import type { NetworkId } from '../../src/model/topology.ts';
import { TopologyStore } from '../../src/topologyStore.ts';
import { type LabEngine, startEngine } from './engine.ts';
import { labSuite } from './labTest.ts';
import { until } from './run.ts';

describe('several engines side by side', labSuite, () => {
  const engines: LabEngine[] = [];
  const store = new TopologyStore({ openEngine });
  const states = () => store.topology.engines.map(({ context, state }) => `${context} ${state}`);
  const networksOf = (context: string) => {
    const id = store.topology.engines.find((engine) => engine.context === context)?.id;
    return store.topology.networks.filter((network) => id !== undefined && network.engines.includes(id));
  };

  before(async () => {
    const started = await Promise.allSettled((['20.10', '20.10', '28.5'] as const).map((v) => startEngine(v, { bare: true })));
    for (const one of started) if (one.status === 'fulfilled') engines.push(one.value);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    // equal names and subnets everywhere
    await Promise.all(engines.map((engine) => engine.docker('network', 'create', '--subnet', '10.20.0.0/24', 'same')));
  });
  after(async () => {
    store.dispose();
    for (const engine of engines) await engine.stop();
  });

  test('each is an engine of its own, though two report one id and all have a network of one name', async () => {
    store.setVisible(true);
    store.connect(engines.map(({ host }, at) => ({ context: `lab${at + 1}`, endpoint: host })));
    await until('all are ready', () => states().every((state) => state.endsWith(' ready')));
    assert.deepEqual(states(), ['lab1 ready', 'lab2 ready', 'lab3 ready']);
    const versions = store.topology.engines.map(({ version }) => version);
    assert.deepEqual(
      versions,
      engines.map(({ serverVersion }) => serverVersion),
    );
    const same = store.topology.networks.filter(({ name }) => name === 'same');
    assert.equal(new Set(same.map(({ id }) => id)).size, 3);
    for (const network of store.topology.networks) assert.equal(network.engines.length, 1, network.name);
  });

  test('one that is stopped is lost and keeps its networks; the others go on, changes and all', async () => {
    const [one, two, three] = engines;
    assert.ok(one && two && three);
    const before: readonly NetworkId[] = networksOf('lab2').map(({ id }) => id);
    await two.kill();
    await until('the second is lost', () => states().includes('lab2 lost'));
    assert.deepEqual(states(), ['lab1 ready', 'lab2 lost', 'lab3 ready']);
    assert.deepEqual(
      networksOf('lab2').map(({ id }) => id),
      before,
    );
    await Promise.all([one, three].map((engine) => engine.docker('network', 'create', 'fresh')));
    await until('the change of both others', () => ['lab1', 'lab3'].every((name) => networksOf(name).some(isFresh)));
    assert.deepEqual(states(), ['lab1 ready', 'lab2 lost', 'lab3 ready']);
  });

  test('one that hangs is nothing to the others, and is found out', async () => {
    const [one, , three] = engines;
    one?.pause();
    await three?.docker('network', 'rm', 'fresh');
    await until('the change of the third', () => !networksOf('lab3').some(isFresh));
    await until('the first is lost', () => states().includes('lab1 lost'));
    assert.ok(states().includes('lab3 ready'));
    one?.resume();
    await until('the first is back', () => states().includes('lab1 ready'));
  });

  test('the stopped one comes back by itself, and none goes when another is chosen no more', async () => {
    await engines[1]?.start();
    await until('the second is ready', () => states().includes('lab2 ready'));
    store.connect(engines.slice(1).map(({ host }, at) => ({ context: `lab${at + 2}`, endpoint: host })));
    assert.deepEqual(states(), ['lab2 ready', 'lab3 ready']);
    assert.equal(networksOf('lab1').length, 0);
  });
});

function isFresh({ name }: { readonly name: string }): boolean {
  return name === 'fresh';
}
