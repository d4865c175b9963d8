/**
 * The wires that the explorer shows are those of the kernel, on random topologies (`LAB_SEED`, `LAB_NETWORKS`, `LAB_CONTAINERS`). The
 * kernel is read as root before and after; compared is what did not change in between. What an unprivileged reader cannot know is a
 * gap and counted apart; a wrong answer fails. Outside of the engine's namespace no interface is named.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { build } from 'esbuild';
import { withoutPrefix } from '../../src/model/address.ts';
import { networkById, sandboxById, sandboxName } from '../../src/model/lookup.ts';
import type { Endpoint, Stack, Topology, Wire } from '../../src/model/topology.ts';
import { type KernelLink, type KernelTruth, kernelTruth } from './kernelTruth.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { labSeed, Random } from './random.ts';
import { makeRandomNetworks } from './randomNetworks.ts';

const size = { networks: Number(process.env.LAB_NETWORKS ?? 11), containers: Number(process.env.LAB_CONTAINERS ?? 18) };

onEachEngine('what the kernel shows', tests, async (engine) => {
  await makeRandomNetworks(engine, new Random(labSeed(engine.version === '20.10' ? 1 : 2)), size);
});

function tests(lab: Lab): void {
  for (const [who, user] of [
    ['root', []],
    ['a user without rights', ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']],
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

interface Told {
  readonly here: readonly string[];
  readonly wires: readonly Wire[];
  readonly stacks: readonly Stack[];
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

/** Reads the kernel in a process of its own, with the given rights and namespace. */
async function readWires(prefix: readonly string[], topology: Topology): Promise<Told> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'readWires.ts')],
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'esm',
  });
  const [program = '', ...args] = [...prefix, process.execPath, '--input-type=module', '-e', outputFiles[0]?.text ?? ''];
  const child = spawn(program, args, { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(topology));
  return JSON.parse(await text(child.stdout));
}

function nameOf(topology: Topology, endpoint: Endpoint): string {
  const sandbox = endpoint.sandbox && sandboxById(topology, endpoint.sandbox);
  return `${sandbox ? sandboxName(sandbox) : (endpoint.name ?? '-')} on ${networkById(topology, endpoint.network)?.name}`;
}
