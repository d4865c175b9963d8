/**
 * The wires that the explorer shows are those of the kernel, on random topologies (`LAB_SEED`, `LAB_NETWORKS`, `LAB_CONTAINERS`). The
 * kernel is read as root before and after; compared is what did not change in between. What an unprivileged reader cannot know is a
 * gap and counted apart; a wrong answer fails. Outside of the engine's namespace no interface is named.
 */
import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { test } from 'node:test';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import { climb } from '../../src/kernelLadder.ts';
import { withoutPrefix } from '../../src/model/address.ts';
import { networkById, sandboxById, sandboxName } from '../../src/model/lookup.ts';
import type { Endpoint, Topology, Wire } from '../../src/model/topology.ts';
import { HelperContainers } from '../../src/probes/helperContainer.ts';
import { thisKernel } from '../../src/probes/kernelReader.ts';
import { readKernel } from '../../src/probes/readKernel.ts';
import { TopologyStore } from '../../src/topologyStore.ts';
import { type KernelLink, type KernelTruth, kernelTruth } from './kernelTruth.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { labSeed, Random } from './random.ts';
import { makeRandomNetworks } from './randomNetworks.ts';
import { nobody, readWires, type Told } from './wiresFrom.ts';

const size = { networks: Number(process.env.LAB_NETWORKS ?? 11), containers: Number(process.env.LAB_CONTAINERS ?? 18) };

onEachEngine('what the kernel shows', tests, async (engine) => {
  await makeRandomNetworks(engine, new Random(labSeed(engine.version === '20.10' ? 1 : 2)), size);
});

function tests(lab: Lab): void {
  for (const [who, user] of [
    ['root', []],
    ['a user without rights', nobody],
  ] as const) {
    test(`is what ${who} in the engine’s namespace is told`, async (context) => {
      const topology = await lab.store.readFull();
      const before = await kernelTruth(lab.engine, topology);
      const told = await readWires(['ip', 'netns', 'exec', lab.engine.namespace, ...user], topology);
      const after = await kernelTruth(lab.engine, topology);
      assert.deepEqual(told.here, ['yes']);
      const score = compare(topology, told, before, after);
      context.diagnostic(
        `${lab.version}, ${who}: agree ${score.agree} of ${score.agree + score.wrong.length}; unknown to this reader ${score.unknown.length}, changed meanwhile ${score.changed}`,
      );
      assert.deepEqual(score.wrong, []);
      assert.ok(score.agree >= size.containers);
      // Up to 27 every index is its own; from 28 on the forwarding table may have forgotten a container that is idle.
      if (lab.version === '20.10') assert.deepEqual(score.unknown, []);
    });
  }

  for (const [how, user] of [
    ['root', []],
    ['execs', nobody],
  ] as const) {
    test(`is found by ${how} where the bridges have forgotten who is behind which port`, async (context) => {
      const topology = await lab.store.readFull();
      await chmod(lab.engine.socket, 0o666);
      await chmod(lab.engine.folder, 0o755);
      const truth = await kernelTruth(lab.engine, topology);
      const inside = ['ip', 'netns', 'exec', lab.engine.namespace, ...user];
      const forget = truth.host.filter(({ linkinfo }) => linkinfo?.info_kind === 'bridge').map(({ ifname }) => ifname);
      for (const name of forget) await lab.engine.inNamespace('ip', 'link', 'set', name, 'type', 'bridge', 'fdb_flush');
      const told = await readWires(inside, topology, lab.engine.host);
      const score = compare(topology, told, truth, await kernelTruth(lab.engine, topology));
      context.diagnostic(
        `${lab.version}, by ${how}: agree ${score.agree} of ${score.agree + score.wrong.length}; unknown ${score.unknown.length}, changed meanwhile ${score.changed}`,
      );
      assert.deepEqual(score.wrong, []);
      // A paused container takes no exec.
      const paused = new Set(
        topology.sandboxes.filter((box) => box.containers[0]?.state === 'paused').map((box) => sandboxName(box)),
      );
      const left = score.unknown.filter((line) => how === 'root' || !paused.has(line.split(' ')[0] ?? ''));
      assert.deepEqual(left, []);
    });
  }

  test('is what a helper container sees where the engine is elsewhere, once it may be made', async (context) => {
    const store = new TopologyStore({ openEngine, readKernel: (topology, id) => readKernel(topology, id, thisKernel) });
    const helpers = new HelperContainers();
    store.connect([{ context: 'default', endpoint: lab.engine.host }]);
    try {
      const { engines, endpoints } = await store.readFull();
      assert.deepEqual(
        engines.map(({ here }) => here),
        ['no'],
      );
      const ids = endpoints.map(({ id }) => id);
      const refused = await climb({ store, helpers, permit: () => undefined }, ids, context.signal);
      assert.deepEqual(
        refused.map(({ code }) => code),
        ['consent-needed'],
      );
      assert.deepEqual(store.topology.stacks, []);
      const before = await kernelTruth(lab.engine, store.topology);
      assert.deepEqual(await climb({ store, helpers, permit: () => ({ image: '' }) }, ids, context.signal), []);
      const score = compare(store.topology, store.topology, before, await kernelTruth(lab.engine, store.topology));
      context.diagnostic(
        `${lab.version}, by a helper: agree ${score.agree} of ${score.agree + score.wrong.length}; unknown ${score.unknown.length}, changed meanwhile ${score.changed}`,
      );
      assert.deepEqual(score.wrong, []);
      assert.ok(score.agree >= size.containers);
    } finally {
      await helpers.end();
      store.dispose();
    }
    assert.equal(await lab.engine.docker('ps', '-aq', '--filter', 'label=docker-network-explorer.helper'), '');
  });

  test('is nothing where the engine is elsewhere, and no interface is named', async () => {
    const topology = await lab.store.readFull();
    for (const where of [['ip', 'netns', 'exec', lab.engine.outside], ['env']]) {
      const { here, wires, stacks } = await readWires(where, topology);
      assert.deepEqual([here, stacks], [['no'], []]);
      for (const { endpoint, gaps, vni: _, ...facts } of wires) {
        assert.deepEqual(facts, {});
        const [network = ''] = endpoint?.split('/') ?? [];
        const driver = networkById(topology, network)?.driver;
        const codes = gaps.map(({ code }) => code);
        if (driver !== 'host' && driver !== 'null') assert.deepEqual(codes, ['engine-elsewhere']);
      }
    }
  });

  test('is nothing where /sys is that of another namespace', async () => {
    const topology = await lab.store.readFull();
    const { wires, stacks } = await readWires(['nsenter', `--net=/run/netns/${lab.engine.namespace}`], topology);
    assert.deepEqual(stacks, []);
    assert.ok(wires.every(({ hostInterface, sandboxInterface }) => !hostInterface && !sandboxInterface));
  });
}

interface Score {
  agree: number;
  changed: number;
  readonly unknown: string[];
  readonly wrong: string[];
}

function compare(topology: Topology, told: Told, before: KernelTruth, after: KernelTruth): Score {
  const score: Score = { agree: 0, changed: 0, unknown: [], wrong: [] };
  const wires = new Map(told.wires.map((wire) => [wire.endpoint, wire] as const));
  for (const endpoint of topology.endpoints) {
    const name = nameOf(topology, endpoint);
    const wire = wires.get(endpoint.id);
    const real = endpoint.sandbox && before.sandboxes.get(endpoint.sandbox);
    const again = endpoint.sandbox && after.sandboxes.get(endpoint.sandbox);
    if (!wire) score.wrong.push(`${name}: no wire`);
    else if (!real || endpoint.addresses.length === 0) {
      if (wire.sandboxInterface || wire.hostInterface) score.wrong.push(`${name}: an interface, where there is none`);
    } else if (!again || JSON.stringify(real) !== JSON.stringify(again)) score.changed += 1;
    else judge(score, name, topology, endpoint, wire, real, before.host);
  }
  return score;
}

function judge(
  score: Score,
  name: string,
  topology: Topology,
  endpoint: Endpoint,
  wire: Wire,
  real: {
    readonly links: readonly KernelLink[];
    readonly defaults: readonly { readonly dev: string; readonly gateway?: string }[];
  },
  host: readonly KernelLink[],
): void {
  const wanted = endpoint.addresses.map(withoutPrefix);
  const own = real.links.find(({ addr_info }) => wanted.every((address) => addr_info?.some(({ local }) => local === address)));
  if (!own) return void score.wrong.push(`${name}: nobody has ${endpoint.addresses.join(', ')}`);
  const network = networkById(topology, endpoint.network);
  const port =
    network?.driver === 'bridge' ? host.find(({ ifindex, master }) => ifindex === own.link_index && master) : undefined;
  const parent = network?.driver === 'macvlan' ? host.find(({ ifindex }) => ifindex === own.link_index) : undefined;
  const kernelAddresses = (own.addr_info ?? [])
    .filter(({ scope }) => scope === 'global')
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`);
  const wrong = [
    differs('interface', wire.sandboxInterface?.value, own.ifname),
    differs('host interface', wire.hostInterface?.value, port?.ifname),
    differs('bridge', wire.bridge?.value, port?.master),
    differs('parent', wire.parent?.value, parent?.ifname),
    differs('MTU', wire.mtu?.value, own.mtu),
    differs('MAC', endpoint.mac?.toLowerCase(), own.address),
    differs('addresses', [...endpoint.addresses].sort().join(), kernelAddresses.sort().join()),
    ...(endpoint.isDefaultGateway ? [differs('default route', own.ifname, real.defaults[0]?.dev)] : []),
  ].flatMap((line) => (line === undefined ? [] : [`${name}: ${line}`]));
  const missing = wire.sandboxInterface === undefined || (port !== undefined && wire.hostInterface === undefined);
  if (wrong.length > 0) score.wrong.push(...wrong);
  else if (!missing) score.agree += 1;
  else if (wire.gaps.length === 0) score.wrong.push(`${name}: nothing is said`);
  else score.unknown.push(`${name}: ${wire.gaps.map(({ code, why }) => `${code} ${why}`).join(', ')}`);
}

/** What is not told is not wrong. */
function differs<T>(what: string, told: T | undefined, real: T | undefined): string | undefined {
  return told === undefined || told === real ? undefined : `${what} ${told}, not ${real}`;
}

function nameOf(topology: Topology, endpoint: Endpoint): string {
  const sandbox = endpoint.sandbox && sandboxById(topology, endpoint.sandbox);
  return `${sandbox ? sandboxName(sandbox) : (endpoint.name ?? '-')} on ${networkById(topology, endpoint.network)?.name}`;
}
