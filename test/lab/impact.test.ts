/** What a confirmation says of an attach, a detach or a removal is what then happens on a real engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineError } from '../../src/engine/engineError.ts';
import { endpointsOf, isRunning, networksOf, sandboxName } from '../../src/model/lookup.ts';
import type { Endpoint, Network, Sandbox, Topology } from '../../src/model/topology.ts';
import type { Word } from '../../src/model/word.ts';
import { impactOfAttach, impactOfDetach, impactOfRemove } from '../../src/predictions/impact.ts';
import type { ImpactCode } from '../../src/predictions/impactCode.ts';
import { impactOfDetachAll } from '../../src/predictions/impactOfSeveral.ts';
import { refusalOfAttach, refusalOfDetach, refusalOfRemove } from '../../src/predictions/refusals.ts';
import type { LabEngine } from './engine.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { labSeed, Random } from './random.ts';
import { run } from './run.ts';

const containers = ['a1', 'ab', 'b1', 'd1', 'i1', 'web', 'halted'] as const;
const steps = 16;

onEachEngine('an impact', tests, async (engine) => {
  const line = (text: string) => engine.docker(...text.split(' '));
  await line('network create alpha');
  await line('network create beta');
  await line('network create --internal inner');
  await line('network create --ipv6 --subnet 10.66.0.0/24 --subnet fd00:66::/64 six');
  await line('network create -d macvlan --subnet 10.67.0.0/24 --gateway 10.67.0.1 -o parent=eth0 mac');
  await line('run -d --name a1 --network alpha alpine sleep 1d');
  await line('run -d --name ab --network alpha alpine sleep 1d');
  await line('network connect beta ab');
  await line('run -d --name b1 --network beta --network-alias bee alpine sleep 1d');
  await line('run -d --name d1 alpine sleep 1d');
  await line('run -d --name i1 --network inner alpine sleep 1d');
  await line('run -d --name web --network alpha -p 5000:80 alpine httpd -f -p 80 -h /www');
  await line('create --name halted --network alpha alpine sleep 1d');
  await line('run -d --name sharer --network container:a1 alpine sleep 1d');
});

function tests(lab: Lab): void {
  const seed = labSeed(lab.version === '20.10' ? 1 : 2);

  test(`is what happens, for ${steps} random attaches and detaches (LAB_SEED=${seed})`, async (context) => {
    const random = new Random(seed);
    for (let step = 0; step < steps; step++) {
      const topology = await lab.store.readFull();
      const sandbox = stackNamed(topology, random.pick(containers));
      const on = endpointsOf(topology, { sandbox: sandbox.id });
      // the engine would put a sandbox without any network on none; we do not offer that, for nothing would change
      const useless = (network: Network) => network.driver === 'null' && on.length === 0;
      const others = topology.networks.filter((one) => !useless(one) && !on.some(({ network }) => network === one.id));
      const open = topology.endpoints.filter(({ id, sandbox: owner }) => owner && refusalOfDetach(topology, id) === undefined);
      if (open.length > 2 && random.chance(0.15)) {
        await detachSeveral(lab, topology, random.some(open, 3));
      } else if (on.length > 0 && random.chance(0.4)) {
        const endpoint = random.pick(on);
        await detachOnce(lab, topology, sandbox, endpoint.id);
      } else {
        await attachOnce(lab, topology, sandbox, random.pick(others));
      }
    }
    context.diagnostic(`${checks.get(lab.version) ?? 0} claims held against the engine`);
  });

  test('of detaching names the aliases and the fixed address that a later attach does not bring back', async () => {
    await lab.engine.docker('network', 'create', '--subnet', '10.68.0.0/24', 'fixed');
    await lab.engine.docker(
      ...[
        'run',
        '-d',
        '--name',
        'pinned',
        '--network',
        'fixed',
        '--ip',
        '10.68.0.77',
        '--network-alias',
        'nick',
        'alpine',
        'sleep',
        '1d',
      ],
    );
    const before = await lab.store.readFull();
    const pinned = stackNamed(before, 'pinned');
    const [endpoint] = endpointsOf(before, { sandbox: pinned.id });
    assert.ok(endpoint);
    const impacts = impactOfDetach(before, endpoint.id);
    assert.deepEqual(argsOf(impacts, 'impact.static-address'), ['10.68.0.77']);
    assert.deepEqual(argsOf(impacts, 'impact.aliases-lost'), ['1', 'nick']);
    await lab.client.detach(endpoint.network, pinned.id);
    await lab.client.attach(endpoint.network, pinned.id);
    const after = await lab.store.readFull();
    const [again] = endpointsOf(after, { sandbox: pinned.id });
    assert.notEqual(again?.addresses[0], '10.68.0.77/24');
    assert.deepEqual(again?.aliases, []);
  });

  test('of removing a network with endpoints is a refusal, and the engine makes it', async () => {
    const topology = await lab.store.readFull();
    const network = networkNamed(topology, 'fixed');
    assert.deepEqual(argsOf(impactOfRemove(topology, network.id), 'impact.has-endpoints'), ['fixed', '1', 'pinned']);
    assert.equal(refusalOfRemove(topology, network.id)?.code, 'refusal.active-endpoints');
    await assert.rejects(lab.client.removeNetwork(network.id), { reason: 'has-endpoints' });
  });

  test('of removing a network that a stopped container is set up for is that it cannot start', async () => {
    await lab.engine.docker('stop', '-t', '0', 'pinned');
    const topology = await lab.store.readFull();
    const network = networkNamed(topology, 'fixed');
    assert.deepEqual(argsOf(impactOfRemove(topology, network.id), 'impact.cannot-start'), ['fixed', '1', 'pinned']);
    assert.equal(refusalOfRemove(topology, network.id), undefined);
    await lab.client.removeNetwork(network.id);
    await assert.rejects(lab.engine.docker('start', 'pinned'), /network .*not found/);
  });

  test('of removing an unused network is nothing, and of the predefined ones a refusal', async () => {
    const { id } = await lab.client.createNetwork({ name: 'idle', driver: 'bridge' });
    const topology = await lab.store.readFull();
    assert.deepEqual(codesOf(impactOfRemove(topology, id as Network['id'])), ['impact.nothing-attached']);
    await lab.client.removeNetwork(id);
    for (const name of ['bridge', 'host', 'none']) {
      const network = networkNamed(topology, name);
      assert.equal(refusalOfRemove(topology, network.id)?.code, 'refusal.predefined');
      await assert.rejects(lab.client.removeNetwork(network.id), EngineError);
    }
  });
}

const checks = new Map<string, number>();

async function attachOnce(lab: Lab, topology: Topology, sandbox: Sandbox, network: Network): Promise<void> {
  const what = `${lab.version}: attach ${sandboxName(sandbox)} (${networksOf(topology, sandbox.id).map(({ name }) => name)}) to ${network.name}`;
  const claim = claimer(lab, what);
  const impacts = impactOfAttach(topology, network.id, sandbox.id);
  const refusal = refusalOfAttach(topology, network.id, sandbox.id);
  const before = await measure(lab, topology, sandbox);
  const refused = await refusalOf(lab.client.attach(network.id, sandbox.id));
  claim('refused', refusal !== undefined, refused !== undefined, `${refusal?.code} ${refused?.message}`);
  if (refused) return;
  const now = await lab.store.readFull();
  const codes = codesOf(impacts);
  claim('at-start', codes.includes('impact.at-start'), !isRunning(sandbox));
  if (!isRunning(sandbox)) return claim('no address before the start', true, addressOn(now, sandbox, network) === undefined);
  const after = await measure(lab, now, sandbox, network);
  claim('gets-address', codes.includes('impact.gets-address'), addressOn(now, sandbox, network) !== undefined);
  claim(
    'dns-on',
    codes.includes('impact.dns-on'),
    !before.knows.includes(sandboxName(sandbox)) && after.knows.includes(sandboxName(sandbox)),
  );
  const known = Number(argsOf(impacts, 'impact.names-known')?.[1] ?? 0);
  claim('names-known', known, after.knowsThere.filter((name) => name !== sandboxName(sandbox)).length, `${after.knowsThere}`);
  claimGateway(claim, impacts, before, after);
  const sharers = Number(argsOf(impacts, 'impact.sharers-too')?.[1] ?? 0);
  claim('sharers-too', sharers, sandbox.containers.length - 1);
}

async function detachOnce(
  lab: Lab,
  topology: Topology,
  sandbox: Sandbox,
  id: Parameters<typeof impactOfDetach>[1],
): Promise<void> {
  const endpoint = topology.endpoints.find((one) => one.id === id);
  const network = topology.networks.find((one) => one.id === endpoint?.network);
  assert.ok(endpoint && network);
  const what = `${lab.version}: detach ${sandboxName(sandbox)} (${networksOf(topology, sandbox.id).map(({ name }) => name)}) from ${network.name}`;
  const claim = claimer(lab, what);
  const impacts = impactOfDetach(topology, id);
  const codes = codesOf(impacts);
  const refusal = refusalOfDetach(topology, id);
  const before = await measure(lab, topology, sandbox);
  const refused = await refusalOf(lab.client.detach(network.id, sandbox.id));
  claim('refused', refusal !== undefined, refused !== undefined, `${refusal?.code} ${refused?.message}`);
  if (refused) return;
  const now = await lab.store.readFull();
  const left = endpointsOf(now, { sandbox: sandbox.id });
  claim('last-network', codes.includes('impact.last-network'), left.length === 0);
  claim('config-only', codes.includes('impact.config-only'), !isRunning(sandbox));
  if (!isRunning(sandbox)) return;
  const after = await measure(lab, now, sandbox);
  claim('only loopback', codes.includes('impact.last-network'), after.interfaces.length === 0);
  const gone = before.addresses.filter((address) => !after.addresses.includes(address));
  const lost = argsOf(impacts, 'impact.loses-address')?.[1]?.split(', ') ?? [];
  claim('loses-address', [...lost].sort().join(), [...gone].sort().join());
  const silent = before.knows.filter((name) => !after.knows.includes(name) && name !== sandboxName(sandbox));
  claim('names-stop', Number(argsOf(impacts, 'impact.names-stop')?.[1] ?? 0), silent.length, `${silent}`);
  const own = sandboxName(sandbox);
  claim(
    'dns-empty',
    codes.includes('impact.dns-empty'),
    left.length > 0 && before.knows.includes(own) && !after.knows.includes(own),
  );
  claimGateway(claim, impacts, before, after);
  if (sandbox.publishedPorts.length === 0 || !before.served || codes.includes('impact.ports-may-stop')) return;
  claim('ports-stop', codes.includes('impact.ports-stop'), !after.served);
  // where the route goes elsewhere, the ports go with it
  if (codes.includes('impact.ports-move')) claim('ports-move', true, after.served);
}

/** Several at once: each is seen after those before it. */
async function detachSeveral(lab: Lab, topology: Topology, endpoints: readonly Endpoint[]): Promise<void> {
  const claim = claimer(lab, `${lab.version}: detach ${endpoints.map(({ id }) => id)}`);
  const impacts = impactOfDetachAll(
    topology,
    endpoints.map(({ id }) => id),
  );
  for (const { network, sandbox } of endpoints) await lab.client.detach(network, sandbox ?? '');
  const now = await lab.store.readFull();
  const count = (code: ImpactCode) => impacts.filter((impact) => impact.code === code).length;
  const owners = [...new Set(endpoints.map(({ sandbox }) => sandbox))];
  const bare = owners.filter((id) => id !== undefined && endpointsOf(now, { sandbox: id }).length === 0);
  claim('last-network of several', count('impact.last-network'), bare.length);
  const lost = impacts.flatMap(({ code, args }) => (code === 'impact.loses-address' ? (args[1]?.split(', ') ?? []) : []));
  const gone = endpoints.flatMap(({ addresses }) => addresses.map((address) => address.split('/')[0] ?? ''));
  claim('loses-address of several', [...lost].sort().join(), [...gone].sort().join());
  const web =
    endpoints.length > 0 &&
    owners.map((id) => now.sandboxes.find((one) => one.id === id)).find((one) => one && sandboxName(one) === 'web');
  if (web && count('impact.ports-stop') > 0 && count('impact.ports-may-stop') === 0)
    claim('ports-stop of several', true, !(await serves(lab.engine)));
}

type Claim = (what: string, predicted: unknown, measured: unknown, more?: string) => void;

function claimer(lab: Lab, step: string): Claim {
  return (what, predicted, measured, more = '') => {
    checks.set(lab.version, (checks.get(lab.version) ?? 0) + 1);
    assert.equal(measured, predicted, `${step}: ${what} ${more}`);
  };
}

function claimGateway(claim: Claim, impacts: readonly Word<ImpactCode>[], before: Measured, after: Measured): void {
  const moved = argsOf(impacts, 'impact.gateway-moves')?.[2] ?? argsOf(impacts, 'impact.gateway-new')?.[1];
  const lost = argsOf(impacts, 'impact.no-gateway') !== undefined || argsOf(impacts, 'impact.last-network') !== undefined;
  claim('default route through', lost ? undefined : (moved ?? before.gateway), after.gateway);
}

interface Measured {
  /** Containers whose name resolves. */
  readonly knows: readonly string[];
  /** The same with the network's name behind it. */
  readonly knowsThere: readonly string[];
  readonly interfaces: readonly string[];
  readonly addresses: readonly string[];
  /** Name of the network whose gateway the default route goes through. */
  readonly gateway?: string;
  readonly served?: boolean;
}

async function measure({ engine }: Lab, topology: Topology, sandbox: Sandbox, there?: Network): Promise<Measured> {
  if (!isRunning(sandbox)) return { knows: [], knowsThere: [], interfaces: [], addresses: [] };
  const names = containers.filter((name) => name !== 'halted' || isRunning(stackNamed(topology, name)));
  const knows = await known(engine, sandboxName(sandbox), names);
  const knowsThere = there
    ? await known(
        engine,
        sandboxName(sandbox),
        names.map((name) => `${name}.${there.name}`),
      )
    : [];
  const inside = (...argv: readonly string[]) => run('nsenter', ['--target', String(sandbox.pid), '--net', 'ip', '-j', ...argv]);
  const links = JSON.parse(await inside('addr')) as readonly KernelLink[];
  const eths = links.filter(({ ifname }) => ifname !== 'lo');
  const [route] = JSON.parse((await inside('route', 'show', 'default')) || '[]') as readonly { readonly gateway?: string }[];
  const through = endpointsOf(topology, { sandbox: sandbox.id }).find(({ gateway }) => gateway && gateway === route?.gateway);
  // before 25 a sandbox that is on internal networks alone has a default route too, which leads nowhere: what would leave is dropped
  const network = topology.networks.find(({ id, internal }) => id === through?.network && !internal)?.name;
  const served = sandbox.publishedPorts.length > 0 ? await serves(engine) : undefined;
  return {
    knows,
    knowsThere: knowsThere.map((name) => name.split('.')[0] ?? ''),
    interfaces: eths.map(({ ifname }) => ifname),
    addresses: eths.flatMap(({ addr_info: list }) => list.filter(({ scope }) => scope === 'global').map(({ local }) => local)),
    ...(network === undefined ? {} : { gateway: network }),
    ...(served === undefined ? {} : { served }),
  };
}

/** Those of the names that resolve; asked all at once, since a resolver without a way out lets one wait. */
async function known(engine: LabEngine, container: string, names: readonly string[]): Promise<readonly string[]> {
  const script =
    'cd /tmp; for n; do timeout 4 nslookup -type=a $n >$n.out 2>&1 & done; wait; for n; do grep -q "^Name:" $n.out && echo $n; done; true';
  return (await engine.docker('exec', container, 'sh', '-c', script, 'sh', ...names)).split('\n').filter(Boolean);
}

async function serves(engine: LabEngine): Promise<boolean> {
  const from = [`--net=/run/netns/${engine.outside}`, 'busybox', 'nc', '-w', '3', engine.address, '5000'];
  return run('sh', ['-c', 'printf "GET / HTTP/1.0\\r\\n\\r\\n" | nsenter "$@"', 'sh', ...from]).then(
    (answer) => answer.startsWith('HTTP/'),
    () => false,
  );
}

function addressOn(topology: Topology, sandbox: Sandbox, network: Network): string | undefined {
  return endpointsOf(topology, { sandbox: sandbox.id, network: network.id })[0]?.addresses[0];
}

async function refusalOf(asked: Promise<void>): Promise<EngineError | undefined> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined || error instanceof EngineError) return error;
  throw error;
}

function stackNamed(topology: Topology, name: string): Sandbox {
  const found = topology.sandboxes.find((sandbox) => sandboxName(sandbox) === name);
  assert.ok(found, `a sandbox named ${name}`);
  return found;
}

function networkNamed(topology: Topology, name: string): Network {
  const found = topology.networks.find((network) => network.name === name);
  assert.ok(found, `a network named ${name}`);
  return found;
}

function codesOf(impacts: readonly Word<ImpactCode>[]): readonly ImpactCode[] {
  return impacts.map(({ code }) => code);
}

function argsOf(impacts: readonly Word<ImpactCode>[], code: ImpactCode): readonly string[] | undefined {
  return impacts.find((impact) => impact.code === code)?.args;
}

interface KernelLink {
  readonly ifname: string;
  readonly addr_info: readonly { readonly local: string; readonly scope: string }[];
}
