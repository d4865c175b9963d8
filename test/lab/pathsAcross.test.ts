/**
 * Predicted paths against real connects within and across the two nodes of a swarm, predicted from the one Topology of both engines with
 * what each node's kernel shows anyone. This kernel has no IPVS and no cipher for encrypted overlays: that nothing is carried there is what
 * has to be predicted. `LAB_PATHS` sets how many (100), `LAB_SEED` which, `LAB_SWARM=28.5` the engines (20.10).
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { withoutPrefix } from '../../src/model/address.ts';
import { hostSandboxId } from '../../src/model/ids.ts';
import { isRunning, networkById, sandboxById, sandboxName } from '../../src/model/lookup.ts';
import type { EngineId, Sandbox, Topology } from '../../src/model/topology.ts';
import type { PathProtocol } from '../../src/predictions/path.ts';
import { explainPath } from '../../src/predictions/reachability.ts';
import { HelperContainers, type HelperPermit } from '../../src/probes/helperContainer.ts';
import { observePath } from '../../src/probes/observePath.ts';
import { labSuite, storeOf } from './labTest.ts';
import { ports } from './pathScenario.ts';
import { labSeed, Random } from './random.ts';
import { type LabSwarm, startSwarm } from './swarm.ts';
import { published, swarmPaths } from './swarmPaths.ts';
import { attemptAll, compareAll, echoes, type Triple, wantedPaths } from './tryPaths.ts';
import { nobody, readWires } from './wiresFrom.ts';

describe('a predicted path in a swarm', labSuite, () => {
  const seed = labSeed(43);
  let swarm: LabSwarm;
  let topology: Topology;

  before(async () => {
    swarm = await startSwarm(process.env.LAB_SWARM === '28.5' ? '28.5' : '20.10');
    await swarmPaths(swarm, new Random(seed));
    const listed = await readBoth(swarm);
    const echoing = running(listed).filter((_, at) => at % 2 === 0);
    await echoes(
      echoing.map((sandbox) => namespaceOf(swarm, listed, sandbox.id)),
      swarm.node1.folder,
    );
    topology = await readBoth(swarm);
  });
  after(() => swarm?.stop());

  test(`is what a real connect meets, within a node and across (LAB_SEED=${seed})`, async (context) => {
    const random = new Random(seed + 1);
    const triples = Array.from({ length: wantedPaths }, () => triple(random, topology, swarm));
    const seen = await attemptAll(triples, (from) => namespaceOf(swarm, topology, from));
    const crossing = triples.filter(({ from, tries }) => tries.some(({ address }) => isFar(topology, swarm, from, address)));
    context.diagnostic(`${crossing.length} of ${triples.length} go to the other node`);
    assert.ok(crossing.length >= wantedPaths / 5);
    const unknown = compareAll(context, topology, triples, seen);
    assert.ok(unknown <= wantedPaths / 8, `${unknown} of ${wantedPaths} are unknown`);
  });

  test('that comes from outside of a host is tried from the host of the other node, with consent', async () => {
    const store = storeOf(swarm.node1, swarm.node2);
    const helpers = new HelperContainers();
    try {
      await store.readFull();
      for (const [node, other] of [
        [swarm.node1, 'lab-1'],
        [swarm.node2, 'default'],
      ] as const) {
        const to = { published: { engine: engineAt(topology, node.address), port: published.hosts, address: node.address } };
        const question = { from: { outside: true }, to, protocol: 'tcp' } as const;
        const predicted = explainPath(topology, question);
        assert.equal(predicted.verdict, 'open');
        const observed = (permit: HelperPermit | undefined) =>
          observePath(
            {
              ...{ topology, question, predicted },
              client: (engine) => store.client(engine),
              means: () => ({ helpers: { containers: helpers, permit } }),
            },
            AbortSignal.timeout(30_000),
          );
        const without = await observed(undefined);
        assert.ok('gap' in without.result && without.result.gap.code === 'consent-needed', JSON.stringify(without));
        assert.notEqual(without.result.gap.engine, to.published.engine);
        const seen = await observed({ image: '' });
        assert.deepEqual([seen.result, seen.how], [{ outcome: 'open' }, `helper nc, ${other}`]);
      }
    } finally {
      await helpers.end();
      store.dispose();
    }
  });
});

/** Both engines as one Topology, with what an unprivileged process in each node's namespace reads of the kernel. */
async function readBoth({ node1, node2 }: LabSwarm): Promise<Topology> {
  const store = storeOf(node1, node2);
  try {
    const topology = await store.readFull();
    const told = await Promise.all(
      [node1, node2].map(({ namespace }) => readWires(['ip', 'netns', 'exec', namespace, ...nobody], topology)),
    );
    const stacks = told.flatMap((each) => each.stacks);
    assert.equal(stacks.length, running(topology).length + 2, 'the stack of each sandbox and of each host is read');
    return { ...topology, stacks };
  } finally {
    store.dispose();
  }
}

function triple(random: Random, topology: Topology, swarm: LabSwarm): Triple {
  const sources = running(topology);
  const kind = random.next();
  const from = kind < 0.08 ? 'outside' : kind < 0.18 ? hostSandboxId(random.pick(topology.engines).id) : random.pick(sources).id;
  const protocol: PathProtocol = random.pick(['tcp', 'tcp', 'tcp', 'tcp', 'tcp', 'udp', 'icmp']);
  if (from === 'outside' || random.chance(0.3)) return toHost(random, topology, swarm, from);
  const port = protocol === 'icmp' ? {} : { port: portFor(random, protocol) };
  const what = random.next();
  if (what < 0.3) {
    const target = random.pick(sources);
    const addresses = addressesFrom(topology, from, target);
    if (addresses.length > 0)
      return { from, to: { sandbox: target.id }, tries: addresses.map((address) => ({ address })), protocol, ...port };
  }
  const named = namesFor(topology, from);
  if (what < 0.45 && named.length > 0) {
    const name = random.pick(named);
    return { from, to: { name }, tries: [{ name }], protocol, ...port };
  }
  const near = neighboursOf(topology, from);
  const far = near.filter(({ engine }) => engine !== engineOf(topology, from));
  const some = far.length > 0 && random.chance(0.6) ? far : near;
  if (what < 0.85 && some.length > 0) {
    const address = random.pick(some.flatMap((each) => addressesOf(topology, each)));
    return { from, to: { address }, tries: [{ address }], protocol, ...port };
  }
  const address = random.pick([
    ...virtualAddresses(topology),
    ...sources.flatMap((each) => addressesOf(topology, each)),
    nobodyThere(random, topology),
  ]);
  return { from, to: { address }, tries: [{ address }], protocol, ...port };
}

/** An address of one of the hosts, at a port that something may be published on. */
function toHost(random: Random, topology: Topology, { node1, node2 }: LabSwarm, from: string): Triple {
  const address = random.pick([node1, node2]).address;
  const engine = engineAt(topology, address);
  const taken = topology.sandboxes.flatMap(({ publishedPorts }) => publishedPorts.map(({ hostPort }) => hostPort));
  const port = random.pick([...new Set(taken), published.mesh, published.hosts, published.silent]);
  const to = random.chance(0.5) ? { address } : { published: { engine, port, address } };
  return { from, to, tries: [{ address }], port, protocol: 'tcp' };
}

function portFor(random: Random, protocol: PathProtocol): number {
  if (protocol === 'udp') return random.pick([ports.udp, ports.udp, ports.udpLoopback, ports.nothing]);
  return random.pick([ports.every, ports.every, ports.every, ports.loopback, ports.four, ports.nothing]);
}

function running(topology: Topology): readonly Sandbox[] {
  return topology.sandboxes.filter((sandbox) => sandbox.kind === 'container' && isRunning(sandbox));
}

function addressesOf(topology: Topology, { id }: Sandbox): readonly string[] {
  return topology.endpoints.filter(({ sandbox }) => sandbox === id).flatMap(({ addresses }) => addresses.map(withoutPrefix));
}

/** Those that mean the target where they are asked from: a bridge's address means another container, or none, on another node. */
function addressesFrom(topology: Topology, from: string, target: Sandbox): readonly string[] {
  if (target.id === from) return ['127.0.0.1'];
  const engine = engineOf(topology, from);
  return topology.endpoints
    .filter(({ sandbox, network }) => sandbox === target.id && networkById(topology, network)?.engines.includes(engine))
    .flatMap(({ addresses }) => addresses.map(withoutPrefix));
}

function virtualAddresses({ services }: Topology): readonly string[] {
  return services.flatMap(({ networks }) =>
    networks.flatMap(({ virtualAddress }) => (virtualAddress ? [withoutPrefix(virtualAddress)] : [])),
  );
}

function nobodyThere(random: Random, topology: Topology): string {
  return random.pick(addressesOf(topology, random.pick(running(topology)))).replace(/\d+$/, '199');
}

/** Who shares a network with it, on both nodes. */
function neighboursOf(topology: Topology, from: string): readonly Sandbox[] {
  const networks = topology.endpoints.filter(({ sandbox }) => sandbox === from).map(({ network }) => network);
  const ids = new Set(topology.endpoints.filter(({ network }) => networks.includes(network)).map(({ sandbox }) => sandbox));
  return running(topology).filter(({ id }) => id !== from && ids.has(id));
}

/** Names of services and of neighbours. */
function namesFor(topology: Topology, from: string): readonly string[] {
  const named = topology.networks.filter(
    ({ name, driver }) => name !== 'bridge' && name !== 'docker_gwbridge' && driver !== 'null',
  );
  const own = topology.endpoints.filter(({ sandbox, network }) => sandbox === from && named.some(({ id }) => id === network));
  const ids = new Set(own.map(({ network }) => network));
  const held = new Set(topology.endpoints.filter(({ network }) => ids.has(network)).map(({ sandbox }) => sandbox));
  const boxes = running(topology).filter(({ id }) => id !== from && held.has(id));
  const services = topology.services.filter(({ networks }) => networks.some(({ network }) => ids.has(network)));
  return [...boxes.map(sandboxName), ...services.map(({ name }) => name)];
}

function engineOf(topology: Topology, from: string): EngineId {
  const engine = sandboxById(topology, from)?.engine ?? topology.engines.find(({ id }) => hostSandboxId(id) === from)?.id;
  assert.ok(engine, from);
  return engine;
}

function engineAt(topology: Topology, address: string): EngineId {
  const node = topology.nodes.find((each) => each.address === address);
  const engine = topology.engines.find(({ swarm }) => swarm?.nodeId === node?.id);
  assert.ok(engine, address);
  return engine.id;
}

function isFar(topology: Topology, { node1, node2 }: LabSwarm, from: string, address: string | undefined): boolean {
  if (address === undefined || from === 'outside') return false;
  const own = engineOf(topology, from);
  if ([node1, node2].some((node) => node.address === address)) return engineAt(topology, address) !== own;
  const holders = running(topology).filter((each) => addressesOf(topology, each).includes(address));
  return holders.length > 0 && holders.every(({ engine }) => engine !== own);
}

function namespaceOf({ node1, node2, router }: LabSwarm, topology: Topology, from: string): string {
  if (from === 'outside') return `/run/netns/${router}`;
  const pid = sandboxById(topology, from)?.pid;
  if (pid !== undefined) return `/proc/${pid}/ns/net`;
  const node = engineOf(topology, from) === engineAt(topology, node1.address) ? node1 : node2;
  return `/run/netns/${node.namespace}`;
}
