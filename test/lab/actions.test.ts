/** Attaching with every option, taking it back, and mending what others broke, on real engines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mendSteps } from '../../src/actions/mendSteps.ts';
import { NetworkIds } from '../../src/actions/networkIds.ts';
import { recreateSteps } from '../../src/actions/recreateSteps.ts';
import { runSteps, type StepsRun, undoSteps } from '../../src/actions/runSteps.ts';
import { specOfNetwork } from '../../src/actions/specOfNetwork.ts';
import type { Step } from '../../src/actions/step.ts';
import { configOnly, emptyDraft, specOf } from '../../src/commands/networkDraft.ts';
import type { AttachSettings } from '../../src/engine/engine.ts';
import { addressProblem, freeAddress } from '../../src/predictions/freeAddress.ts';
import { prunable } from '../../src/predictions/prunable.ts';
import { staleEntries } from '../../src/predictions/staleEntries.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { ask, get } from './rawApi.ts';

onEachEngine('an action', tests, async (engine) => {
  const line = (text: string) => engine.docker(...text.split(' '));
  await line(
    'network create --subnet 10.7.0.0/24 --subnet fd00:7::/64 --ipv6 --ip-range 10.7.0.0/28 --aux-address nas=10.7.0.3 lan',
  );
  await line('network create other');
  await line('network create --subnet 10.8.0.0/24 third');
  await line('run -d --name c1 --network other alpine sleep 1d');
  await line('run -d --name c2 --network lan --ip 10.7.0.2 alpine sleep 1d');
  await line('create --name halted --network third --ip 10.8.0.9 --network-alias idle alpine sleep 1d');
  await line('network create for-nobody');
});

interface RawEndpoint {
  readonly IPAMConfig: {
    readonly IPv4Address?: string;
    readonly IPv6Address?: string;
    readonly LinkLocalIPs?: readonly string[];
  } | null;
  readonly Aliases: readonly string[] | null;
  readonly Links: readonly string[] | null;
  readonly DriverOpts: Readonly<Record<string, string>> | null;
  readonly GwPriority?: number;
  readonly IPAddress: string;
}

function tests(lab: Lab): void {
  const parts = () => ({ client: () => lab.client, read: () => lab.store.readFull(), ids: new NetworkIds() });
  const run = (...steps: readonly Step[]) => runSteps(steps, 'each', parts());
  const named = async (network: string, container: string) => {
    const topology = await lab.store.readFull();
    const on = topology.networks.find(({ name }) => name === network);
    const who = topology.sandboxes.find(({ containers }) => containers[0]?.name === container);
    assert.ok(on && who);
    return { engine: lab.client.identity.id, network: { id: on.id, name: network }, container: { id: who.id, name: container } };
  };
  const entry = async (network: string, container: string) => {
    const inspected = (await get(lab.engine, `/containers/${container}/json`)) as {
      readonly NetworkSettings: { readonly Networks: Readonly<Record<string, RawEndpoint>> };
    };
    return inspected.NetworkSettings.Networks[network];
  };
  const isNewer = lab.version === '28.5';

  const options: readonly (readonly [
    what: string,
    settings: AttachSettings,
    seen: (endpoint: RawEndpoint) => unknown,
    expected: unknown,
  ])[] = [
    ['aliases', { aliases: ['db', 'store'] }, ({ Aliases }) => ['db', 'store'].every((alias) => Aliases?.includes(alias)), true],
    [
      'a fixed IPv4 address',
      { address: '10.7.0.77' },
      ({ IPAMConfig, IPAddress }) => [IPAMConfig?.IPv4Address, IPAddress],
      ['10.7.0.77', '10.7.0.77'],
    ],
    ['a fixed IPv6 address', { address6: 'fd00:7::77' }, ({ IPAMConfig }) => IPAMConfig?.IPv6Address, 'fd00:7::77'],
    ['link-local addresses', { linkLocal: ['169.254.7.7'] }, ({ IPAMConfig }) => IPAMConfig?.LinkLocalIPs, ['169.254.7.7']],
    ['links', { links: ['c2:peer'] }, ({ Links }) => Links, ['c2:peer']],
    [
      'driver options',
      { driverOptions: { 'com.example.note': 'a b' } },
      ({ DriverOpts }) => DriverOpts?.['com.example.note'],
      'a b',
    ],
    ...(isNewer ? [['a gateway priority', { gatewayPriority: 7 }, ({ GwPriority }: RawEndpoint) => GwPriority, 7] as const] : []),
  ];
  for (const [what, settings, seen, expected] of options) {
    test(`that attaches with ${what} does so; detached and undone, it is so again`, async () => {
      const attach: Step = { kind: 'attach', ...(await named('lan', 'c1')), settings };
      const attached = await run(attach);
      assert.deepEqual(failures(attached), []);
      const first = await entry('lan', 'c1');
      assert.ok(first);
      assert.deepEqual(seen(first), expected);
      const detached = await run({ kind: 'detach', ...(await named('lan', 'c1')) });
      assert.equal(await entry('lan', 'c1'), undefined);
      assert.deepEqual(failures(await run(...undoSteps(detached.done))), []);
      const again = await entry('lan', 'c1');
      assert.ok(again);
      assert.deepEqual([seen(again), again.IPAMConfig?.IPv4Address], [expected, first.IPAMConfig?.IPv4Address]);
      await run(...undoSteps(attached.done));
      assert.equal(await entry('lan', 'c1'), undefined);
    });
  }

  test('that proposes a free address is right: the engine takes it, and refuses those that are said to be taken', async () => {
    const topology = await lab.store.readFull();
    const lan = topology.networks.find(({ name }) => name === 'lan');
    assert.ok(lan);
    for (const family of [4, 6] as const) {
      const address: string = freeAddress(topology, lan, family) ?? '';
      const settings = family === 4 ? { address } : { address6: address };
      const attached = await run({ kind: 'attach', ...(await named('lan', 'c1')), settings });
      assert.deepEqual(failures(attached), [], address);
      await run(...undoSteps(attached.done));
    }
    for (const address of ['10.7.0.2', '10.9.9.9', '10.7.0.0', '10.7.0.255', '10.7.0.1']) {
      assert.equal(addressProblem(topology, lan, address, 4)?.sure, true, address);
      const { failed }: StepsRun = await run({ kind: 'attach', ...(await named('lan', 'c1')), settings: { address } });
      assert.equal(failed.length, 1, address);
      // what a failed attach leaves would keep the container from starting
      assert.equal(await entry('lan', 'c1'), undefined, address);
    }
    await lab.engine.docker('restart', '-t', '0', 'c1');
  });

  test('that removes networks can be undone, also for a stopped container that needs one', async () => {
    const offered = prunable(await lab.store.readFull()).map(({ network, neededBy }) => [network, neededBy] as const);
    const names = new Map((await lab.store.readFull()).networks.map(({ id, name }) => [id, name]));
    assert.deepEqual(
      offered.map(([id, neededBy]) => [names.get(id), neededBy]),
      [
        ['for-nobody', []],
        ['third', ['halted']],
      ],
    );
    const engine = lab.client.identity.id;
    const steps = offered.map(([id]): Step => ({ kind: 'remove', engine, network: { id, name: names.get(id) ?? '' } }));
    const removed = await run(...steps);
    assert.equal(removed.done.length, 2);
    await assert.rejects(lab.engine.docker('start', 'halted'), /not found/);
    assert.deepEqual(failures(await run(...undoSteps(removed.done))), []);
    await lab.engine.docker('start', 'halted');
    const back = await entry('third', 'halted');
    assert.deepEqual([back?.IPAddress, back?.Aliases?.includes('idle')], ['10.8.0.9', true]);
    await lab.engine.docker('stop', '-t', '0', 'halted');
  });

  test('that mends a container whose network was made anew lets it start, with its settings', async () => {
    await lab.engine.docker('network', 'rm', 'third');
    await lab.engine.docker('network', 'create', '--subnet', '10.8.0.0/24', 'third');
    assert.deepEqual(await mendAll(lab, run), ['stale.made-anew']);
    await lab.engine.docker('start', 'halted');
    assert.equal((await entry('third', 'halted'))?.IPAddress, '10.8.0.9');
    await lab.engine.docker('stop', '-t', '0', 'halted');
  });

  test('that mends a container whose fixed address another has gives it a free one', async () => {
    await lab.engine.docker('run', '-d', '--name', 'thief', '--network', 'third', '--ip', '10.8.0.9', 'alpine', 'sleep', '1d');
    await assert.rejects(lab.engine.docker('start', 'halted'), /already in use/);
    assert.deepEqual(await mendAll(lab, run), ['stale.taken']);
    await lab.engine.docker('start', 'halted');
    assert.ok((await entry('third', 'halted'))?.Aliases?.includes('idle'));
    await lab.engine.docker('rm', '-f', 'thief', 'halted');
  });

  test('that mends a container whose network is gone lets it start without', async () => {
    await lab.engine.docker('create', '--name', 'lost', '--network', 'third', 'alpine', 'sleep', '1d');
    await lab.engine.docker('start', 'lost');
    await lab.engine.docker('stop', '-t', '0', 'lost');
    await lab.engine.docker('network', 'rm', 'third');
    assert.deepEqual(await mendAll(lab, run), ['stale.gone']);
    await lab.engine.docker('start', 'lost');
    await lab.engine.docker('rm', '-f', 'lost');
  });

  test('that mends what another’s failed attach left lets the container start again', async () => {
    const refused = await ask(lab.engine, 'POST', '/networks/lan/connect', {
      Container: 'c1',
      EndpointConfig: { IPAMConfig: { IPv4Address: '10.9.9.9' } },
    });
    assert.ok(refused.status >= 400);
    // newer engines check before they note; 20.10 shows what it noted only once the container has stopped
    const restarted = lab.engine.docker('restart', '-t', '0', 'c1');
    await (isNewer ? restarted : assert.rejects(restarted, /Invalid address/));
    assert.deepEqual(await mendAll(lab, run), isNewer ? [] : ['stale.outside']);
    await lab.engine.docker('start', 'c1');
    await lab.engine.docker('network', 'disconnect', 'lan', 'c1').catch(() => {});
  });

  test('that makes a network anew moves everybody, running or not, and is taken back whole', async () => {
    await lab.engine.docker('network', 'create', '--subnet', '10.7.8.0/24', '--label', 'tier=db', 'old');
    await lab.engine.docker(
      'run',
      '-d',
      '--name',
      'r1',
      '--network',
      'old',
      '--ip',
      '10.7.8.20',
      '--network-alias',
      'db',
      'alpine',
      'sleep',
      '1d',
    );
    await lab.engine.docker('create', '--name', 'r2', '--network', 'old', '--ip', '10.7.8.210', 'alpine', 'sleep', '1d');
    const topology = await lab.store.readFull();
    const old = topology.networks.find(({ name }) => name === 'old');
    assert.ok(old);
    const spec = specOfNetwork(await lab.client.inspectNetwork(old.id));
    const taken = recreateSteps(topology, old, spec, [{ subnet: '10.7.0.0/24' }]);
    const clash = await runSteps(taken.steps, 'whole', parts());
    assert.deepEqual([clash.failed[0]?.error.reason, clash.notRolledBack], ['pool-overlap', []]);
    assert.equal((await entry('old', 'r1'))?.IPAddress, '10.7.8.20');

    const now = await lab.store.readFull();
    const again = now.networks.find(({ name }) => name === 'old');
    assert.ok(again);
    const { steps } = recreateSteps(now, again, spec, [{ subnet: '10.7.9.0/24' }]);
    const ids = new NetworkIds();
    const made = await runSteps(steps, 'whole', { ...parts(), ids });
    assert.deepEqual(failures(made), []);
    await lab.engine.docker('start', 'r2');
    const moved = await entry('old', 'r1');
    assert.deepEqual(
      [moved?.IPAddress, moved?.Aliases?.includes('db'), (await entry('old', 'r2'))?.IPAddress],
      ['10.7.9.20', true, '10.7.9.210'],
    );
    assert.deepEqual(failures(await runSteps(undoSteps(made.done), 'each', { ...parts(), ids })), []);
    assert.equal((await entry('old', 'r1'))?.IPAddress, '10.7.8.20');
    await lab.engine.docker('rm', '-f', 'r1', 'r2');
  });

  test('that creates a network sends every option as the engine keeps it', async () => {
    const draft = {
      ...emptyDraft,
      name: 'made',
      subnet: '10.81.0.0/24',
      gateway: '10.81.0.9',
      subnet6: 'fd00:81::/64',
      flags: ['internal', 'ipv6', 'no-icc', 'no-masquerade'],
      fields: ['mtu', 'host-binding', 'bridge-name', 'range', 'reserved', 'labels'],
      typed: {
        mtu: '1400',
        'host-binding': '127.0.0.1',
        'bridge-name': 'br-made',
        range: '10.81.0.128/25',
        reserved: 'nas=10.81.0.5',
        labels: 'tier=db',
      },
    } as const;
    const spec = specOf(draft);
    const engine = lab.client.identity.id;
    const made = await run({ kind: 'create', engine, spec });
    assert.deepEqual(failures(made), []);
    // 28 gives the IPv6 pool a gateway of its own
    const kept = specOfNetwork(await lab.client.inspectNetwork('made'));
    assert.deepEqual(
      { ...kept, pools: kept.pools?.map(({ gateway: _, ...pool }) => pool) },
      { ...spec, pools: spec.pools?.map(({ gateway: _, ...pool }) => pool) },
    );
    assert.equal(kept.pools?.[0]?.gateway, '10.81.0.9');
    await run(...undoSteps(made.done));

    const template = specOf({
      ...emptyDraft,
      name: 'template',
      driver: configOnly,
      subnet: '10.82.0.0/24',
      fields: ['driver-options'],
      typed: { 'driver-options': 'parent=eth0' },
    });
    const from = specOf({
      ...emptyDraft,
      name: 'of-template',
      driver: 'macvlan',
      fields: ['config-from'],
      typed: { 'config-from': 'template' },
    });
    assert.deepEqual(failures(await run({ kind: 'create', engine, spec: template }, { kind: 'create', engine, spec: from })), []);
    assert.deepEqual(specOfNetwork(await lab.client.inspectNetwork('of-template')), from);
    const again = await run({ kind: 'remove', engine, network: { id: 'of-template', name: 'of-template' } });
    assert.deepEqual(failures(await run(...undoSteps(again.done))), []);
    await lab.engine.docker('network', 'rm', 'of-template', 'template');
  });

  test('that detaches one who is gone, or asks an engine that is gone, says so and loses nothing', async () => {
    const step: Step = { kind: 'attach', ...(await named('other', 'c2')), settings: {} };
    await lab.engine.docker('rm', '-f', 'c2');
    const { failed } = await run(step);
    assert.equal(failed[0]?.error.reason, 'not-found');
    await lab.engine.kill();
    const { engine, network } = step;
    const container = { id: 'c1', name: 'c1' };
    const unreached = await runSteps([{ kind: 'detach', engine, network, container }], 'each', {
      ...parts(),
      read: async () => lab.store.topology,
    });
    assert.equal(unreached.failed[0]?.error.reason, 'unreachable');
    await lab.engine.start();
    await lab.engine.docker('start', 'c1');
    assert.ok(await entry('other', 'c1'));
  });
}

async function mendAll(lab: Lab, run: (...steps: readonly Step[]) => Promise<StepsRun>): Promise<readonly string[]> {
  const topology = await lab.store.readFull();
  const entries = staleEntries(topology);
  for (const stale of entries) {
    const steps = mendSteps(topology, stale, await lab.client.inspectContainer(stale.sandbox.id));
    assert.deepEqual(failures(await run(...steps)), []);
  }
  assert.deepEqual(staleEntries(await lab.store.readFull()), []);
  return entries.map(({ why }) => why.code);
}

function failures({ failed }: StepsRun): readonly string[] {
  return failed.map(({ error }) => error.message);
}
