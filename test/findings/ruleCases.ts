/** For each rule a value in which it fires, and values in which it stays silent. */
import type { FindingCode } from '../../src/findings/finding.ts';
import type { RuleSettings } from '../../src/findings/ruleSettings.ts';
import type { Firewall, FirewallRules } from '../../src/model/firewall.ts';
import type {
  EndpointId,
  EngineId,
  Gap,
  Link,
  NetworkId,
  PublishedPort,
  Route,
  SandboxId,
  Stack,
  Topology,
} from '../../src/model/topology.ts';
import { engine, sandboxId, sketch } from '../predictions/sketch.ts';

export interface RuleCase {
  readonly code: FindingCode;
  readonly title: string;
  readonly topology: Topology;
  readonly settings?: Partial<RuleSettings>;
  /** Arguments of the message; undefined where the rule stays silent. */
  readonly says?: readonly string[];
  readonly severity?: 'error' | 'warning' | 'info';
  readonly evidence?: readonly string[];
  readonly cli?: string;
}

const eth0: Link = { name: 'eth0', kind: 'physical', mtu: 1400, up: true, addresses: ['192.0.2.5/24'] };
const lo: Link = { name: 'lo', kind: 'loopback', mtu: 65536, up: true, addresses: ['127.0.0.1/8'] };
const defaultRoute: Route = { destination: '0.0.0.0/0', device: 'eth0', gateway: '192.0.2.1' };

export function hostStack(more: Partial<Stack> = {}): Stack {
  return {
    engine,
    sandbox: `${more.engine ?? engine}/host` as SandboxId,
    how: 'sysfs',
    links: [lo, eth0],
    routes: [defaultRoute, { destination: '192.0.2.0/24', device: 'eth0' }],
    ...more,
  };
}

function innerStack(name: string, listeners: Stack['listeners']): Stack {
  return {
    engine,
    sandbox: sandboxId(name),
    how: '/proc/<pid>/net',
    links: [lo],
    routes: [],
    ...(listeners ? { listeners } : {}),
  };
}

export function port(hostPort: number, inside = 80, hostAddress = '', protocol: 'tcp' | 'udp' = 'tcp'): PublishedPort {
  return { protocol, port: inside, hostAddress, hostPort };
}

function missing(name: string, why: string): Gap {
  return { engine, subject: sandboxId(name), code: 'network-missing', why };
}

const on = (address: string) => ({ n: `${address}/24` });
const net = { n: { subnet: '10.0.0.0/24' } };
const web = (ports: readonly PublishedPort[]) => ({ web: { on: on('10.0.0.2'), ports } });
const routed = (destination: string, device = 'wg0', gateway?: string) =>
  hostStack({ routes: [defaultRoute, { destination, device, ...(gateway ? { gateway } : {}) }] });

const manyNetworks = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, { subnet: `172.${17 + at}.0.0/16` }]));
const crowd = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${at}`, { on: { n: `10.0.0.${at + 2}/28` } }]));

const loose = (network: string, more: object = {}) => ({
  id: `${network}/ep-abc` as EndpointId,
  network: network as NetworkId,
  endpointId: 'abc',
  engine,
  addresses: ['10.0.0.9/24'],
  name: 'ghost',
  detail: 'full' as const,
  ...more,
});

const joined = (network: string, more: object = {}) => ({
  addresses: ['10.0.0.2/24'],
  endpointId: `e-${network}`,
  gateway: '10.0.0.1',
  ...more,
});

function withBindings(topology: Topology, bindings: Readonly<Record<string, readonly PublishedPort[]>>): Topology {
  const sandboxes = topology.sandboxes.map((sandbox) => {
    const portBindings = bindings[sandbox.containers[0]?.name ?? ''];
    return portBindings ? { ...sandbox, portBindings } : sandbox;
  });
  return { ...topology, sandboxes };
}

function withEndpoint(topology: Topology, endpoint: object): Topology {
  return { ...topology, endpoints: [...topology.endpoints, endpoint as Topology['endpoints'][number]] };
}

const twoHosts = (gateway: string): Topology => {
  const topology = sketch(
    { a: { subnet: '172.20.0.0/16' }, b: { subnet: '172.20.8.0/24', engines: ['e2' as EngineId] } },
    {},
    {
      stacks: [
        routed('172.20.8.0/24', 'eth0', gateway),
        hostStack({ engine: 'e2' as EngineId, links: [{ ...eth0, addresses: ['192.0.2.6/24'] }] }),
      ],
    },
  );
  const [first] = topology.engines;
  return first ? { ...topology, engines: [first, { ...first, id: 'e2' as EngineId, context: 'far' }] } : topology;
};

const api48 = { engine: { apiVersion: '1.48' } } as const;
const macvlan = { driver: 'macvlan', parent: 'eth0.100', options: { parent: 'eth0.100' }, subnet: '10.9.0.0/24' } as const;

/** A container with a published port on the bridge `br-n`, and rules for both but for what is changed. */
function ruled(rules: Partial<FirewallRules>, more: Partial<Firewall> = {}): Topology {
  const four: FirewallRules = {
    reached: ['filter/DOCKER', 'filter/DOCKER-USER', 'nat/DOCKER'],
    unreached: [],
    interfaces: ['br-n'],
    policy: 'DROP',
    empty: false,
    masqueraded: ['10.0.0.0/24'],
    changed: [{ protocol: 'tcp', port: 8080, to: '10.0.0.2:80' }],
    ...rules,
  };
  const firewall: Firewall = { how: 'iptables-save', written: true, four, ...more };
  return sketch({ n: { subnet: '10.0.0.0/24', hostInterface: 'br-n' } }, web([port(8080, 80, '0.0.0.0')]), {
    stacks: [hostStack({ firewall }), innerStack('web', [])],
  });
}

export const ruleCases: readonly RuleCase[] = [
  {
    code: 'overlapping-subnets',
    title: 'a host routes to a network of another engine that its own covers',
    topology: twoHosts('192.0.2.6'),
    says: ['a', 'b', '172.20.8.0/24'],
    evidence: ['evidence.engines-route'],
  },
  {
    code: 'overlapping-subnets',
    title: 'the route leads to a host that is none of the engines',
    topology: twoHosts('192.0.2.7'),
  },

  {
    code: 'subnet-shadows-route',
    title: 'a VPN is behind the subnet',
    topology: sketch(net, {}, { stacks: [routed('10.0.0.128/25')] }),
    says: ['n', '10.0.0.128/25', 'wg0'],
    severity: 'warning',
    evidence: ['evidence.route'],
    cli: 'docker network create --driver bridge n-2',
  },
  {
    code: 'subnet-shadows-route',
    title: 'a wider route has a gateway',
    topology: sketch(net, {}, { stacks: [routed('10.0.0.0/8', 'tun0', '10.8.0.1')] }),
    says: ['n', '10.0.0.0/8', 'tun0'],
    evidence: ['evidence.route-via'],
  },
  {
    code: 'subnet-shadows-route',
    title: 'the route is that of the network’s own bridge',
    topology: sketch({ n: { subnet: '10.0.0.0/24', hostInterface: 'br-n' } }, {}, { stacks: [routed('10.0.0.0/24', 'br-n')] }),
  },
  {
    code: 'subnet-shadows-route',
    title: 'a macvlan network is on its LAN on purpose',
    topology: sketch({ n: macvlan }, {}, { stacks: [routed('10.9.0.0/24', 'eth0.100')] }),
  },
  { code: 'subnet-shadows-route', title: 'the host was not read', topology: sketch(net, {}) },

  {
    code: 'pools-nearly-used',
    title: 'all but one of the built-in pools and some of the small ones are taken',
    topology: sketch(
      {
        ...manyNetworks(15),
        low: { subnet: '192.168.0.0/17' },
        mid: { subnet: '192.168.128.0/18' },
        high: { subnet: '192.168.192.0/19' },
      },
      {},
    ),
    says: ['29', '31', 'default'],
    severity: 'warning',
    evidence: ['evidence.pool-base', 'evidence.built-in-pools'],
  },
  {
    code: 'pools-nearly-used',
    title: 'the engine’s own pool is used up',
    topology: sketch(
      { a: { subnet: '10.7.0.0/24' }, b: { subnet: '10.7.1.0/24' } },
      {},
      { engine: { addressPools: [{ base: '10.7.0.0/23', size: 24 }] } },
    ),
    says: ['2', '2', 'default'],
    severity: 'error',
    cli: 'docker network rm a b',
  },
  {
    code: 'pools-nearly-used',
    title: 'routes of the host take what networks leave',
    topology: sketch(
      { a: { subnet: '10.7.0.0/24' } },
      {},
      { engine: { addressPools: [{ base: '10.7.0.0/23', size: 24 }] }, stacks: [routed('10.7.1.0/25')] },
    ),
    says: ['2', '2', 'default'],
  },
  { code: 'pools-nearly-used', title: 'half are free', topology: sketch(manyNetworks(10), {}) },
  {
    code: 'pools-nearly-used',
    title: 'networks beside the pools do not count',
    topology: sketch({ a: { subnet: '10.8.0.0/16' } }, {}, { engine: { addressPools: [{ base: '10.7.0.0/24', size: 25 }] } }),
  },

  {
    code: 'pool-nearly-full',
    title: 'the engine says that 24 of 29 are taken',
    topology: sketch({ n: { pools: [{ subnet: '10.0.0.0/27', used: 24, free: 5 }] } }, { c: { on: { n: '10.0.0.2/27' } } }),
    says: ['24', '29', '10.0.0.0/27', 'n'],
    severity: 'warning',
    evidence: ['evidence.pool-use'],
  },
  {
    code: 'pool-nearly-full',
    title: 'every address has its endpoint',
    topology: sketch({ n: { pools: [{ subnet: '10.0.0.0/28', gateway: '10.0.0.1' }] } }, crowd(13)),
    says: ['14', '14', '10.0.0.0/28', 'n'],
    severity: 'error',
    evidence: ['evidence.pool-use-counted'],
    cli: 'docker network create --driver bridge n-2',
  },
  {
    code: 'pool-nearly-full',
    title: 'ten of fourteen are taken',
    topology: sketch({ n: { pools: [{ subnet: '10.0.0.0/28', gateway: '10.0.0.1' }] } }, crowd(9)),
  },
  {
    code: 'pool-nearly-full',
    title: 'the settings want a warning earlier',
    topology: sketch({ n: { pools: [{ subnet: '10.0.0.0/28', gateway: '10.0.0.1' }] } }, crowd(9)),
    settings: { poolWarning: 70 },
    says: ['10', '14', '10.0.0.0/28', 'n'],
  },
  {
    code: 'pool-nearly-full',
    title: 'other nodes of the swarm may have more',
    topology: sketch({ n: { driver: 'overlay', pools: [{ subnet: '10.0.0.0/30' }] } }, { c: { on: { n: '10.0.0.2/30' } } }),
  },

  {
    code: 'static-in-dynamic-range',
    title: 'all of them run',
    topology: sketch(net, { db: { on: { n: { addresses: ['10.0.0.9/24'], staticAddresses: ['10.0.0.9'] } } } }),
    says: ['n', 'db (10.0.0.9)'],
    severity: 'info',
    evidence: ['evidence.fixed-address', 'evidence.dynamic-range'],
    cli: 'docker network create --subnet 10.0.0.0/24 --ip-range 10.0.0.128/25 n-2',
  },
  {
    code: 'static-in-dynamic-range',
    title: 'one is down',
    topology: sketch(net, { db: { on: { n: { staticAddresses: ['10.0.0.9'] } }, state: 'exited' } }),
    says: ['n', 'db (10.0.0.9)'],
    severity: 'warning',
    evidence: ['evidence.fixed-address-idle'],
  },
  {
    code: 'static-in-dynamic-range',
    title: 'the address went to another',
    topology: sketch(net, { db: { on: { n: { staticAddresses: ['10.0.0.9'] } }, state: 'exited' }, web: { on: on('10.0.0.9') } }),
    says: ['n', 'db (10.0.0.9)'],
    severity: 'error',
    evidence: ['evidence.fixed-address-taken'],
  },
  {
    code: 'static-in-dynamic-range',
    title: 'the address is beside the range',
    topology: sketch(
      { n: { pools: [{ subnet: '10.0.0.0/24', range: '10.0.0.128/25' }] } },
      { db: { on: { n: { addresses: ['10.0.0.9/24'], staticAddresses: ['10.0.0.9'] } } } },
    ),
  },

  {
    code: 'duplicate-address',
    title: 'two have one',
    topology: sketch(net, { a: { on: on('10.0.0.2') }, b: { on: on('10.0.0.2') } }),
    says: ['n', '10.0.0.2', 'a, b'],
    severity: 'error',
    evidence: ['evidence.endpoint-has'],
  },
  {
    code: 'duplicate-address',
    title: 'they are on different networks',
    topology: sketch({ n: {}, m: {} }, { a: { on: on('10.0.0.2') }, b: { on: { m: '10.0.0.2/24' } } }),
  },
  {
    code: 'duplicate-mac',
    title: 'two have one, spelled differently',
    topology: sketch(net, {
      a: { on: { n: { addresses: ['10.0.0.2/24'], mac: '02:42:AC:00:00:02' } } },
      b: { on: { n: { addresses: ['10.0.0.3/24'], mac: '02:42:ac:00:00:02' } } },
    }),
    says: ['n', '02:42:ac:00:00:02', 'a, b'],
    severity: 'error',
  },
  {
    code: 'duplicate-mac',
    title: 'ipvlan has one MAC for all',
    topology: sketch(
      { n: { driver: 'ipvlan' } },
      { a: { on: { n: { mac: '02:42:ac:00:00:02' } } }, b: { on: { n: { mac: '02:42:ac:00:00:02' } } } },
    ),
  },

  {
    code: 'endpoint-without-sandbox',
    title: 'a ghost holds an address',
    topology: withEndpoint(sketch(net, {}), loose('n')),
    says: ['n', 'ghost'],
    severity: 'warning',
    evidence: ['evidence.on-network', 'evidence.endpoint-id'],
    cli: 'docker network disconnect --force n ghost',
  },
  {
    code: 'endpoint-without-sandbox',
    title: 'a swarm’s gossip names endpoints of other nodes',
    topology: withEndpoint(sketch({ n: { driver: 'overlay' } }, {}), loose('n')),
  },

  {
    code: 'stale-network-entry',
    title: 'the network of a stopped container is gone',
    topology: sketch({}, { web: { state: 'exited' } }, { gaps: [missing('web', 'gone')] }),
    says: ['web', 'gone'],
    severity: 'error',
    evidence: ['evidence.next-start-fails'],
    cli: 'docker network create gone',
  },
  {
    code: 'stale-network-entry',
    title: 'a running container never joined',
    topology: sketch({ n: {}, m: {} }, { web: { on: { n: { ...joined('n') }, m: {} } } }),
    says: ['web', 'm'],
    severity: 'warning',
    evidence: ['evidence.runs-without'],
    cli: 'docker network connect m web',
  },
  {
    code: 'stale-network-entry',
    title: 'a stopped container is set up for a network that is there',
    topology: sketch(net, { web: { on: { n: [] }, state: 'exited' } }),
  },

  {
    code: 'published-to-all',
    title: 'the host is on a LAN',
    topology: sketch(net, web([port(8080)]), { stacks: [hostStack()] }),
    says: ['web', '8080→80/tcp'],
    severity: 'info',
    evidence: ['evidence.published', 'evidence.host-address'],
  },
  {
    code: 'published-to-all',
    title: 'a database is open',
    topology: sketch(net, web([port(5432, 5432, '0.0.0.0')])),
    says: ['web', '0.0.0.0:5432→5432/tcp'],
    severity: 'warning',
    evidence: ['evidence.known-service', 'evidence.host-unknown'],
  },
  { code: 'published-to-all', title: 'it is bound to the loopback', topology: sketch(net, web([port(8080, 80, '127.0.0.1')])) },
  {
    code: 'published-to-all',
    title: 'the host has nothing but its loopback and bridges',
    topology: sketch({ n: { subnet: '10.0.0.0/24', hostInterface: 'br-n' } }, web([port(8080)]), {
      stacks: [hostStack({ links: [lo, { name: 'br-n', kind: 'bridge', up: true, addresses: ['10.0.0.1/24'] }] })],
    }),
  },

  {
    code: 'published-nothing-listens',
    title: 'nothing listens',
    topology: sketch(net, web([port(8080)]), { stacks: [innerStack('web', [])] }),
    says: ['web', '8080→80/tcp'],
    severity: 'warning',
    evidence: ['evidence.listens-nothing', 'evidence.seen-by'],
    cli: 'docker exec web netstat -ltun',
  },
  {
    code: 'published-nothing-listens',
    title: 'only the loopback is listened on',
    topology: sketch(net, web([port(8080)]), {
      stacks: [innerStack('web', [{ protocol: 'tcp', address: '127.0.0.1', port: 80 }])],
    }),
    says: ['web', '8080→80/tcp'],
    evidence: ['evidence.listens-loopback', 'evidence.listens-on'],
  },
  {
    code: 'published-nothing-listens',
    title: 'a socket on :: takes IPv4 as well',
    topology: sketch(net, web([port(8080)]), { stacks: [innerStack('web', [{ protocol: 'tcp', address: '::', port: 80 }])] }),
  },
  {
    code: 'published-nothing-listens',
    title: 'the sockets were not read',
    topology: sketch(net, web([port(8080)]), { stacks: [innerStack('web', undefined)] }),
  },

  {
    code: 'published-on-internal',
    title: 'its only network is internal',
    topology: withBindings(sketch({ bridge: {}, n: { internal: true } }, { web: { on: on('10.0.0.2') } }), { web: [port(8080)] }),
    says: ['web', '8080→80/tcp'],
    severity: 'warning',
    evidence: ['evidence.internal-network'],
    cli: 'docker network connect bridge web',
  },
  {
    code: 'published-on-internal',
    title: 'another network leads outside',
    topology: withBindings(sketch({ n: { internal: true }, m: {} }, { web: { on: { n: '10.0.0.2/24', m: '10.1.0.2/24' } } }), {
      web: [port(8080)],
    }),
  },

  {
    code: 'host-port-conflict',
    title: 'one has it, another waits',
    topology: withBindings(sketch(net, { ...web([port(8080)]), old: { on: { n: [] }, state: 'exited' } }), {
      web: [port(8080)],
      old: [port(8080, 8000)],
    }),
    says: ['8080/tcp', 'old, web'],
    severity: 'warning',
    evidence: ['evidence.has-port', 'evidence.wants-port'],
  },
  {
    code: 'host-port-conflict',
    title: 'both wait',
    topology: withBindings(sketch(net, { one: { state: 'exited' }, two: { state: 'created' } }), {
      one: [port(8080, 80, '127.0.0.1'), port(9090)],
      two: [port(8080), port(9090)],
    }),
    says: ['8080/tcp, 9090/tcp', 'one, two'],
    severity: 'info',
  },
  {
    code: 'host-port-conflict',
    title: 'they are on different addresses, families or protocols',
    topology: withBindings(sketch(net, { a: {}, b: {}, c: {}, d: {} }), {
      a: [port(53, 53, '127.0.0.1')],
      b: [port(53, 53, '192.0.2.5')],
      c: [port(53, 53, '::')],
      d: [port(53, 53, '', 'udp')],
    }),
  },

  {
    code: 'mtu-above-parent',
    title: 'the uplink takes less than Docker’s default',
    topology: sketch({ n: { subnet: '10.0.0.0/24', hostInterface: 'br-n' } }, web([]), { stacks: [hostStack()] }),
    says: ['n', '1500', 'eth0', '1400'],
    severity: 'warning',
    evidence: ['evidence.mtu'],
    cli: 'docker network create --opt com.docker.network.driver.mtu=1400 n-2',
  },
  {
    code: 'mtu-above-parent',
    title: 'the option is set too high',
    topology: sketch({ n: { subnet: '10.0.0.0/24', mtu: 9000 } }, web([]), { stacks: [hostStack()] }),
    says: ['n', '9000', 'eth0', '1400'],
    evidence: ['evidence.mtu-option'],
  },
  {
    code: 'mtu-above-parent',
    title: 'the option fits',
    topology: sketch({ n: { mtu: 1400 } }, web([]), { stacks: [hostStack()] }),
  },
  {
    code: 'mtu-above-parent',
    title: 'the network is internal',
    topology: sketch({ n: { internal: true } }, web([]), { stacks: [hostStack()] }),
  },

  {
    code: 'ip-forward-off',
    title: 'it was switched off',
    topology: sketch({}, {}, { stacks: [hostStack({ forwards: false })] }),
    says: ['default'],
    severity: 'error',
    evidence: ['evidence.forwarding-off'],
    cli: 'sudo sysctl -w net.ipv4.ip_forward=1',
  },
  { code: 'ip-forward-off', title: 'it is on', topology: sketch({}, {}, { stacks: [hostStack({ forwards: true })] }) },
  { code: 'ip-forward-off', title: 'it could not be read', topology: sketch({}, {}, { stacks: [hostStack()] }) },

  {
    code: 'firewall-rules-lost',
    title: 'all of them were flushed',
    topology: ruled({ reached: [], interfaces: [], empty: true, masqueraded: [], changed: [] }),
    says: ['default'],
    severity: 'error',
    evidence: [
      'evidence.chain-unreached',
      'evidence.bridges-unnamed',
      'evidence.not-masqueraded',
      'evidence.ports-unruled',
      'evidence.seen-by',
    ],
    cli: 'sudo systemctl restart docker',
  },
  {
    code: 'firewall-rules-lost',
    title: 'one port’s rule was deleted',
    topology: ruled({ changed: [] }),
    says: ['default'],
    evidence: ['evidence.ports-unruled'],
  },
  { code: 'firewall-rules-lost', title: 'all rules stand', topology: ruled({}) },
  {
    code: 'firewall-rules-lost',
    title: 'the engine writes none',
    topology: ruled({ reached: [], changed: [] }, { written: false }),
  },
  {
    code: 'firewall-rules-lost',
    title: 'they were not read',
    topology: sketch(net, web([port(8080)]), { stacks: [hostStack()] }),
  },

  {
    code: 'ipv6-half-on',
    title: 'there is no IPv6 subnet',
    topology: sketch({ n: { subnet: '10.0.0.0/24', ipv6: true } }, {}),
    says: ['n'],
    severity: 'warning',
    evidence: ['evidence.no-ipv6-subnet'],
  },
  {
    code: 'ipv6-half-on',
    title: 'IPv6 is off though there is a subnet',
    topology: sketch({ n: { subnet: 'fd00::/64' } }, {}),
    says: ['n'],
    evidence: ['evidence.ipv6-off'],
  },
  {
    code: 'ipv6-half-on',
    title: 'a container has no IPv6 address',
    topology: sketch(
      { n: { subnet: '10.0.0.0/24,fd00::/64', ipv6: true } },
      { a: { on: { n: ['10.0.0.2/24', 'fd00::2/64'] } }, b: { on: on('10.0.0.3') } },
    ),
    says: ['n'],
    severity: 'warning',
    evidence: ['evidence.no-ipv6-address'],
  },
  {
    code: 'ipv6-half-on',
    title: 'a container’s stack has not the address that it was given',
    topology: sketch(
      { n: { subnet: '10.0.0.0/24,fd00::/64', ipv6: true } },
      { web: { on: { n: ['10.0.0.2/24', 'fd00::2/64'] } } },
      { stacks: [innerStack('web', [])] },
    ),
    says: ['n'],
    severity: 'warning',
    evidence: ['evidence.ipv6-not-inside'],
  },
  {
    code: 'ipv6-half-on',
    title: 'the host has no IPv6 route',
    topology: sketch(
      { n: { subnet: '10.0.0.0/24,fd00::/64', ipv6: true } },
      { a: { on: { n: ['10.0.0.2/24', 'fd00::2/64'] } } },
      { stacks: [hostStack()] },
    ),
    says: ['n'],
    severity: 'info',
    evidence: ['evidence.no-ipv6-route'],
  },
  {
    code: 'ipv6-half-on',
    title: 'everything has IPv6',
    topology: sketch(
      { n: { subnet: '10.0.0.0/24,fd00::/64', ipv6: true } },
      { a: { on: { n: ['10.0.0.2/24', 'fd00::2/64'] } } },
      { stacks: [hostStack({ routes: [defaultRoute, { destination: '::/0', device: 'eth0', gateway: 'fe80::1' }] })] },
    ),
  },

  {
    code: 'gateway-ambiguous',
    title: 'the name of the network decides',
    topology: sketch(
      { a: {}, b: {} },
      { web: { on: { a: joined('a', { isDefaultGateway: true }), b: joined('b', { isDefaultGateway: false }) } } },
      api48,
    ),
    says: ['web', 'a'],
    severity: 'info',
    evidence: ['evidence.way-out', 'evidence.same-rank'],
    cli: 'docker network disconnect a web && docker network connect --gw-priority 1 a web',
  },
  {
    code: 'gateway-ambiguous',
    title: 'a priority decides',
    topology: sketch(
      { a: {}, b: {} },
      {
        web: {
          on: { a: joined('a', { isDefaultGateway: true, gatewayPriority: 5 }), b: joined('b', { isDefaultGateway: false }) },
        },
      },
      api48,
    ),
  },
  {
    code: 'gateway-ambiguous',
    title: 'the other network is internal',
    topology: sketch(
      { a: {}, b: { internal: true } },
      { web: { on: { a: joined('a', { isDefaultGateway: true }), b: joined('b', { isDefaultGateway: false }) } } },
    ),
  },

  {
    code: 'macvlan-parent-missing',
    title: 'the VLAN interface is gone',
    topology: sketch({ n: macvlan }, { web: { on: { n: '10.9.0.2/24' } } }, { stacks: [hostStack()] }),
    says: ['n', 'eth0.100'],
    severity: 'error',
    evidence: ['evidence.interface-missing'],
    cli: 'sudo ip link add link eth0 name eth0.100 type vlan id 100 && sudo ip link set eth0.100 up',
  },
  {
    code: 'macvlan-parent-missing',
    title: 'the parent is down',
    topology: sketch({ n: macvlan }, {}, { stacks: [hostStack({ links: [lo, { ...eth0, name: 'eth0.100', up: false }] })] }),
    says: ['n', 'eth0.100'],
    severity: 'warning',
    evidence: ['evidence.interface-down'],
    cli: 'sudo ip link set eth0.100 up',
  },
  {
    code: 'macvlan-parent-missing',
    title: 'the parent is up',
    topology: sketch({ n: macvlan }, {}, { stacks: [hostStack({ links: [lo, { ...eth0, name: 'eth0.100' }] })] }),
  },
  { code: 'macvlan-parent-missing', title: 'the host was not read', topology: sketch({ n: macvlan }, {}) },

  {
    code: 'macvlan-range',
    title: 'the range is not within the subnet',
    topology: sketch({ n: { driver: 'macvlan', pools: [{ subnet: '10.9.0.0/24', range: '10.9.1.0/25' }] } }, {}),
    says: ['n', '10.9.1.0/25'],
    severity: 'warning',
    evidence: ['evidence.range-outside'],
  },
  {
    code: 'macvlan-range',
    title: 'the LAN’s DHCP hands out the same',
    topology: sketch({ n: macvlan }, {}),
    settings: { lanDhcpRanges: ['10.9.0.100 - 10.9.0.200', 'nonsense'] },
    says: ['n', '10.9.0.0/24'],
    evidence: ['evidence.range-dhcp'],
  },
  {
    code: 'macvlan-range',
    title: 'the range is beside the DHCP’s',
    topology: sketch({ n: { driver: 'macvlan', pools: [{ subnet: '10.9.0.0/24', range: '10.9.0.0/26' }] } }, {}),
    settings: { lanDhcpRanges: ['10.9.0.100-10.9.0.200'] },
  },

  {
    code: 'duplicate-network-name',
    title: 'two have one',
    topology: sketch({ x1: { name: 'shop' }, x2: { name: 'shop' } }, { web: { on: { x1: '10.0.0.2/24' } } }),
    says: ['2', 'shop'],
    severity: 'warning',
    evidence: ['evidence.network-id'],
    cli: 'docker network rm x2',
  },
  {
    code: 'duplicate-network-name',
    title: 'they are on different engines',
    topology: sketch({ x1: { name: 'shop' }, x2: { name: 'shop', engines: ['e2' as EngineId] } }, {}),
  },

  {
    code: 'compose-network-orphaned',
    title: 'no container of the project is left',
    topology: sketch({ n: { project: 'shop' } }, {}),
    says: ['n', 'shop'],
    severity: 'info',
    evidence: ['evidence.project-gone'],
    cli: 'docker network rm n',
  },
  {
    code: 'compose-network-orphaned',
    title: 'somebody else is still on it',
    topology: sketch({ n: { project: 'shop' } }, { web: { on: on('10.0.0.2') } }),
    says: ['n', 'shop'],
    evidence: ['evidence.still-used'],
  },
  {
    code: 'compose-network-orphaned',
    title: 'a container of the project is stopped',
    topology: sketch({ n: { project: 'shop' } }, { web: { state: 'exited', project: 'shop' } }),
  },
  {
    code: 'unused-network',
    title: 'a network that a project left is another finding',
    topology: sketch({ n: { project: 'shop' } }, {}),
  },

  {
    code: 'compose-external-missing',
    title: 'an external network is gone',
    topology: sketch({}, { web: { state: 'exited', project: 'shop' } }, { gaps: [missing('web', 'proxy')] }),
    says: ['web', 'proxy'],
    severity: 'error',
    evidence: ['evidence.not-of-project'],
    cli: 'docker network create proxy',
  },
  {
    code: 'compose-external-missing',
    title: 'the project made it itself',
    topology: sketch({}, { web: { state: 'exited', project: 'shop' } }, { gaps: [missing('web', 'shop_default')] }),
  },
  {
    code: 'stale-network-entry',
    title: 'an external network of Compose is another finding',
    topology: sketch({}, { web: { state: 'exited', project: 'shop' } }, { gaps: [missing('web', 'proxy')] }),
  },
];

/** More than ten of a kind, so that what is cut is said. */
export const crowded: Topology = sketch(
  { a: {}, b: {} },
  Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`c${at}`, { on: { a: joined('a', { isDefaultGateway: true }), b: joined('b') } }]),
  ),
);
