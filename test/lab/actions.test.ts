/** Attaching with every option, taking it back, and mending what others broke, on real engines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mendSteps } from '../../src/actions/mendSteps.ts';
import { NetworkIds } from '../../src/actions/networkIds.ts';
import { runSteps, type StepsRun, undoSteps } from '../../src/actions/runSteps.ts';
import type { Step } from '../../src/actions/step.ts';
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
