import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NetworkIds } from '../../src/actions/networkIds.ts';
import { runSteps, undoSteps } from '../../src/actions/runSteps.ts';
import type { Step } from '../../src/actions/step.ts';
import type { EngineClient } from '../../src/engine/engine.ts';
import { EngineError } from '../../src/engine/engineError.ts';
import { engine, idOf, sketch } from '../predictions/sketch.ts';

const topology = sketch(
  { red: { subnet: '10.1.0.0/24' }, blue: {} },
  {
    c1: { on: { red: { addresses: ['10.1.0.5/24'], staticAddresses: ['10.1.0.5'], aliases: ['db'] } } },
    c2: { on: { red: '10.1.0.2/24' } },
    halted: { on: { red: { addresses: [], aliases: ['idle'] } }, state: 'exited' },
  },
);
const on = (name: string) => ({ id: name, name });
const container = (name: string) => ({ id: idOf(name), name });
const detach = (name: string, network = 'red'): Step => ({
  kind: 'detach',
  engine,
  network: on(network),
  container: container(name),
});

/** An engine that notes what it is asked, and refuses what the test says. */
function noted(refuses: (call: string) => boolean = () => false) {
  const calls: string[] = [];
  let created = 0;
  const call = async (text: string) => {
    calls.push(text);
    if (refuses(text)) throw new EngineError('failed', `no ${text}`);
  };
  const short = (id: string) => id.slice(0, 6);
  const client = {
    attach: (network: string, id: string, settings: object = {}) =>
      call(`attach ${network} ${short(id)} ${JSON.stringify(settings)}`),
    detach: (network: string, id: string, { force = false } = {}) =>
      call(`detach ${network} ${short(id)}${force ? ' by force' : ''}`),
    removeNetwork: (id: string) => call(`remove ${id}`),
    createNetwork: async ({ name }: { readonly name: string }) => {
      await call(`create ${name}`);
      created += 1;
      return { id: `${name}-${created}`, warning: '' };
    },
    inspectNetwork: async (id: string) => ({
      Name: id,
      Driver: 'bridge',
      Options: {},
      IPAM: { Config: [{ Subnet: '10.1.0.0/24' }] },
    }),
    inspectContainer: async () => ({ NetworkSettings: { Networks: {} } }),
  } as unknown as EngineClient;
  const ids = new NetworkIds();
  return { calls, ids, parts: { client: () => client, read: async () => topology, ids } };
}

const c1 = idOf('c1').slice(0, 6);
const c2 = idOf('c2').slice(0, 6);
const halted = idOf('halted').slice(0, 6);

test('steps that stand for themselves go on after a failure, and each is reported', async () => {
  const { calls, parts } = noted((call) => call.includes(c1));
  const { done, failed, left } = await runSteps([detach('c1'), detach('c2')], 'each', parts);
  assert.deepEqual(calls, [`detach red ${c1}`, `detach red ${c2}`]);
  assert.deepEqual([done.length, failed.length, left.length], [1, 1, 0]);
});

test('a whole that fails half-way is taken back, the last step first', async () => {
  const { calls, parts } = noted((call) => call.startsWith('create'));
  const steps: readonly Step[] = [
    detach('c2'),
    detach('c1'),
    { kind: 'create', engine, spec: { name: 'new', driver: 'bridge' } },
  ];
  const { notRolledBack } = await runSteps(steps, 'whole', parts);
  assert.deepEqual(calls.slice(3), [`attach red ${c1} {"aliases":["db"],"address":"10.1.0.5"}`, `attach red ${c2} {}`]);
  assert.deepEqual(notRolledBack, []);
});

test('what can’t be taken back is told, to be done later', async () => {
  const { parts } = noted((call) => call.startsWith('create') || call.startsWith(`attach red ${c1}`));
  const steps: readonly Step[] = [
    detach('c2'),
    detach('c1'),
    { kind: 'create', engine, spec: { name: 'new', driver: 'bridge' } },
  ];
  const { notRolledBack } = await runSteps(steps, 'whole', parts);
  assert.deepEqual(
    notRolledBack?.map((step) => step.kind === 'attach' && step.container.name),
    ['c1'],
  );
});

test('a cancel leaves what was not begun', async () => {
  const { parts } = noted();
  const controller = new AbortController();
  const run = await runSteps([detach('c1'), detach('c2')], 'each', {
    ...parts,
    signal: controller.signal,
    onStep: () => controller.abort(),
  });
  assert.deepEqual([run.done.length, run.left.length], [1, 1]);
});

test('the undo of a removal makes the network anew and sets up stopped containers for its new id', async () => {
  const { calls, ids, parts } = noted();
  const { done } = await runSteps([{ kind: 'remove', engine, network: on('red') }], 'each', parts);
  calls.length = 0;
  await runSteps(undoSteps(done), 'each', parts);
  assert.deepEqual(calls, ['create red', `detach red-1 ${halted} by force`, `attach red-1 ${halted} {"aliases":["idle"]}`]);
  assert.equal(ids.now('red'), 'red-1');
});

test('an undo without its fixed address is better than none, and says so', async () => {
  const { calls, parts } = noted();
  const client = parts.client();
  const taken: EngineClient = {
    ...client,
    attach: async (network, id, settings = {}) => {
      if (settings.address) throw new EngineError('address-in-use', 'Address already in use');
      return client.attach(network, id, settings);
    },
  };
  const step: Step = {
    kind: 'attach',
    engine,
    network: on('red'),
    container: container('c1'),
    settings: { address: '10.1.0.5', aliases: ['db'] },
    lenient: true,
  };
  const { done } = await runSteps([step], 'each', { ...parts, client: () => taken });
  assert.deepEqual(calls, [`attach red ${c1} {"aliases":["db"]}`]);
  assert.deepEqual(done[0]?.losses, [{ code: 'loss.address', args: ['c1', '10.1.0.5', 'red'] }]);
  const strict = await runSteps([{ ...step, lenient: undefined } as unknown as Step], 'each', { ...parts, client: () => taken });
  assert.equal(strict.failed[0]?.error.reason, 'address-in-use');
});

test('an entry that a failed attach leaves is taken away; one that was there before is left alone', async () => {
  for (const hadOne of [false, true]) {
    const { calls, parts } = noted((call) => call.includes('10.9.9.9'));
    const client = parts.client();
    let asked = 0;
    const leaving: EngineClient = {
      ...client,
      inspectContainer: async () => ({ NetworkSettings: { Networks: hadOne || asked++ > 0 ? { blue: {} } : {} } }),
    };
    const step: Step = {
      kind: 'attach',
      engine,
      network: on('blue'),
      container: container('c1'),
      settings: { address: '10.9.9.9' },
    };
    const { failed } = await runSteps([step], 'each', { ...parts, client: () => leaving });
    assert.equal(failed.length, 1);
    assert.deepEqual(calls.slice(1), hadOne ? [] : [`detach blue ${c1} by force`]);
  }
});

test('a network that was made again under several ids is followed to the last', () => {
  const ids = new NetworkIds();
  ids.replaced('a', 'b');
  ids.replaced('b', 'c');
  assert.equal(ids.now('a'), 'c');
  ids.replaced('c', 'a');
  assert.equal(ids.now('b'), 'a');
});
