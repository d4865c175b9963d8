/**
 * The blog's overlay exercise, live: node1 in 192.168.1.0/24 and node2 in 172.31.1.0/24, joined by a router, one engine (20.10 unless
 * told otherwise) in each node's namespace, one swarm. This kernel has no IPVS: virtual addresses resolve but carry no traffic.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LabEngine, type LabVersion, startEngine } from './engine.ts';
import { keepRecord, type LabRecord, namePrefix, tearDown, thisProcess } from './labState.ts';
import { run, until } from './run.ts';

export interface LabSwarm extends AsyncDisposable {
  /** The manager. */
  readonly node1: LabEngine;
  readonly node2: LabEngine;
  /** Namespace between the two; `ip -n <router> link set node1 down` cuts a node off. */
  readonly router: string;
  stop(): Promise<void>;
}

/** Network `uber-net` (attachable overlay), service `test` (dnsrr, a task on each node) and service `vip` (virtual address, published 8080). */
export async function startSwarm(version: LabVersion = '20.10'): Promise<LabSwarm> {
  const name = `${namePrefix}${process.pid}-swarm`;
  const [router, ns1, ns2] = [`${name}-r`, `${name}-1`, `${name}-2`];
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  const record: LabRecord = { name, owner: thisProcess(), folder, namespaces: [router, ns1, ns2] };
  keepRecord(record);
  const engines: LabEngine[] = [];
  const stop = async () => {
    for (const engine of engines) await engine.stop();
    tearDown(record);
  };
  process.once('exit', () => tearDown(record));
  try {
    for (const namespace of record.namespaces) {
      await run('ip', ['netns', 'add', namespace]);
      await run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
    }
    await run('nsenter', [`--net=/run/netns/${router}`, 'sysctl', '-qw', 'net.ipv4.ip_forward=1']);
    await refuseLookups(router);
    await joinRouter(router, 'node1', ns1, '192.168.1');
    await joinRouter(router, 'node2', ns2, '172.31.1');
    const node1 = await startEngine(version, { namespace: ns1, address: '192.168.1.10' });
    engines.push(node1);
    const node2 = await startEngine(version, { namespace: ns2, address: '172.31.1.10' });
    engines.push(node2);
    await node1.docker('swarm', 'init', '--advertise-addr', '192.168.1.10');
    const token = await node1.docker('swarm', 'join-token', '-q', 'worker');
    await node2.docker('swarm', 'join', '--advertise-addr', '172.31.1.10', '--token', token, '192.168.1.10:2377');
    await node1.docker('network', 'create', '-d', 'overlay', '--attachable', 'uber-net');
    const service = ['service', 'create', '--detach', '--no-resolve-image', '--network', 'uber-net', '--replicas', '2'];
    await node1.docker(...service, '--name', 'test', '--endpoint-mode', 'dnsrr', 'alpine', 'sleep', '1d');
    await node1.docker(...service, '--name', 'vip', '--publish', '8080:80', 'alpine', 'sleep', '1d');
    await until('every task of the swarm runs', async () => {
      const states = await node1.docker(
        'service',
        'ps',
        '--format',
        '{{.CurrentState}}',
        '--filter',
        'desired-state=running',
        'test',
        'vip',
      );
      return states.split('\n').filter((state) => state.startsWith('Running')).length === 4;
    });
    return { node1, node2, router, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** An engine asks the machine's resolver for its registry before a task starts, and waits 20 s where nobody answers: here it is refused at once. */
async function refuseLookups(router: string): Promise<void> {
  for (const [, address = ''] of readFileSync('/etc/resolv.conf', 'utf8').matchAll(/^nameserver ((?!127\.)[\d.]+)$/gm))
    await run('ip', ['-n', router, 'addr', 'add', `${address}/32`, 'dev', 'lo']);
}

async function joinRouter(router: string, link: string, namespace: string, subnet: string): Promise<void> {
  await run('ip', ['-n', router, 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace]);
  await run('ip', ['-n', router, 'addr', 'add', `${subnet}.1/24`, 'dev', link]);
  await run('ip', ['-n', namespace, 'addr', 'add', `${subnet}.10/24`, 'dev', 'eth0']);
  await run('ip', ['-n', router, 'link', 'set', link, 'up']);
  await run('ip', ['-n', namespace, 'link', 'set', 'eth0', 'up']);
  await run('ip', ['-n', namespace, 'route', 'add', 'default', 'via', `${subnet}.1`]);
}
