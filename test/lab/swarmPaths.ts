/**
 * What a path can cross in a swarm of two nodes: overlays of every kind, services with a virtual address and without, ports published in
 * the mesh and on the hosts, plain containers, some of them also on a bridge of their own node.
 */
import { ports, serving } from './pathScenario.ts';
import type { Random } from './random.ts';
import { until } from './run.ts';
import type { LabSwarm } from './swarm.ts';

/** Ports of the hosts: by the mesh, by the hosts that run a task, and one that nothing publishes. */
export const published = { mesh: 8091, hosts: 8090, silent: 8099 } as const;

/** Subnet of the bridge `near` on each node: one subnet for both, as docker_gwbridge has by itself. */
const near = '10.55.0.0/24';

export async function swarmPaths(swarm: LabSwarm, random: Random): Promise<void> {
  const { node1, node2 } = swarm;
  const overlay = (text: string) => node1.docker('network', 'create', '-d', 'overlay', '--attachable', ...text.split(' '));
  await overlay('--subnet 10.77.0.0/24 second');
  await overlay('--internal walled');
  await overlay('-o encrypted secret');
  const service = (name: string, ...more: readonly string[]) =>
    node1.docker('service', 'create', '--detach', '--no-resolve-image', '--name', name, ...more, ...serving);
  await service(
    'mesh',
    '--network',
    'second',
    '--replicas',
    '2',
    '--publish',
    `published=${published.mesh},target=${ports.every}`,
  );
  await service(
    'hosts',
    ...['--network', 'uber-net', '--network', 'second', '--replicas', '2', '--endpoint-mode', 'dnsrr'],
    ...['--publish', `mode=host,published=${published.hosts},target=${ports.every}`],
  );
  await service('walls', '--network', 'walled', '--replicas', '2');
  await Promise.all([node1, node2].map((node) => boxes(node, random)));
  await until('every task of the services runs', async () => {
    const states = await node1.docker(
      ...['service', 'ps', '--format', '{{.CurrentState}}', '--filter', 'desired-state=running', 'mesh', 'hosts', 'walls'],
    );
    return states.split('\n').filter((state) => state.startsWith('Running')).length === 6;
  });
}

/** Plain containers on one node, each overlay twice. Names are told apart by the node. */
async function boxes(node: LabSwarm['node1'], random: Random): Promise<void> {
  const overlays = ['uber-net', 'second', 'walled', 'secret'] as const;
  await node.docker('network', 'create', '--subnet', near, 'near');
  const homes = [...overlays, ...overlays, 'near', 'bridge'].map((first) => [
    first,
    ...(random.chance(0.4) ? random.some([...overlays, 'near'], 1) : []),
  ]);
  let port = 5000;
  for (const [at, home] of homes.entries()) {
    const [first = '', ...more] = [...new Set(home)];
    port += 1;
    const inside = random.pick([ports.every, ports.loopback, ports.four, ports.nothing]);
    const publish = random.chance(0.5) ? ['-p', `${port}:${inside}`] : [];
    const name = `${node.address === '192.168.1.10' ? 'left' : 'right'}${at}`;
    await node.docker('run', '-d', '--name', name, '--network', first, ...publish, ...serving);
    for (const network of more) await node.docker('network', 'connect', network, name);
  }
}
