import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineClient, HelperSpec } from '../../src/engine/engine.ts';
import { EngineError } from '../../src/engine/engineError.ts';
import { helperBody } from '../../src/engine/requestBodies.ts';
import { helperLabel } from '../../src/model/readContainers.ts';
import type { EngineId } from '../../src/model/topology.ts';
import { HelperContainers, HelperImageMissing, isHelperName } from '../../src/probes/helperContainer.ts';
import { ownerState, thisOwner } from '../../src/probes/helperOwner.ts';
import { sweepHelpers } from '../../src/probes/sweepHelpers.ts';

const permit = { image: '' };
const never = new AbortController().signal;

interface Fake {
  readonly client: EngineClient;
  readonly made: HelperSpec[];
  readonly removed: string[];
}

function fake(parts: Partial<EngineClient> = {}): Fake {
  const made: HelperSpec[] = [];
  const removed: string[] = [];
  const usual: Partial<EngineClient> = {
    identity: { id: 'e1' as EngineId, context: 'default', endpoint: 'unix:///x' },
    images: async () => [{ Id: 'sha256:1', RepoTags: ['alpine:latest'], Size: 1 }],
    inspectContainer: async () => ({ State: { Running: true, StartedAt: 'then' } }),
    createHelper: async (spec) => {
      made.push(spec);
      return { id: `id of ${spec.name}` };
    },
    startContainer: async () => {},
    removeContainer: async (id) => void removed.push(id),
    exec: async () => ({ exitCode: 0, stdout: '', stderr: '' }),
  };
  return { client: { ...usual, ...parts } as EngineClient, made, removed };
}

test('one helper serves all who need it at one place at once, and is removed by name', async () => {
  const { client, made, removed } = fake();
  const helpers = new HelperContainers();
  const use = () => helpers.run(client, { sandbox: 'c1' }, permit, never, async ({ image }) => image);
  assert.deepEqual(await Promise.all([use(), use(), use()]), ['alpine:latest', 'alpine:latest', 'alpine:latest']);
  await helpers.run(client, 'host', permit, never, async () => {});
  await helpers.end();
  assert.deepEqual(
    made.map(({ networkMode }) => networkMode),
    ['container:c1', 'host'],
  );
  assert.deepEqual([...removed].sort(), made.map(({ name }) => name).sort());
  assert.ok(made.every(({ name, labels }) => isHelperName(name) && ownerState(labels[helperLabel] ?? '') !== 'gone'));
});

test('a helper that could not be made, or not be started, is removed all the same', async () => {
  for (const part of ['createHelper', 'startContainer'] as const) {
    const broken = fake({ [part]: () => Promise.reject(new EngineError('timed-out', 'no answer')) });
    const helpers = new HelperContainers();
    await assert.rejects(
      helpers.run(broken.client, 'host', permit, never, async () => {}),
      { reason: 'timed-out' },
    );
    await helpers.end();
    assert.equal(broken.removed.length, 1, part);
  }
});

test('who cancels does not wait; the helper that is being made is removed once it is there', async () => {
  let finish: () => void = () => {};
  const slow = fake({
    startContainer: () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  });
  const helpers = new HelperContainers();
  const cancel = new AbortController();
  const running = helpers.run(slow.client, 'host', permit, cancel.signal, async () => assert.fail('it was cancelled'));
  while (slow.made.length === 0) await new Promise((resolve) => setImmediate(resolve));
  cancel.abort();
  await assert.rejects(running, { name: 'AbortError' });
  assert.deepEqual(slow.removed, []);
  finish();
  await helpers.end();
  assert.deepEqual(slow.removed, [slow.made[0]?.name]);
});

test('without an image on the engine nothing is made or fetched', async () => {
  const { client, made } = fake({ images: async () => [] });
  const helpers = new HelperContainers();
  await assert.rejects(
    helpers.run(client, 'host', permit, never, async () => {}),
    (error) => error instanceof HelperImageMissing && error.reference === 'busybox:stable',
  );
  await helpers.end();
  assert.deepEqual(made, []);
});

test('a stack that does not run, or is paused, is not joined; a new start gets a new helper', async () => {
  let state: object = { Running: false };
  const { client, made } = fake({ inspectContainer: async () => ({ State: state }) });
  const helpers = new HelperContainers();
  const use = () => helpers.run(client, { sandbox: 'c1' }, permit, never, async () => {});
  await assert.rejects(use(), { reason: 'conflict' });
  state = { Running: true, Paused: true };
  await assert.rejects(use(), { reason: 'conflict' });
  for (const StartedAt of ['one', 'two', 'two']) {
    state = { Running: true, StartedAt };
    await use();
  }
  await helpers.end();
  assert.equal(made.length, 2);
});

test('a helper has no rights that could be forgotten', () => {
  const spec: HelperSpec = {
    name: 'n',
    image: 'i',
    argv: ['sleep', '120'],
    labels: {},
    networkMode: 'host',
    hostProcesses: false,
  };
  const body = helperBody(spec) as { readonly HostConfig: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
  for (const key of ['Privileged', 'CapAdd', 'Binds', 'Mounts', 'Devices', 'PidMode', 'UsernsMode', 'VolumesFrom'])
    assert.ok(!(key in body.HostConfig), key);
  assert.deepEqual(
    [body.User, body.HostConfig.CapDrop, body.HostConfig.SecurityOpt, body.HostConfig.ReadonlyRootfs, body.HostConfig.AutoRemove],
    ['65534:65534', ['ALL'], ['no-new-privileges'], true, true],
  );
});

test('only what is ours, and left behind, is swept', async () => {
  const now = 1_800_000_000;
  const helper = (id: string, mark: string, age: number, name = `/docker-network-explorer-${id.padStart(12, '0')}`) => ({
    Id: id,
    Names: [name],
    Labels: { [helperLabel]: mark },
    Created: now - age,
  });
  const own = thisOwner();
  const gone = own.replace(/-\d+-\d+$/, '-4194300-1');
  const elsewhere = '0123456789abcdef-1-1';
  const { client, removed } = fake({
    info: async () => ({ SystemTime: new Date(now * 1000).toISOString() }),
    containersWithLabel: async () => [
      helper('a', own, 10),
      helper('b', gone, 1),
      helper('c', elsewhere, 10),
      helper('d', elsewhere, 301),
      helper('e', gone, 301, '/somebody-elses'),
      null,
      {},
    ],
  });
  assert.deepEqual(await sweepHelpers(client), process.platform === 'linux' ? ['b', 'd'] : ['d']);
  assert.deepEqual(removed, process.platform === 'linux' ? ['b', 'd'] : ['d']);
});
