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
import type { PathProtocol, Place } from '../../src/predictions/path.ts';
import { explainPath } from '../../src/predictions/reachability.ts';
import type { LabEngine } from './engine.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { pathContainers, pathNetworks, ports, routesOutside } from './pathScenario.ts';
import { labSeed, Random } from './random.ts';

const wanted = Number(process.env.LAB_PATHS ?? 100);

onEachEngine('a predicted path', tests, async (engine) => {
  await pathNetworks(engine);
  await routesOutside(engine);
});

interface Triple {
  /** A sandbox id, or outside. */
  readonly from: string;
  readonly to: Place;
  /** What is really tried: reaching one of them is reaching it. */
  readonly tries: readonly { readonly address?: string; readonly name?: string }[];
  readonly port?: number;
  readonly protocol: PathProtocol;
}

function tests(lab: Lab): void {
  const seed = labSeed(lab.version === '20.10' ? 41 : 42);
  let topology: Topology;

  before(async () => {
    await pathContainers(lab.engine, new Random(seed));
    topology = await readTopology(lab.engine);
    await echoes(lab.engine, topology);
    topology = await readTopology(lab.engine);
  });

  test(`is what a real connect meets (LAB_SEED=${seed})`, async (context) => {
    const unknown = await compare(context, new Random(seed + 1), wanted);
    assert.ok(unknown <= wanted / 8, `${unknown} of ${wanted} are unknown`);
  });

  test('is what a real connect meets once the rules that Docker wrote for what is forwarded are flushed', async (context) => {
    const filter = (...args: readonly string[]) => lab.engine.inNamespace('iptables', ...args);
    await filter('-F');
    topology = await readTopology(lab.engine);
    await compare(context, new Random(seed + 2), wanted / 4);
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
    await compare(context, new Random(seed + 3), wanted / 4);
  });

  /** Fails with every difference; how many could not be told. */
  async function compare(context: TestContext, random: Random, count: number): Promise<number> {
    const places = placesOf(topology, lab.engine);
    const triples = Array.from({ length: count }, () => triple(random, topology, places, lab.engine));
    const seen = await attemptAll(lab.engine, topology, triples);
    let agree = 0;
    let unknown = 0;
    const differ: string[] = [];
    const why = new Map<string, number>();
    for (const [at, asked] of triples.entries()) {
      const { from, to, port, protocol } = asked;
      const { verdict, steps } = explainPath(topology, {
        from: from === 'outside' ? { outside: true } : from,
        to,
        protocol,
        ...(port === undefined ? {} : { port }),
      });
      const last = steps.at(-1)?.code ?? '';
      why.set(last, (why.get(last) ?? 0) + 1);
      if (verdict === 'unknown') unknown += 1;
      else if ((verdict === 'blocked' ? 'filtered' : verdict) === seen[at]) agree += 1;
      else {
        const who = from === 'outside' ? from : nameOf(topology, from);
        const what = `${who} → ${JSON.stringify(asked.to)} ${asked.tries.map(({ address, name }) => address ?? name)} ${protocol} ${port ?? ''}`;
        differ.push(`${what}: predicted ${verdict} (${steps.map(({ code }) => code).join(', ')}), seen ${seen[at]}`);
      }
    }
    context.diagnostic(`agree ${agree} of ${agree + differ.length}; ${unknown} unknown`);
    context.diagnostic([...why].map(([code, count]) => `${code} ${count}`).join(', '));
    assert.deepEqual(differ, []);
    return unknown;
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
    const each = random.pick(published.filter((one) => one.protocol === 'tcp'));
    const address = random.pick([...places.hostAddresses, engine.address, engine.address]);
    const loopback = from !== hostOf(topology) && (address === '::1' || address.startsWith('127.'));
    const to = loopback ? engine.address : address;
    const place = random.chance(0.5)
      ? { address: to }
      : { published: { engine: hostEngine(topology), port: each.hostPort, address: to } };
    return { from, to: place, tries: [{ address: to }], port: each.hostPort, protocol: 'tcp' };
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

async function attemptAll(engine: LabEngine, topology: Topology, triples: readonly Triple[]): Promise<readonly string[]> {
  const bySource = new Map<string, number[]>();
  for (const [at, { from }] of triples.entries()) bySource.set(from, [...(bySource.get(from) ?? []), at]);
  const outcomes: string[] = [];
  const sources = [...bySource];
  // a process each, three at a time: they share the machine with what they try to reach
  const worker = async () => {
    for (let next = sources.shift(); next !== undefined; next = sources.shift()) {
      const [from, mine] = next;
      const flat = mine.flatMap((at) =>
        (triples[at]?.tries ?? []).map((one) => ({
          at,
          asked: { ...one, port: triples[at]?.port, protocol: triples[at]?.protocol },
        })),
      );
      const answers: string[] = JSON.parse(
        await inside(
          namespaceOf(engine, topology, from),
          'connectAll.mjs',
          flat.map(({ asked }) => asked),
        ),
      );
      for (const at of mine)
        outcomes[at] = bestOf(flat.flatMap((each, index) => (each.at === at ? [answers[index] ?? 'unknown'] : [])));
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return outcomes;
}

function bestOf(answers: readonly string[]): string {
  return ['open', 'refused', 'filtered'].find((each) => answers.includes(each)) ?? 'filtered';
}

async function inside(namespace: string, script: string, input: unknown): Promise<string> {
  const child = spawn('nsenter', [`--net=${namespace}`, process.execPath, path.join(import.meta.dirname, script)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(input));
  return text(child.stdout);
}

/** Gives datagrams back in some of the sandboxes; they end with the engine. */
async function echoes(engine: LabEngine, topology: Topology): Promise<void> {
  const running = topology.sandboxes.filter((sandbox) => sandbox.kind === 'container' && isRunning(sandbox)).slice(0, 6);
  await Promise.all(
    running.map(async ({ id }) => {
      const argv = [`--net=${namespaceOf(engine, topology, id)}`, process.execPath, path.join(import.meta.dirname, 'echo.mjs')];
      const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'nsenter', ...argv, String(ports.udp), String(ports.udpLoopback)], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: process.env.PATH, DNE_LAB_FOLDER: engine.folder },
      });
      await new Promise((resolve) => child.stdout?.once('data', resolve));
      child.stdout?.destroy();
      child.unref();
    }),
  );
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

function nameOf(topology: Topology, id: string): string {
  const sandbox = sandboxById(topology, id);
  return sandbox ? sandboxName(sandbox) : id;
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
