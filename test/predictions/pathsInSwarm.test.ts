/** Paths between two nodes of a swarm in small sketches; test/lab/pathsAcross.test.ts holds what this kernel can carry against real packets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostSandboxId } from '../../src/model/ids.ts';
import type { Endpoint, EngineId, Network, Node, Service, Stack, Topology } from '../../src/model/topology.ts';
import type { PathQuestion } from '../../src/predictions/path.ts';
import { explainPath } from '../../src/predictions/reachability.ts';
import { engine, idOf, networkId, sandboxId, sketch } from './sketch.ts';

const far = 'e2' as EngineId;
const both = [engine, far];
const addresses = { [engine]: '192.168.1.10', [far]: '172.31.1.10' };

interface Kernel {
  readonly balances?: boolean;
  readonly encrypts?: boolean;
}

/** Node one holds `left`, node two `right`; `shop` runs `task1` and `task2`, which listen on 80 but for what `deaf` says. */
function world(kernel: Kernel = { balances: true, encrypts: true }, deaf: readonly string[] = []): Topology {
  const overlay = (subnet: string): Partial<Network> => ({ driver: 'overlay', engines: both, pools: [{ subnet }] });
  const bridge: Partial<Network> = { pools: [{ subnet: '10.55.0.0/24', gateway: '10.55.0.1' }] };
  const on = (name: string, address: string): Partial<Endpoint> & { readonly addresses: readonly string[] } => ({
    addresses: [`${address}/24`],
    ...(name.startsWith('near') ? { gateway: '10.55.0.1', isDefaultGateway: true } : {}),
  });
  const made = sketch(
    {
      'near-left': bridge,
      'near-right': { ...bridge, engines: [far] },
      front: overlay('10.0.1.0/24'),
      secret: { ...overlay('10.0.3.0/24'), options: { encrypted: '' } },
      ingress: { ...overlay('10.0.0.0/24'), ingress: true },
    },
    {
      left: { on: { 'near-left': on('near', '10.55.0.2'), front: on('', '10.0.1.2'), secret: on('', '10.0.3.2') } },
      right: { engine: far, on: { front: on('', '10.0.1.3'), secret: on('', '10.0.3.3') } },
      alone: {
        engine: far,
        on: { 'near-right': on('near', '10.55.0.2') },
        ports: [{ protocol: 'tcp', port: 80, hostAddress: '', hostPort: 5000 }],
      },
      task1: { service: 's1', on: { front: on('', '10.0.1.4'), ingress: on('', '10.0.0.4') } },
      task2: { service: 's1', engine: far, on: { front: on('', '10.0.1.5'), ingress: on('', '10.0.0.5') } },
    },
  );
  const stack = (name: string, where: EngineId): Stack => ({
    ...{ engine: where, sandbox: sandboxId(name), how: '/proc/<pid>/net', links: [], routes: [] },
    listeners: deaf.includes(name) ? [] : [{ protocol: 'tcp', address: '0.0.0.0', port: 80 }],
  });
  const host = (where: EngineId): Stack => ({
    ...{ engine: where, sandbox: hostSandboxId(where), how: '/proc/self/net', routes: [], listeners: [], forwards: true },
    ...{ links: [{ name: 'eth0', addresses: [`${addresses[where]}/24`] }], ...kernel },
  });
  const node = (where: EngineId): Node => ({
    ...{ id: `n-${where}` as Node['id'], engine, hostname: `node-${where}`, role: 'manager', availability: 'active' },
    ...{ state: 'ready', address: addresses[where] ?? '', leader: where === engine },
  });
  const service: Service = {
    ...{ id: 's1' as Service['id'], engine, name: 'shop', mode: 'replicated', endpointMode: 'vip' },
    networks: [
      { network: networkId('front'), virtualAddress: '10.0.1.9/24' },
      { network: networkId('ingress'), virtualAddress: '10.0.0.9/24' },
    ],
    ports: [{ protocol: 'tcp', port: 80, published: 8080, publishMode: 'ingress' }],
  };
  const [first] = made.engines;
  assert.ok(first);
  return {
    ...made,
    engines: both.map((id) => ({ ...first, id, context: id, swarm: { nodeId: `n-${id}` as Node['id'], role: 'manager' } })),
    nodes: both.map(node),
    services: [service],
    stacks: [
      ...['left', 'task1'].map((name) => stack(name, engine)),
      ...['right', 'alone', 'task2'].map((name) => stack(name, far)),
      ...both.map(host),
    ],
  };
}

const from = (name: string, to: PathQuestion['to'], port?: number): PathQuestion => ({
  from: idOf(name),
  to,
  ...(port === undefined ? {} : { port }),
});

function verdict(topology: Topology, question: PathQuestion): string {
  const { verdict, steps } = explainPath(topology, question);
  return `${verdict}: ${steps.map(({ code }) => code).join(' ')}`;
}

test('what shares an overlay meets across the nodes, also an encrypted one, unless a kernel has no cipher for it', () => {
  const plain = from('left', { address: '10.0.1.3' }, 80);
  const sealed = from('left', { address: '10.0.3.3' }, 80);
  assert.equal(verdict(world(), plain), 'open: shared-network overlay-tunnel listens');
  assert.equal(verdict(world(), sealed), 'open: shared-network overlay-tunnel listens');
  assert.equal(verdict(world({}), sealed), 'open: shared-network overlay-tunnel listens');
  assert.equal(verdict(world({ encrypts: false }), sealed), 'blocked: shared-network overlay-tunnel no-cipher');
  assert.equal(verdict(world({ encrypts: false }), plain), 'open: shared-network overlay-tunnel listens');
});

test('a container of another host that is on its own bridges alone is not taken for who has its address here', () => {
  assert.equal(verdict(world(), from('left', { sandbox: idOf('alone') }, 80)), 'blocked: far-network');
  assert.equal(verdict(world(), { from: { host: engine }, to: { sandbox: idOf('right') }, port: 80 }), 'blocked: overlay-host');
});

test('a port that another node publishes is reached over the network between the hosts', () => {
  const to = { published: { engine: far, port: 5000, address: '172.31.1.10' } };
  const way = 'leaves-host reaches-host to-host published destination-changed listens';
  assert.equal(verdict(world(), from('left', to)), `open: default-route ${way}`);
  assert.equal(verdict(world(), { from: { host: engine }, to }), `open: ${way}`);
  assert.equal(
    verdict(world(), { from: { outside: true }, to: { address: '172.31.1.10' }, port: 5000 }),
    'open: to-host published destination-changed listens',
  );
});

test('a virtual address is what its tasks are where the kernel balances, nobody where it cannot, unknown where it was not read', () => {
  const question = from('left', { address: '10.0.1.9' }, 80);
  assert.equal(verdict(world(), question), 'open: balanced listens');
  assert.equal(verdict(world({ balances: true }, ['task2']), question), 'unknown: balanced tasks-differ');
  assert.equal(verdict(world({ balances: false }), question), 'blocked: balancer-missing');
  assert.equal(verdict(world({}), question), 'unknown: virtual-address');
});

test('so is a port of the mesh, on a node that runs a task and on every other', () => {
  for (const address of ['192.168.1.10', '172.31.1.10']) {
    const question = { from: { outside: true }, to: { address }, port: 8080 } as const;
    assert.equal(verdict(world(), question), 'open: to-host mesh listens');
    assert.equal(verdict(world({ balances: true }, ['task1', 'task2']), question), 'refused: to-host mesh nothing-listens');
    assert.equal(verdict(world({ balances: false }), question), 'refused: to-host mesh-missing');
    assert.equal(verdict(world({}), question), 'unknown: to-host mesh-unknown');
  }
});

test('tasks do not meet on the mesh itself, though they answer pings there', () => {
  const closed = (to: string) => verdict(world(), from('task1', { address: to }, 80));
  assert.equal(closed('10.0.0.5'), 'blocked: ingress-closed');
  assert.equal(closed('10.0.0.4'), 'blocked: ingress-closed');
  assert.match(verdict(world(), from('task1', { address: '10.0.0.5' })), /^open: .*answers-ping$/);
});

test('an address of an overlay that only a worker told of may be a virtual one', () => {
  const alone: Topology = {
    ...world(),
    services: [],
    gaps: [{ engine, code: 'needs-manager', why: 'default' }],
  };
  assert.equal(verdict(alone, from('left', { address: '10.0.1.9' }, 80)), 'unknown: target-unknown');
  assert.equal(verdict({ ...alone, gaps: [] }, from('left', { address: '10.0.1.9' }, 80)), 'blocked: nobody-there');
});
