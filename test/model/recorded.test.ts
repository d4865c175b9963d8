import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildTopology } from '../../src/model/buildTopology.ts';
import { endpointsOf, isRunning, networkById, sandboxById, sandboxName } from '../../src/model/lookup.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { Topology } from '../../src/model/topology.ts';
import { danglingIds, doubledIds } from './rawAnswers.ts';
import { recorded, recordedAnswers } from './recorded.ts';

function built(...snapshots: readonly Snapshot[]): Topology {
  const topology = buildTopology(snapshots, '2026-11-25T21:00:00Z');
  assert.deepEqual(danglingIds(topology), []);
  assert.deepEqual(doubledIds(topology), []);
  assert.deepEqual(JSON.parse(JSON.stringify(topology)), topology);
  return topology;
}

/** One line per endpoint: network, sandbox, addresses, gateway, and * for the default gateway. Ids differ between recordings. */
function lines(topology: Topology): readonly string[] {
  return topology.endpoints.map((endpoint) => {
    const sandbox = endpoint.sandbox && sandboxById(topology, endpoint.sandbox);
    const name = sandbox ? sandboxName(sandbox).replace(/\.[0-9a-z]{25}$/, '') : '-';
    const way = endpoint.gateway ? ` via ${endpoint.gateway}${endpoint.isDefaultGateway ? '*' : ''}` : '';
    return `${networkById(topology, endpoint.network)?.name} ${name} ${endpoint.addresses.join(' ')}${way}`.trim();
  });
}

for (const name of ['engine-20.10', 'engine-28.5'] as const) {
  test(`the blog’s scenario, recorded from ${name}, is whole`, () => {
    const topology = built(recorded(name));
    assert.deepEqual(topology.gaps, []);
    assert.deepEqual(
      topology.networks.map((network) => [network.name, network.driver, network.pools, network.parent ?? '']),
      [
        ['bridge', 'bridge', [{ subnet: '172.17.0.0/16', gateway: '172.17.0.1' }], ''],
        ['host', 'host', [], ''],
        ['localnet', 'bridge', [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1' }], ''],
        ['macvlan100', 'macvlan', [{ subnet: '10.0.2.0/24', gateway: '10.0.2.1', range: '10.0.2.0/25' }], 'eth0'],
        ['none', 'null', [], ''],
      ],
    );
    assert.equal(topology.networks[0]?.hostInterface, 'docker0');
    assert.match(topology.networks[2]?.hostInterface ?? '', /^br-[0-9a-f]{12}$/);
    assert.deepEqual(lines(topology), [
      'bridge c3 172.17.0.2/16 via 172.17.0.1*',
      'bridge c4 172.17.0.3/16 via 172.17.0.1*',
      'host host',
      'localnet c1 172.18.0.2/16 via 172.18.0.1*',
      'localnet c2 172.18.0.3/16 via 172.18.0.1*',
      'localnet stopped',
      'localnet web 172.18.0.4/16 via 172.18.0.1*',
      'macvlan100 mactainer1 10.0.2.2/24 via 10.0.2.1*',
      'none sealed',
    ]);
    const stacks = topology.sandboxes.map(
      (sandbox) => `${sandbox.kind}: ${sandbox.containers.map(({ name }) => name).join(' ')}`,
    );
    assert.deepEqual(stacks, [
      'container: c1',
      'container: c2 sidecar',
      'container: c3',
      'container: c4',
      'host: ci-runner',
      'container: mactainer1',
      'container: sealed',
      'container: stopped',
      'container: web',
    ]);
    assert.deepEqual(
      topology.sandboxes.flatMap(({ publishedPorts }) => publishedPorts),
      [{ protocol: 'tcp', port: 80, hostAddress: '', hostPort: 5000 }],
    );
    for (const sandbox of topology.sandboxes) {
      const runs = sandboxName(sandbox) !== 'stopped';
      assert.equal(isRunning(sandbox), runs);
      assert.equal(sandbox.pid !== undefined, runs && sandbox.kind === 'container');
    }
    const names = topology.endpoints.filter(({ dnsNames }) => dnsNames?.length).map(({ dnsNames }) => dnsNames?.[0]);
    assert.deepEqual(names, ['c1', 'c2', 'web', 'mactainer1']);
    assert.ok(topology.endpoints.every(({ aliases }) => aliases?.length === 0));
  });

  test(`the two lists of ${name} alone give the same picture without what needs an inspect`, () => {
    const [full, listed] = [built(recorded(name)), built(recorded(name, 'lists'))];
    assert.deepEqual(lines(listed), lines(full));
    assert.deepEqual(
      listed.sandboxes.map(({ id }) => id),
      full.sandboxes.map(({ id }) => id),
    );
    assert.ok(listed.networks.every(({ detail, peers }) => detail === 'listed' && peers === undefined));
    assert.ok(listed.endpoints.every(({ detail, dnsNames }) => detail === 'listed' && dnsNames === undefined));
    assert.deepEqual(
      listed.networks.map(({ pools }) => pools),
      full.networks.map(({ pools }) => pools),
    );
  });

  test(`every container and network of ${name} is in the picture under Docker’s own id`, () => {
    const answers = recordedAnswers(name);
    const topology = built(recorded(name));
    assert.deepEqual(topology.networks.map(({ id }) => id as string).sort(), answers.networks.map(({ Id }) => String(Id)).sort());
    const containers = topology.sandboxes.flatMap((sandbox) => sandbox.containers.map(({ id }) => id));
    assert.deepEqual(containers.sort(), answers.containers.map(({ Id }) => String(Id)).sort());
  });
}

test('two nodes of a swarm share the overlay’s networks; all endpoints of both are there once', () => {
  const topology = built(recorded('swarm-node1'), recorded('swarm-node2'));
  assert.deepEqual(topology.gaps, []);
  const shared = topology.networks.filter(({ engines }) => engines.length === 2);
  assert.deepEqual(
    shared.map((network) => [network.name, network.scope, network.vnis, network.peers?.map(({ address }) => address)]),
    [
      ['ingress', 'swarm', [4096], ['172.31.1.10', '192.168.1.10']],
      ['uber-net', 'swarm', [4097], ['172.31.1.10', '192.168.1.10']],
    ],
  );
  const uber = shared.find(({ name }) => name === 'uber-net');
  const names = endpointsOf(topology, { network: uber?.id ?? '' }).map(({ sandbox }) => {
    const found = sandbox && sandboxById(topology, sandbox);
    return found ? `${found.kind} ${sandboxName(found).replace(/\.[0-9a-z]{25}$/, '')}` : '-';
  });
  assert.deepEqual(names, [
    'loadBalancer lb-uber-net',
    'loadBalancer lb-uber-net',
    'container test.1',
    'container test.2',
    'container vip.1',
    'container vip.2',
  ]);
  assert.deepEqual(topology.nodes.map(({ role, address, leader }) => [role, address, leader]).sort(), [
    ['manager', '192.168.1.10', true],
    ['worker', '172.31.1.10', false],
  ]);
  assert.deepEqual(
    topology.services.map(({ name, mode, endpointMode, ports }) => [
      name,
      mode,
      endpointMode,
      ports.map(({ published }) => published),
    ]),
    [
      ['test', 'replicated', 'dnsrr', []],
      ['vip', 'replicated', 'vip', [8080]],
    ],
  );
  for (const sandbox of topology.sandboxes.filter(({ kind }) => kind === 'container')) {
    assert.ok(sandbox.service && sandbox.node);
    const gateways = endpointsOf(topology, { sandbox: sandbox.id }).filter(({ isDefaultGateway }) => isDefaultGateway);
    assert.deepEqual(
      gateways.map(({ network }) => networkById(topology, network)?.name),
      ['docker_gwbridge'],
    );
  }
});

test('a manager alone shows the tasks on the other node by their task ids', () => {
  const [both, alone] = [built(recorded('swarm-node1'), recorded('swarm-node2')), built(recorded('swarm-node1'))];
  assert.deepEqual(alone.gaps, []);
  const tasks = alone.sandboxes.filter(({ kind }) => kind === 'task');
  assert.equal(tasks.length, 2);
  for (const task of tasks) {
    assert.match(task.id, /^[0-9a-z]{25}$/);
    assert.ok(task.node && task.service && isRunning(task));
    assert.ok(task.containers[0]?.name.endsWith(task.id));
    const onUber = endpointsOf(alone, { sandbox: task.id }).filter(
      ({ network }) => networkById(alone, network)?.name === 'uber-net',
    );
    assert.equal(onUber.length, 1);
  }
  const ofGossip = alone.endpoints.filter(({ sandbox, endpointId }) => endpointId && tasks.some(({ id }) => id === sandbox));
  assert.ok(ofGossip.length > 0, 'the gossip adds Docker’s EndpointID to what the manager lists');
  // The other node's load balancer on uber-net is in neither the manager's lists nor the gossip.
  const others = lines(both).filter((line) => line.startsWith('uber-net') && !line.includes('lb-uber-net'));
  const own = lines(alone).filter((line) => line.startsWith('uber-net') && !line.includes('lb-uber-net'));
  assert.deepEqual(own, others);
});

test('a worker alone shows by gossip what it cannot list, and says that it is no manager', () => {
  const needsManager: Snapshot['api']['tasks'] = {
    failed: { reason: 'needs-manager', message: 'This node is not a swarm manager.' },
  };
  const worker = recorded('swarm-node2');
  const topology = built({ ...worker, api: { ...worker.api, nodes: needsManager, services: needsManager, tasks: needsManager } });
  assert.deepEqual(
    topology.gaps.map(({ code, why }) => [code, why]),
    [['needs-manager', 'swarm-node2']],
  );
  assert.deepEqual(
    topology.nodes.map(({ address, role }) => [address, role]),
    [
      ['192.168.1.10', 'manager'],
      ['172.31.1.10', 'worker'],
    ],
    'itself, and the manager that it knows',
  );
  assert.equal(topology.engines[0]?.swarm?.nodeId, topology.nodes[1]?.id);
  for (const { sandbox, node, hostAddress } of topology.endpoints) {
    const task = topology.sandboxes.find(({ id, kind }) => id === sandbox && kind === 'task');
    if (task) assert.deepEqual([node, hostAddress], [topology.nodes[0]?.id, '192.168.1.10']);
  }
  const uber = lines(topology).filter((line) => line.startsWith('uber-net'));
  assert.equal(uber.length, 5, uber.join('\n'));
  assert.equal(topology.sandboxes.filter(({ kind }) => kind === 'task').length, 2);
});
