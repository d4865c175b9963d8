/**
 * Predicted paths against real connects, between random places of networks of every kind: one difference fails the test. The connects are
 * made as root in each sandbox's namespace, by a program that knows nothing of the extension. `LAB_PATHS` sets how many (100), `LAB_SEED`
 * which.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { before, type TestContext, test } from 'node:test';
import { build } from 'esbuild';
import { withoutPrefix } from '../../src/model/address.ts';
import { hostSandboxId } from '../../src/model/ids.ts';
import { isRunning, sandboxById, sandboxName } from '../../src/model/lookup.ts';
import type { Sandbox, Topology } from '../../src/model/topology.ts';
import type { PathProtocol } from '../../src/predictions/path.ts';
import type { LabEngine } from './engine.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { pathContainers, pathNetworks, ports, routesOutside } from './pathScenario.ts';
import { labSeed, Random } from './random.ts';
import { attemptAll, compareAll, echoes, type Triple, wantedPaths } from './tryPaths.ts';

onEachEngine('a predicted path', tests, async (engine) => {
  await pathNetworks(engine);
  await routesOutside(engine);
});

function tests(lab: Lab): void {
  const seed = labSeed(lab.version === '20.10' ? 41 : 42);
  let topology: Topology;

  before(async () => {
    await pathContainers(lab.engine, new Random(seed));
    topology = await readTopology(lab.engine);
    // what publishes a UDP port, and some others: a datagram that nobody answers is one that did not arrive
    const running = topology.sandboxes.filter((sandbox) => sandbox.kind === 'container' && isRunning(sandbox));
    const echoing = running.filter((sandbox, at) => at < 5 || sandbox.publishedPorts.some(({ protocol }) => protocol === 'udp'));
    await echoes(
      echoing.map(({ id }) => namespaceOf(lab.engine, topology, id)),
      lab.engine.folder,
    );
    topology = await readTopology(lab.engine);
  });

  test(`is what a real connect meets (LAB_SEED=${seed})`, async (context) => {
    const unknown = await compare(context, new Random(seed + 1), wantedPaths);
    assert.ok(unknown <= wantedPaths / 8, `${unknown} of ${wantedPaths} are unknown`);
  });

  test('is what a real connect meets once the rules that Docker wrote for what is forwarded are flushed', async (context) => {
    const filter = (...args: readonly string[]) => lab.engine.inNamespace('iptables', ...args);
    await filter('-F');
    topology = await readTopology(lab.engine);
    await compare(context, new Random(seed + 2), wantedPaths / 4);
  });

  test('is what a real connect meets once no rule is left at all', async (context) => {
    for (const program of ['iptables', 'ip6tables']) {
      for (const table of ['raw', 'nat', 'filter']) {
        await lab.engine.inNamespace(program, '-t', table, '-F');
        await lab.engine.inNamespace(program, '-t', table, '-X');
      }
      await lab.engine.inNamespace(program, '-P', 'FORWARD', 'ACCEPT');
    }
    topology = await readTopology(lab.engine);
    await compare(context, new Random(seed + 3), wantedPaths / 4);
  });

  /** Fails with every difference; how many could not be told. */
  async function compare(context: TestContext, random: Random, count: number): Promise<number> {
    const places = placesOf(topology, lab.engine);
    const triples = Array.from({ length: count }, () => triple(random, topology, places, lab.engine));
    const seen = await attemptAll(triples, (from) => namespaceOf(lab.engine, topology, from));
    return compareAll(context, topology, triples, seen);
  }
}

interface Places {
  readonly sources: readonly string[];
  readonly sandboxes: readonly Sandbox[];
  readonly addresses: readonly string[];
  readonly hostAddresses: readonly string[];
}

function placesOf(topology: Topology, engine: LabEngine): Places {
  const running = topology.sandboxes.filter((sandbox) => sandbox.kind === 'container' && isRunning(sandbox));
  const host = hostOf(topology);
  const addresses = topology.endpoints.flatMap((endpoint) => endpoint.addresses.map(withoutPrefix));
  const stack = topology.stacks.find(({ sandbox }) => sandbox === host);
  const hostAddresses =
    stack?.links.flatMap((link) => link.addresses.map(withoutPrefix)).filter((each) => !each.startsWith('fe80')) ?? [];
  assert.ok(hostAddresses.includes(engine.address), `${hostAddresses}`);
  return { sources: running.map(({ id }) => id), sandboxes: topology.sandboxes, addresses, hostAddresses };
}

function triple(random: Random, topology: Topology, places: Places, engine: LabEngine): Triple {
  const from = random.chance(0.12) ? 'outside' : random.chance(0.1) ? hostOf(topology) : random.pick(places.sources);
  const protocol: PathProtocol = random.pick(['tcp', 'tcp', 'tcp', 'tcp', 'tcp', 'tcp', 'udp', 'icmp']);
  const published = topology.sandboxes.flatMap(({ publishedPorts }) => publishedPorts);
  if (published.length > 0 && random.chance(0.35)) {
    const each = random.pick(published);
    assert.ok(each.protocol !== 'sctp');
    const address = random.pick([...places.hostAddresses, engine.address, engine.address]);
    const loopback = from !== hostOf(topology) && (address === '::1' || address.startsWith('127.'));
    const to = loopback ? engine.address : address;
    const place = random.chance(0.5)
      ? { address: to }
      : { published: { engine: hostEngine(topology), port: each.hostPort, address: to } };
    return { from, to: place, tries: [{ address: to }], port: each.hostPort, protocol: each.protocol };
  }
  const port = protocol === 'icmp' ? {} : { port: portFor(random, protocol) };
  const kind = random.next();
  if (kind < 0.25) {
    const target = random.pick(places.sandboxes.filter(({ kind }) => kind === 'container'));
    const own = topology.endpoints
      .filter(({ sandbox }) => sandbox === target.id)
      .flatMap((each) => each.addresses.map(withoutPrefix));
    const tries = target.id === from ? [{ address: '127.0.0.1' }] : own.map((address) => ({ address }));
    return { from, to: { sandbox: target.id }, tries, protocol, ...port };
  }
  if (kind < 0.35 && from !== 'outside' && from !== hostOf(topology)) {
    const shared = neighbours(topology, from);
    if (shared.length > 0) {
      const name = sandboxName(random.pick(shared));
      return { from, to: { name }, tries: [{ name }], protocol, ...port };
    }
  }
  if (kind < 0.45) {
    const address = random.pick(places.hostAddresses.filter((each) => !each.startsWith('127.') && each !== '::1'));
    return {
      from,
      to: { address },
      tries: [{ address }],
      protocol,
      ...(protocol === 'icmp' ? {} : { port: random.pick([7000, 7001, 9]) }),
    };
  }
  const address = random.chance(0.06) ? nobody(random, places) : random.pick(places.addresses);
  return { from, to: { address }, tries: [{ address }], protocol, ...port };
}

function portFor(random: Random, protocol: PathProtocol): number {
  if (protocol === 'udp') return random.pick([ports.udp, ports.udpLoopback, ports.nothing]);
  return random.pick([ports.every, ports.every, ports.every, ports.loopback, ports.four, ports.nothing]);
}

function nobody(random: Random, { addresses }: Places): string {
  const near = random.pick(addresses.filter((address) => !address.includes(':')));
  const free = near.replace(/\d+$/, '99');
  return addresses.includes(free) ? near : free;
}

function neighbours(topology: Topology, from: string): readonly Sandbox[] {
  const named = topology.networks.filter(({ name, driver }) => name !== 'bridge' && driver !== 'null');
  const own = new Set(topology.endpoints.filter(({ sandbox }) => sandbox === from).map(({ network }) => network));
  const ids = new Set(
    topology.endpoints
      .filter(({ network }) => own.has(network) && named.some(({ id }) => id === network))
      .map(({ sandbox }) => sandbox),
  );
  return topology.sandboxes.filter((sandbox) => ids.has(sandbox.id) && sandbox.id !== from && isRunning(sandbox));
}

function namespaceOf(engine: LabEngine, topology: Topology, from: string): string {
  if (from === 'outside') return `/run/netns/${engine.outside}`;
  const pid = sandboxById(topology, from)?.pid;
  return pid === undefined ? `/run/netns/${engine.namespace}` : `/proc/${pid}/ns/net`;
}

function hostEngine(topology: Topology) {
  const [engine] = topology.engines;
  assert.ok(engine);
  return engine.id;
}

function hostOf(topology: Topology): string {
  return hostSandboxId(hostEngine(topology));
}

async function readTopology(engine: LabEngine): Promise<Topology> {
  const script = path.join(engine.folder, 'readTopology.cjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'readTopology.ts')],
    bundle: true,
    outfile: script,
    logLevel: 'error',
    platform: 'node',
    format: 'cjs',
    external: ['cpu-features'],
    loader: { '.node': 'empty' },
  });
  const argv = ['netns', 'exec', engine.namespace, process.execPath, script, engine.host];
  const child = spawn('ip', argv, { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout));
}
