/** A change of several steps that ends with its window, wherever it is cut: the next window takes it back, and everything is as it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetworkIds } from '../../src/actions/networkIds.ts';
import { recreateSteps } from '../../src/actions/recreateSteps.ts';
import { runSteps } from '../../src/actions/runSteps.ts';
import { specOfNetwork } from '../../src/actions/specOfNetwork.ts';
import type { CreateStep, Step } from '../../src/actions/step.ts';
import { stillToUndo } from '../../src/actions/stillToUndo.ts';
import type { EngineClient } from '../../src/engine/engine.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { meaningOf } from './meaningOf.ts';

onEachEngine('a network that was being made anew', tests, async (engine) => {
  const line = (text: string) => engine.docker(...text.split(' '));
  await line('network create --subnet 10.70.0.0/24 --label tier=db lan');
  await line('run -d --name c1 --network lan --ip 10.70.0.20 --network-alias db alpine sleep 1d');
  await line('run -d --name c2 --network lan alpine sleep 1d');
  await line('create --name halted --network lan --ip 10.70.0.210 alpine sleep 1d');
});

/** How a change ends: before the engine is asked, or after it has done it. */
type Cut = 'before' | 'after';

function tests(lab: Lab): void {
  test('is as it was, wherever the window ended', async (context) => {
    const start = await meaningOf(lab);
    let cuts = 0;
    for (const cut of ['before', 'after'] as const) {
      for (let at = 0; ; at++) {
        const left = await cutAt(lab, at, cut);
        if (!left) break;
        cuts += 1;
        const topology = await lab.store.readFull();
        const steps = stillToUndo(topology, left.undo, left.making);
        const back = await runSteps(steps, 'each', { ...parts(lab), client: () => lab.client });
        const story = `cut ${cut} change ${at}:\n${steps.map((step) => JSON.stringify(step)).join('\n')}`;
        assert.deepEqual(
          back.failed.map(({ error }) => error.message),
          [],
          story,
        );
        assert.deepEqual(await meaningOf(lab), start, story);
        assert.deepEqual(stillToUndo(await lab.store.readFull(), left.undo, left.making), [], `nothing is left to do, ${story}`);
      }
    }
    context.diagnostic(`${cuts} cuts taken back`);
    assert.ok(cuts >= 16, `${cuts} cuts`);
    await lab.engine.docker('start', 'halted');
  });
}

function parts({ store }: Lab) {
  return { read: () => store.readFull(), ids: new NetworkIds() };
}

interface Left {
  readonly undo: readonly Step[];
  readonly making?: CreateStep;
}

/** Makes the network anew, up to the change of this number: what was noted then. Undefined when there are fewer; then it is made back. */
async function cutAt(lab: Lab, at: number, cut: Cut): Promise<Left | undefined> {
  const topology = await lab.store.readFull();
  const old = topology.networks.find(({ name }) => name === 'lan');
  assert.ok(old);
  const spec = specOfNetwork(await lab.client.inspectNetwork(old.id));
  const { steps } = recreateSteps(topology, old, spec, [{ subnet: '10.71.0.0/24' }]);
  if (at >= steps.length) return undefined;
  let noted: Left = { undo: [] };
  let ended: (left: Left) => void = () => {};
  const end = new Promise<Left>((resolve) => {
    ended = resolve;
  });
  // what ends with its window never answers: the run stays where it is
  const client = ending(lab.client, at, cut, () => ended(noted));
  void runSteps(steps, 'whole', {
    ...parts(lab),
    client: () => client,
    announce: async (undo, making) => {
      noted = { undo, ...(making ? { making } : {}) };
    },
  });
  return end;
}

const changing: readonly PropertyKey[] = ['attach', 'detach', 'createNetwork', 'removeNetwork'] satisfies (keyof EngineClient)[];

function ending(client: EngineClient, at: number, cut: Cut, ended: () => void): EngineClient {
  let asked = 0;
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (!changing.includes(key)) return value.bind(target);
      return async (...args: readonly unknown[]) => {
        const isLast = asked++ === at;
        if (!isLast) return value.apply(target, args);
        if (cut === 'after') await value.apply(target, args);
        ended();
        return new Promise(() => {});
      };
    },
  });
}
