/** Paths in small sketches; the oracle of test/lab/paths.test.ts holds the same rules against real packets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FirewallRules } from '../../src/model/firewall.ts';
import { hostSandboxId } from '../../src/model/ids.ts';
import type { Listener, SandboxId, Stack, Topology } from '../../src/model/topology.ts';
import type { PathQuestion } from '../../src/predictions/path.ts';
import { explainPath } from '../../src/predictions/reachability.ts';
import { type ContainerSketch, engine, idOf, type NetworkSketch, sandboxId, sketch } from './sketch.ts';

const listening = (port: number, address = '0.0.0.0'): Listener => ({ protocol: 'tcp', address, port });

function stack(sandbox: SandboxId, listeners: readonly Listener[]): Stack {
  return { engine, sandbox, how: '/proc/<pid>/net', links: [], routes: [], listeners };
}

const networks: Readonly<Record<string, NetworkSketch>> = {
  front: { pools: [{ subnet: '10.1.0.0/24', gateway: '10.1.0.1' }] },
  back: { pools: [{ subnet: '10.2.0.0/24', gateway: '10.2.0.1' }] },
  quiet: {
    pools: [{ subnet: '10.3.0.0/24', gateway: '10.3.0.1' }],
    options: { 'com.docker.network.bridge.enable_icc': 'false' },
  },
  inside: { pools: [{ subnet: '10.4.0.0/24', gateway: '10.4.0.1' }], internal: true },
  lan: { driver: 'macvlan', parent: 'eth0', pools: [{ subnet: '10.5.0.0/24', gateway: '10.5.0.1' }] },
};
const on = (network: string, address: string): NonNullable<ContainerSketch['on']> => ({
  [network]: { addresses: [`${address}/24`], gateway: address.replace(/\d+$/, '1'), isDefaultGateway: true },
});
const published = [
  { protocol: 'tcp' as const, port: 80, hostAddress: '0.0.0.0', hostPort: 5000 },
  { protocol: 'tcp' as const, port: 81, hostAddress: '0.0.0.0', hostPort: 5001 },
  { protocol: 'tcp' as const, port: 80, hostAddress: '127.0.0.1', hostPort: 5002 },
];
const containers: Readonly<Record<string, ContainerSketch>> = {
  a: { on: on('front', '10.1.0.2') },
  b: { on: on('front', '10.1.0.3') },
  web: { on: on('back', '10.2.0.2'), ports: published, sharers: ['sidecar'] },
  q1: { on: on('quiet', '10.3.0.2') },
  q2: { on: on('quiet', '10.3.0.3') },
  sealed: { on: { none: { addresses: [] } } },
  hidden: { on: { inside: ['10.4.0.2/24'] } },
  mac: { on: on('lan', '10.5.0.2') },
  halted: { on: on('front', '10.1.0.9'), state: 'exited' },
};

function world(version = '28.5.2', more: Partial<Topology> = {}): Topology {
  const host = { engine, sandbox: hostSandboxId(engine), how: 'sysfs', routes: [], forwards: true };
  const addresses = {
    eth0: '192.168.7.7/24',
    lo: '127.0.0.1/8',
    'br-front': '10.1.0.1/24',
    'br-back': '10.2.0.1/24',
    'br-quiet': '10.3.0.1/24',
  };
  const links = Object.entries(addresses).map(([name, cidr]) => ({ name, addresses: [cidr] }));
  const proxies = [5000, 5001].map((port) => listening(port)).concat(listening(5002, '127.0.0.1'));
  return sketch({ ...networks, none: {} }, containers, {
    engine: { version },
    stacks: [
      stack(sandboxId('b'), [listening(80), listening(81, '127.0.0.1')]),
      stack(sandboxId('web'), [listening(80, '::'), listening(81, '127.0.0.1')]),
      stack(sandboxId('q2'), [listening(80)]),
      stack(sandboxId('hidden'), [listening(80)]),
      { ...host, links, listeners: [listening(22), ...proxies] },
    ],
    ...more,
  });
}

function verdict(topology: Topology, question: PathQuestion): string {
  const { verdict, steps } = explainPath(topology, question);
  return `${verdict}: ${steps.at(-1)?.code}`;
}

const from = (name: string, to: PathQuestion['to'], port?: number): PathQuestion => ({
  from: idOf(name),
  to,
  ...(port === undefined ? {} : { port }),
});
const box = (name: string) => ({ sandbox: idOf(name) });

test('neighbours on a network reach what listens, are refused where nothing does, and where it listens on its loopback only', () => {
  assert.equal(verdict(world(), from('a', box('b'), 80)), 'open: listens');
  assert.equal(verdict(world(), from('a', box('b'), 9)), 'refused: nothing-listens');
  assert.equal(verdict(world(), from('a', box('b'), 81)), 'refused: loopback-only');
  assert.equal(verdict(world(), from('a', box('b'))), 'open: answers-ping');
});

test('whether something listens is said to be unknown where no socket was read', () => {
  assert.equal(verdict(world(), from('b', box('a'), 80)), 'unknown: listeners-unknown');
});

test('a name goes through the embedded DNS first, and a name that nobody has ends there', () => {
  assert.deepEqual(
    explainPath(world(), from('a', { name: 'b' }, 80)).steps.map(({ code }) => code),
    ['name-answers', 'shared-network', 'listens'],
  );
  assert.equal(verdict(world(), from('a', { name: 'web' }, 80)), 'blocked: name-without-answer');
});

test('networks are kept apart, with and without a published port, in every version', () => {
  for (const version of ['20.10.24', '28.5.2', '29.0.0']) {
    assert.match(verdict(world(version), from('a', box('web'), 80)), /^blocked: isolated-networks$/);
  }
});

test('containers of a network without inter-container communication do not meet, but the host meets each of them', () => {
  assert.equal(verdict(world(), from('q1', box('q2'), 80)), 'blocked: icc-off');
  assert.equal(verdict(world(), { from: { host: engine }, to: box('q2'), port: 80 }), 'open: listens');
});

test('nothing leaves an internal network or a stack without one', () => {
  assert.equal(verdict(world(), from('hidden', { outside: true })), 'blocked: no-route-internal');
  assert.equal(verdict(world(), from('sealed', box('b'), 80)), 'blocked: no-network');
  assert.equal(verdict(world(), from('a', { outside: true })), 'open: gets-out');
});

test('a stopped container neither sends nor has an address', () => {
  assert.equal(verdict(world(), from('halted', box('b'), 80)), 'blocked: source-not-running');
  assert.equal(verdict(world(), from('a', box('halted'), 80)), 'blocked: target-not-running');
});

test('a sharer is its owner’s stack, reached over the loopback', () => {
  assert.equal(verdict(world(), from('sidecar', box('web'), 81)), 'open: listens');
});

test('a host does not meet its own macvlan children, be it asked by itself or for a container', () => {
  assert.equal(verdict(world(), { from: { host: engine }, to: box('mac'), port: 80 }), 'blocked: macvlan-host');
  assert.equal(verdict(world(), from('a', box('mac'), 80)), 'blocked: macvlan-host');
});

test('a published port is reached through the proxy from the loopback and from containers, through a rule from elsewhere', () => {
  const at = (address: string, port: number) => ({ published: { engine, port, address } });
  const codes = (question: PathQuestion) => explainPath(world(), question).steps.map(({ code }) => code);
  assert.deepEqual(codes({ from: { host: engine }, to: at('127.0.0.1', 5000) }), ['to-host', 'published', 'proxied', 'listens']);
  assert.deepEqual(codes(from('a', at('192.168.7.7', 5000))).slice(1), ['to-host', 'published', 'proxied', 'listens']);
  assert.deepEqual(codes({ from: { outside: true }, to: at('192.168.7.7', 5000) }), [
    'to-host',
    'published',
    'destination-changed',
    'listens',
  ]);
});

test('a published port in front of a loopback server is refused by the container, or closed by the proxy', () => {
  const to = { published: { engine, port: 5001, address: '192.168.7.7' } };
  assert.equal(verdict(world(), { from: { outside: true }, to }), 'refused: loopback-only');
  assert.equal(
    verdict(world(), { from: { host: engine }, to: { published: { engine, port: 5001, address: '127.0.0.1' } } }),
    'refused: proxy-closes',
  );
});

test('a proxy tells nobody of a datagram that nobody takes, and until 28 answers from the address nearest to who asked', () => {
  const udp = (port: number, hostAddress: string, hostPort: number) => ({
    protocol: 'udp' as const,
    port,
    hostAddress,
    hostPort,
  });
  const socketAt = (port: number, address = '0.0.0.0'): Listener => ({ protocol: 'udp', port, address });
  const proxies = [socketAt(5300), socketAt(5301), socketAt(5302, '192.168.7.7')];
  const made = (version: string): Topology => {
    const still = world(version);
    return {
      ...still,
      sandboxes: still.sandboxes.map((each) => {
        const ports = [udp(53, '', 5300), udp(99, '', 5301), udp(53, '192.168.7.7', 5302)];
        return each.id === sandboxId('web') ? { ...each, publishedPorts: ports } : each;
      }),
      stacks: still.stacks.map((each) => {
        const more = each.how === 'sysfs' ? proxies : each.sandbox === sandboxId('web') ? [socketAt(53)] : [];
        return { ...each, listeners: [...(each.listeners ?? []), ...more] };
      }),
    };
  };
  const ask = (version: string, port: number, address: string) =>
    verdict(made(version), { from: idOf('a'), to: { address }, port, protocol: 'udp' });
  assert.equal(ask('20.10.24', 5300, '192.168.7.7'), 'blocked: proxy-other-source');
  assert.equal(ask('20.10.24', 5300, '10.1.0.1'), 'open: listens');
  assert.equal(ask('20.10.24', 5302, '192.168.7.7'), 'open: listens');
  assert.equal(ask('28.5.2', 5300, '192.168.7.7'), 'open: listens');
  assert.equal(ask('28.5.2', 5301, '192.168.7.7'), 'blocked: proxy-silent');
  const outside = { from: { outside: true }, to: { address: '192.168.7.7' }, protocol: 'udp' } as const;
  assert.equal(verdict(made('20.10.24'), { ...outside, port: 5300 }), 'open: listens');
  assert.equal(verdict(made('20.10.24'), { ...outside, port: 5301 }), 'refused: nothing-listens');
});

test('a port that is published on the loopback is refused at the host’s other addresses', () => {
  const to = { published: { engine, port: 5002, address: '192.168.7.7' } };
  assert.equal(verdict(world(), { from: { outside: true }, to }), 'refused: bound-elsewhere');
  assert.equal(verdict(world(), { from: { host: engine }, to: { published: { engine, port: 5002 } } }), 'open: listens');
});

test('a container’s own address is open from outside where its port is published, until 28 closed it', () => {
  const question = { from: { outside: true }, to: { address: '10.2.0.2' }, port: 80 } as const;
  assert.equal(verdict(world('20.10.24'), question), 'open: listens');
  assert.equal(verdict(world('28.5.2'), question), 'blocked: direct-dropped');
  assert.equal(verdict(world('20.10.24'), { ...question, port: 9 }), 'blocked: unpublished-dropped');
});

test('an address that nobody has, and a host that does not forward, end the path', () => {
  assert.equal(verdict(world(), from('a', { address: '10.1.0.77' }, 80)), 'blocked: nobody-there');
  const still = world();
  const off = {
    ...still,
    stacks: still.stacks.map((each) => ({ ...each, ...(each.how === 'sysfs' ? { forwards: false } : {}) })),
  };
  assert.equal(verdict(off, from('a', { outside: true })), 'blocked: forwarding-off');
});

test('nonsense is unknown and never throws', () => {
  for (const to of [{ address: 'x' }, { sandbox: '?' }, { host: 'no' as typeof engine }, { name: '' }]) {
    assert.match(verdict(world(), from('a', to, 80)), /^(unknown|blocked)/);
  }
  assert.equal(explainPath(world(), { from: 'nobody', to: { outside: true } }).verdict, 'unknown');
});

/** The world with rules that were read; its bridges are named `br-…`. */
function ruled(rules: Partial<FirewallRules>, listeners = [5000, 5001].map((port) => listening(port))): Topology {
  const four: FirewallRules = {
    reached: ['filter/DOCKER-USER', 'nat/DOCKER'],
    unreached: [],
    interfaces: ['br-front', 'br-back', 'br-quiet', 'br-inside'],
    bridged: true,
    policy: 'DROP',
    empty: false,
    masqueraded: ['10.1.0.0/24', '10.2.0.0/24', '10.3.0.0/24'],
    changed: ruledPorts,
    ...rules,
  };
  const plain = world('20.10.24');
  return {
    ...plain,
    networks: plain.networks.map((network) =>
      network.driver === 'bridge' ? { ...network, hostInterface: `br-${network.name}` } : network,
    ),
    stacks: plain.stacks.map((stack) =>
      stack.sandbox === hostSandboxId(engine)
        ? { ...stack, listeners: [listening(22), ...listeners], firewall: { how: 'iptables-save', four } }
        : stack,
    ),
  };
}
const ruledPorts = [{ protocol: 'tcp', port: 5000, to: '10.2.0.2:80' }];
const gone = { reached: [], interfaces: [], empty: true, masqueraded: [], changed: [] } as const;
const outside = (port: number): PathQuestion => ({
  from: { outside: true },
  to: { published: { engine, port, address: '192.168.7.7' } },
});

test('a published port whose rule was read is told with that rule', () => {
  const { verdict, steps } = explainPath(ruled({}), outside(5000));
  assert.equal(verdict, 'open');
  const evidence = steps.flatMap((step) => step.evidence.map(({ code }) => code));
  assert.ok(evidence.includes('path-evidence.port-rule'), `${evidence}`);
  assert.ok(!evidence.includes('path-evidence.engine'), 'not inferred from the version');
});

test('a published port without its rule is left to the proxy, and without one to nobody', () => {
  const { verdict: told, steps } = explainPath(ruled({ changed: [] }), outside(5000));
  assert.deepEqual([told, steps.map(({ code }) => code).includes('proxied')], ['open', true]);
  assert.ok(steps.some(({ evidence }) => evidence.some(({ code }) => code === 'path-evidence.no-port-rule')));
  assert.equal(verdict(ruled({ changed: [] }, []), outside(5000)), 'refused: nothing-listens');
});

test('without Docker’s rules the policy decides what is forwarded, also within a bridge where the kernel filters there', () => {
  assert.equal(verdict(ruled({ ...gone, changed: ruledPorts }), outside(5000)), 'blocked: rules-gone');
  assert.equal(verdict(ruled(gone), from('a', box('b'), 80)), 'blocked: rules-gone');
  assert.equal(verdict(ruled({ ...gone, bridged: false }), from('a', box('b'), 80)), 'open: listens');
  assert.equal(verdict(ruled(gone), from('a', { outside: true })), 'blocked: rules-gone');
  const open = ruled({ ...gone, policy: 'ACCEPT' });
  assert.equal(verdict(open, from('a', box('web'), 80)), 'open: listens', 'nothing keeps the networks apart');
  assert.equal(verdict(open, from('q1', box('q2'), 80)), 'open: listens');
  assert.equal(verdict(open, from('a', { outside: true })), 'unknown: sender-kept');
  assert.equal(verdict(ruled({ interfaces: ['br-other'] }), from('a', box('web'), 80)), 'unknown: rules-unknown');
});

test('rules of people’s own that are not followed are told of where they could stop a packet', () => {
  const isTold = (topology: Topology, question: PathQuestion) =>
    explainPath(topology, question).steps.some(({ evidence }) =>
      evidence.some(({ code }) => code === 'path-evidence.user-rules'),
    );
  assert.equal(isTold(ruled({ ofUser: 2 }), from('a', box('b'), 80)), true);
  assert.equal(isTold(ruled({ ofUser: 2, bridged: false }), from('a', box('b'), 80)), false);
  assert.equal(isTold(ruled({ ofUser: 2 }), from('a', box('web'), 80)), true);
  assert.equal(isTold(ruled({ ofUser: 2 }), outside(5000)), true);
  assert.equal(isTold(ruled({}), from('a', box('web'), 80)), false);
});
