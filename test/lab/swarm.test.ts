/** Two nodes of a real swarm, each an engine of its own, are one Topology. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Shape } from '../../src/diagrams/diagram.ts';
import { overlayMap } from '../../src/diagrams/overlay.ts';
import { findAll } from '../../src/findings/rules.ts';
import { endpointsOf, isRunning, sandboxById, sandboxName } from '../../src/model/lookup.ts';
import { overlayHosts } from '../../src/model/overlayHosts.ts';
import { overlayMtu } from '../../src/model/overlayMtu.ts';
import type { Network, Topology } from '../../src/model/topology.ts';
import { resolveName } from '../../src/predictions/nameResolution.ts';
import { type PortObservation, swarmPorts } from '../../src/predictions/swarmPorts.ts';
import { tryPortFrom } from '../../src/probes/portProbe.ts';
import { askName } from '../../src/probes/sandboxProbe.ts';
import type { TopologyStore } from '../../src/topologyStore.ts';
import type { LabEngine } from './engine.ts';
import { labSuite, storeOf, topologyOf } from './labTest.ts';
import { run, until } from './run.ts';
import { type LabSwarm, startSwarm } from './swarm.ts';
import { readWires } from './wiresFrom.ts';

describe('two nodes of a swarm', labSuite, () => {
  let swarm: LabSwarm;
  let store: TopologyStore;
  let topology: Topology;

  before(async () => {
    swarm = await startSwarm();
    // plain containers on the overlay, which no list of tasks has
    await swarm.node1.docker('run', '-d', '--name', 'probe', '--network', 'uber-net', 'alpine', 'sleep', '1d');
    await swarm.node2.docker('run', '-d', '--name', 'visitor', '--network', 'uber-net', 'alpine', 'sleep', '1d');
    store = storeOf(swarm.node1, swarm.node2);
    topology = await store.readFull();
  });
  after(async () => {
    store?.dispose();
    await swarm?.stop();
  });

  const named = (name: string): Network => {
    const found = topology.networks.filter((network) => network.name === name);
    assert.equal(found.length, 1, `one network named ${name}`);
    return found[0] as Network;
  };

  test('are two engines and two nodes, told apart though they have one host name and one engine id', async () => {
    assert.deepEqual(
      topology.engines.map(({ state, swarm: part }) => `${state} ${part?.role}`),
      ['ready manager', 'ready worker'],
    );
    assert.deepEqual(topology.nodes.map(({ address }) => address).sort(), ['172.31.1.10', '192.168.1.10']);
    const listed = (await swarm.node1.docker('node', 'ls', '-q')).split('\n');
    assert.deepEqual(topology.nodes.map(({ id }) => id as string).sort(), listed.sort());
  });

  test('share the overlay, which is one network, and have their own local ones', () => {
    assert.equal(named('uber-net').engines.length, 2);
    assert.equal(named('ingress').engines.length, 2);
    assert.equal(topology.networks.filter(({ name }) => name === 'docker_gwbridge').length, 2);
    assert.equal(topology.networks.filter(({ name }) => name === 'bridge').length, 2);
  });

  test('see each other as peers by their tunnel addresses', async () => {
    const said = JSON.parse(await swarm.node1.docker('network', 'inspect', '-v', 'uber-net')) as readonly {
      readonly Peers: readonly { readonly IP: string }[];
    }[];
    const peers = (named('uber-net').peers ?? []).map(({ address }) => address).sort();
    assert.deepEqual(peers, (said[0]?.Peers ?? []).map(({ IP }) => IP).sort());
    assert.deepEqual(peers, ['172.31.1.10', '192.168.1.10']);
  });

  test('run the tasks of the services, each a sandbox on the engine that runs it, with the address that its node tells', async () => {
    for (const node of [swarm.node1, swarm.node2]) {
      const ids = (await node.docker('ps', '-q', '--no-trunc')).split('\n');
      assert.equal(ids.length, 3);
      for (const id of ids) {
        const address = await node.docker('inspect', '-f', '{{(index .NetworkSettings.Networks "uber-net").IPAddress}}', id);
        const sandbox = sandboxById(topology, id);
        assert.ok(sandbox);
        const [endpoint] = endpointsOf(topology, { sandbox: id, network: named('uber-net').id });
        assert.equal(endpoint?.addresses[0]?.split('/')[0], address, sandboxName(sandbox));
        assert.equal(endpoint?.node, topology.engines.find((engine) => engine.id === sandbox.engine)?.swarm?.nodeId);
      }
    }
    assert.equal(topology.sandboxes.filter(({ service }) => service !== undefined).length, 4);
  });

  test('have the services of `docker service ls`, with endpoint mode, virtual address and port', async () => {
    const listed = (await swarm.node1.docker('service', 'ls', '--format', '{{.Name}}')).split('\n').sort();
    assert.deepEqual(topology.services.map(({ name }) => name).sort(), listed);
    const service = (name: string) => topology.services.find((one) => one.name === name);
    assert.equal(service('test')?.endpointMode, 'dnsrr');
    assert.equal(service('vip')?.endpointMode, 'vip');
    assert.equal(service('vip')?.ports[0]?.published, 8080);
    const vips = await swarm.node1.docker(
      'service',
      'inspect',
      '-f',
      '{{range .Endpoint.VirtualIPs}}{{.NetworkID}} {{.Addr}}\n{{end}}',
      'vip',
    );
    const ours = service('vip')?.networks.find(({ network }) => network === named('uber-net').id);
    assert.ok(vips.includes(`${named('uber-net').id} ${ours?.virtualAddress}`), vips);
  });

  test('answer a task’s names as both addresses, across the tunnel', async () => {
    const [id = ''] = (
      await swarm.node1.docker('ps', '-q', '--no-trunc', '--filter', 'label=com.docker.swarm.service.name=test')
    ).split('\n');
    const answer = await swarm.node1.docker('exec', id, 'nslookup', '-type=a', 'tasks.test');
    const tasks = topology.sandboxes.filter(
      ({ service }) => service === topology.services.find(({ name }) => name === 'test')?.id,
    );
    const addresses = tasks.flatMap((task) =>
      endpointsOf(topology, { sandbox: task.id, network: named('uber-net').id }).flatMap((endpoint) => endpoint.addresses),
    );
    assert.equal(addresses.length, 2);
    for (const address of addresses) {
      const bare = address.split('/')[0] ?? '';
      assert.ok(answer.includes(bare), answer);
      await until(`ping of ${bare}`, () => swarm.node1.docker('exec', id, 'ping', '-c1', '-w2', bare));
    }
  });

  test('carry the overlay with the VXLAN number, the MTU, the tunnel ends and the forwarding that the kernel has', async () => {
    const network = named('uber-net');
    const hosts = overlayHosts(topology, network);
    assert.deepEqual(
      hosts.map(({ address, takesPart, misses }) => [address, takesPart, misses.length]),
      [
        ['192.168.1.10', true, 0],
        ['172.31.1.10', true, 0],
      ],
    );
    for (const [node, own, other] of [
      [swarm.node1, 0, 1],
      [swarm.node2, 1, 0],
    ] as const) {
      const inside = (program: string, ...args: string[]) => insideOverlay(node, network, program, ...args);
      const [link] = JSON.parse(await inside('ip', '-j', '-d', 'link', 'show', 'vxlan0')) as readonly [
        { mtu: number; linkinfo: { info_data: { id: number; port: number } } },
      ];
      assert.equal(link.linkinfo.info_data.id, network.vnis?.[0]);
      assert.equal(link.linkinfo.info_data.port, 4789);
      assert.equal(link.mtu, overlayMtu(network));
      const entries = (await inside('bridge', 'fdb', 'show', 'dev', 'vxlan0')).split('\n').flatMap((line) => {
        const [, mac, address] = /^(\S+) .*dst (\S+)/.exec(line) ?? [];
        return mac && address ? [`${mac} behind ${address}`] : [];
      });
      const far = hosts[other];
      const expected = far?.endpoints.map(({ mac }) => `${mac} behind ${far.address}`);
      assert.deepEqual(entries.sort(), expected?.sort(), hosts[own]?.address);
    }
  });

  test('seen from the manager alone have the endpoints of both, each with its node and address', async () => {
    const alone = await topologyOf(swarm.node1);
    assert.deepEqual(alone.gaps, []);
    assert.deepEqual(placesOf(alone), placesOf(topology));
    assert.deepEqual(
      alone.nodes.map(({ id, role, state }) => [id, role, state]),
      topology.nodes.map(({ id, role, state }) => [id, role, state]),
    );
  });

  test('seen from the worker alone have the same endpoints, by the gossip; what needs a manager is a gap', async () => {
    const alone = await topologyOf(swarm.node2);
    assert.deepEqual(
      alone.engines.map(({ swarm: part }) => part?.role),
      ['worker'],
    );
    assert.deepEqual(alone.services, []);
    assert.ok(
      alone.gaps.some(({ code }) => code === 'needs-manager'),
      JSON.stringify(alone.gaps),
    );
    assert.deepEqual(placesOf(alone), placesOf(topology));
    assert.deepEqual(alone.networks.find(({ name }) => name === 'uber-net')?.vnis, named('uber-net').vnis);
    assert.ok(overlayMap(alone).notes.some((note) => typeof note !== 'string' && note.code === 'over.worker'));
  });

  test('answer a service’s names as predicted, from both nodes', async () => {
    const service = topology.services.find(({ name }) => name === 'test');
    const tasks = topology.sandboxes.filter((box) => box.service === service?.id && isRunning(box)).map(sandboxName);
    assert.equal(tasks.length, 2);
    for (const [asker, node] of [
      ['probe', swarm.node1],
      ['visitor', swarm.node2],
    ] as const) {
      const from = topology.sandboxes.find((box) => sandboxName(box) === asker);
      const client = store.client(from?.engine as NonNullable<typeof from>['engine']);
      assert.ok(from && client, node.host);
      for (const name of ['test', 'tasks.test', 'vip', 'tasks.vip', ...tasks]) {
        const predicted = resolveName(topology, { from: from.id, name, type: 'A' });
        const { result } = await askName(client, from.id, name, 'A', AbortSignal.timeout(20_000));
        assert.ok('answers' in result, `${asker} ${name}: ${JSON.stringify(result)}`);
        assert.deepEqual([...result.answers].sort(), [...predicted.answers].sort(), `${asker} asks for ${name}`);
        assert.ok(predicted.answers.length > 0, name);
      }
    }
  });

  test('whose pools run out leave tasks without an address, and one is never given: both are found', async () => {
    const create = ['network', 'create', '-d', 'overlay', '--subnet'];
    await swarm.node1.docker(...create, '10.9.0.0/29', 'tiny');
    await swarm.node1.docker(...create, '10.0.1.0/24', 'twin');
    const service = ['service', 'create', '--detach', '--no-resolve-image', '--network', 'tiny', '--replicas', '8'];
    await swarm.node1.docker(...service, '--name', 'crowd', 'alpine', 'sleep', '1d');
    try {
      const codes = await until('both are found', async () => {
        const found = findingsOf(await store.readFull());
        return found.includes('overlay-without-pool') && found.includes('task-pending-address') && found;
      });
      assert.ok(!codes.includes('overlay-peer-missing'), codes.join());
    } finally {
      await swarm.node1.docker('service', 'rm', 'crowd');
      await swarm.node1.docker('network', 'rm', 'twin');
    }
  });

  test('whose gossip a rule drops are told so by a connect from the other, and an open port is none', async () => {
    const reached = async (): Promise<readonly PortObservation[]> => {
      const now = await store.readFull();
      const [manager] = now.engines;
      const probe = now.sandboxes.find((box) => sandboxName(box) === 'probe');
      const client = manager && store.client(manager.id);
      assert.ok(probe && client);
      const [target] = swarmPorts(now, manager.id).filter(
        ({ address, port, protocol }) => address === '172.31.1.10' && port === 7946 && protocol === 'tcp',
      );
      assert.ok(target);
      const outcome = await tryPortFrom(client, probe.id, target.address, target.port, AbortSignal.timeout(20_000));
      assert.ok(outcome);
      return [{ target, place: 'probe', outcome, how: 'exec nc', at: '' }];
    };
    const found = (ports: readonly PortObservation[]) =>
      findAll({ topology, observations: [], ports }).filter(({ code }) => code === 'swarm-port-blocked');
    const rule = (what: string) =>
      swarm.node2.inNamespace('iptables', what, 'INPUT', '-p', 'tcp', '--dport', '7946', '-j', 'DROP');
    assert.deepEqual(found(await reached()), []);
    await rule('-I');
    try {
      const [finding, ...more] = found(await reached());
      assert.deepEqual(finding?.message.args[0], '7946/tcp');
      assert.deepEqual(
        finding?.evidence.map(({ code, args }) => [code, args[0], args[1]]),
        [['evidence.port-silent', '7946/tcp', 'probe']],
      );
      assert.deepEqual(more, []);
    } finally {
      await rule('-D');
    }
  });

  test('on a link that takes less than the overlay’s packets are told so, and where a subnet holds a node’s own address', async () => {
    const of = (code: string, now: Topology) => findAll({ topology: now, observations: [] }).filter((each) => each.code === code);
    const withHost = async () => {
      const now = await store.readFull();
      const { stacks } = await readWires(['ip', 'netns', 'exec', swarm.node1.namespace], now);
      return { ...now, stacks };
    };
    assert.deepEqual(of('overlay-mtu', await withHost()), []);
    await run('ip', ['-n', swarm.node1.namespace, 'link', 'set', 'eth0', 'mtu', '1400']);
    await swarm.node1.docker('network', 'create', '-d', 'overlay', '--subnet', '172.31.0.0/16', 'covers');
    try {
      const now = await withHost();
      const tight = of('overlay-mtu', now).find(({ message }) => message.args[0] === 'uber-net');
      assert.deepEqual(tight?.message.args, ['uber-net', '1500', '1400']);
      assert.deepEqual(
        of('overlay-pool-overlap', now).map(({ message }) => message.args),
        [['covers', '172.31.0.0/16', '172.31.1.10']],
      );
    } finally {
      await run('ip', ['-n', swarm.node1.namespace, 'link', 'set', 'eth0', 'mtu', '1500']);
      await swarm.node1.docker('network', 'rm', 'covers');
    }
    const after = await withHost();
    for (const code of ['overlay-mtu', 'overlay-pool-overlap']) assert.deepEqual(of(code, after), []);
  });

  test('are cut off in picture and findings when the link goes down, and whole again when it comes back', async (context) => {
    const watcher = storeOf(swarm.node1); // the manager alone, by its events
    context.after(() => watcher.dispose());
    watcher.setVisible(true);
    await run('ip', ['-n', swarm.router, 'link', 'set', 'node2', 'down']);
    try {
      await until('both say that they miss the other', async () => {
        topology = await store.readFull();
        // Once the manager calls node2 down, node1 has nobody left to be cut off from.
        return findingsOf(topology).includes('overlay-peer-missing') && brokenEnds(topology).includes('172.31.1.10');
      });
      await until('the manager tells of it by an event', () => watcher.topology.nodes.some(({ state }) => state === 'down'));
      topology = await store.readFull();
      assert.ok(findingsOf(topology).includes('task-unreachable'), findingsOf(topology).join());
      assert.equal(topology.engines.filter(({ state }) => state === 'ready').length, 2);
      assert.equal(named('uber-net').engines.length, 2);
      const alone = await topologyOf(swarm.node1);
      assert.deepEqual(brokenEnds(alone), ['172.31.1.10']);
      assert.ok(findingsOf(alone).includes('task-unreachable'), findingsOf(alone).join());
    } finally {
      await run('ip', ['-n', swarm.router, 'link', 'set', 'node2', 'up']);
    }
    await until('the manager tells that it is back', () => watcher.topology.nodes.every(({ state }) => state === 'ready'));
    await until('nothing is missing', async () => {
      topology = await store.readFull();
      return (
        brokenEnds(topology).length === 0 &&
        !findingsOf(topology).some((code) => code === 'overlay-peer-missing' || code === 'task-unreachable')
      );
    });
  });
});

function findingsOf(topology: Topology): readonly string[] {
  return findAll({ topology, observations: [] }).map(({ code }) => code);
}

/** Runs a program in the overlay's own namespace on a node. */
function insideOverlay(node: LabEngine, network: Network, program: string, ...args: readonly string[]): Promise<string> {
  return run('nsenter', [`--net=${node.folder}/exec/netns/1-${network.id.slice(0, 10)}`, program, ...args]);
}

/** What sits where on `uber-net`: name without a task's id, address, node's address. Load balancers only their own node knows. */
function placesOf(topology: Topology): readonly string[] {
  const network = topology.networks.find(({ name }) => name === 'uber-net') as Network;
  return overlayHosts(topology, network)
    .flatMap(({ address, endpoints }) =>
      endpoints.map((endpoint) => {
        const sandbox = endpoint.sandbox && sandboxById(topology, endpoint.sandbox);
        return `${sandbox ? sandboxName(sandbox) : endpoint.name} ${endpoint.addresses} at ${address}`;
      }),
    )
    .filter((place) => !place.startsWith('lb-'))
    .sort();
}

/** Tunnel addresses of the ends that the picture draws as cut off. */
function brokenEnds(topology: Topology): readonly string[] {
  const diagram = overlayMap(topology, { network: topology.networks.find(({ name }) => name === 'uber-net')?.id ?? '' });
  const ends = new Map(diagram.shapes.map((shape) => [shape.id, shape] as const));
  return diagram.wires
    .filter(({ form }) => form === 'broken')
    .map(({ from }) => {
      const { title } = ends.get(from) as Shape;
      return typeof title === 'string' ? title : (title.args[0] ?? '');
    })
    .sort();
}
