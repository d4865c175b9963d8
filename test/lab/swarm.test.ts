/** Two nodes of a real swarm, each an engine of its own, are one Topology. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { endpointsOf, sandboxById, sandboxName } from '../../src/model/lookup.ts';
import type { Network, Topology } from '../../src/model/topology.ts';
import type { TopologyStore } from '../../src/topologyStore.ts';
import { labSuite, storeOf, topologyOf } from './labTest.ts';
import { run, until } from './run.ts';
import { type LabSwarm, startSwarm } from './swarm.ts';

describe('two nodes of a swarm', labSuite, () => {
  let swarm: LabSwarm;
  let store: TopologyStore;
  let topology: Topology;

  before(async () => {
    swarm = await startSwarm();
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
      assert.equal(ids.length, 2);
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

  test('seen by the worker alone are the worker’s own, and what needs a manager is a gap', async () => {
    const alone = await topologyOf(swarm.node2);
    assert.deepEqual(
      alone.engines.map(({ swarm: part }) => part?.role),
      ['worker'],
    );
    assert.deepEqual(alone.services, []);
    assert.ok(alone.networks.some(({ name }) => name === 'uber-net'));
    assert.ok(
      alone.gaps.some(({ code }) => code === 'needs-manager'),
      JSON.stringify(alone.gaps),
    );
  });

  test('stay one picture while one of them is cut off: its node is down, its engine still answers', async () => {
    await run('ip', ['-n', swarm.router, 'link', 'set', 'node2', 'down']);
    try {
      const down = await until(
        'the node is down',
        async () => {
          topology = await store.readFull();
          return topology.nodes.find(({ address, state }) => address === '172.31.1.10' && state === 'down');
        },
        120_000,
      );
      assert.equal(topology.engines.length, 2);
      assert.equal(down.role, 'worker');
      assert.equal(named('uber-net').engines.length, 2);
    } finally {
      await run('ip', ['-n', swarm.router, 'link', 'set', 'node2', 'up']);
    }
  });
});
