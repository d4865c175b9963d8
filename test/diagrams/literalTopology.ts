import type {
  Endpoint,
  EndpointId,
  Engine,
  EngineId,
  Network,
  NetworkId,
  Sandbox,
  SandboxId,
  Topology,
} from '../../src/model/topology.ts';
import { emptyTopology } from '../../src/model/topology.ts';

export const engineId = 'engine1' as EngineId;

export function engine(more: Partial<Engine> = {}): Engine {
  return {
    id: engineId,
    context: 'default',
    endpoint: 'unix:///var/run/docker.sock',
    state: 'ready',
    version: '28.5.2',
    apiVersion: '1.51',
    operatingSystem: 'Debian GNU/Linux 13',
    here: 'yes',
    readAt: '2026-11-25T20:00:00.000Z',
    ...more,
  };
}

export function network(name: string, more: Partial<Network> = {}): Network {
  return {
    id: `id-${name}` as NetworkId,
    engines: [engineId],
    name,
    driver: 'bridge',
    scope: 'local',
    internal: false,
    attachable: false,
    ingress: false,
    configOnly: false,
    ipv6: false,
    pools: [],
    options: {},
    labels: {},
    created: '',
    detail: 'listed',
    ...more,
  };
}

export function sandbox(name: string, more: Partial<Sandbox> = {}): Sandbox {
  return {
    id: `id-${name}` as SandboxId,
    engine: engineId,
    kind: 'container',
    containers: [container(name)],
    publishedPorts: [],
    detail: 'listed',
    ...more,
  };
}

export function container(name: string, state = 'running') {
  return { id: `id-${name}`, name, state, image: 'alpine:latest' };
}

export function endpoint(of: string, on: string, address: string, more: Partial<Endpoint> = {}): Endpoint {
  return {
    id: `id-${on}/id-${of}` as EndpointId,
    network: `id-${on}` as NetworkId,
    sandbox: `id-${of}` as SandboxId,
    engine: engineId,
    addresses: address === '' ? [] : [address],
    detail: 'listed',
    ...more,
  };
}

/** The blog's scenario with one of everything that the map has a word for. */
export function blogTopology(): Topology {
  return {
    ...emptyTopology('2026-11-25T20:00:00.000Z'),
    engines: [engine()],
    networks: [
      network('bridge', { hostInterface: 'docker0', pools: [{ subnet: '172.17.0.0/16', gateway: '172.17.0.1' }] }),
      network('localnet', {
        hostInterface: 'br-30441f25c1f0',
        pools: [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1' }],
      }),
      network('backend', {
        hostInterface: 'br-77e1c0a94b21',
        internal: true,
        pools: [{ subnet: '172.20.0.0/16', gateway: '172.20.0.1' }],
      }),
      network('macvlan100', {
        driver: 'macvlan',
        parent: 'enp0s3.100',
        pools: [{ subnet: '10.0.2.0/24', gateway: '10.0.2.1', range: '10.0.2.0/25' }],
      }),
      network('leftover', { hostInterface: 'br-0aa1b2c3d4e5', pools: [{ subnet: '172.21.0.0/16', gateway: '172.21.0.1' }] }),
      network('host', { driver: 'host' }),
      network('none', { driver: 'null' }),
    ],
    sandboxes: [
      sandbox('web', {
        sandboxKey: '/var/run/docker/netns/6f3a9c0dfe55',
        publishedPorts: [
          { protocol: 'tcp', port: 80, hostAddress: '0.0.0.0', hostPort: 5000 },
          { protocol: 'tcp', port: 80, hostAddress: '::', hostPort: 5000 },
        ],
      }),
      sandbox('c1', { sandboxKey: '/var/run/docker/netns/1d8e40b7a2c9' }),
      sandbox('c2', { containers: [container('c2'), container('sidecar')], sandboxKey: '/var/run/docker/netns/90be11c5d0aa' }),
      sandbox('c3', { sandboxKey: '/var/run/docker/netns/4410be77d1f3' }),
      sandbox('c5', { containers: [container('c5', 'exited')] }),
      sandbox('api', { sandboxKey: '/var/run/docker/netns/77aa11c5d0ff' }),
      sandbox('mactainer1', { sandboxKey: '/var/run/docker/netns/c07d5512ee08' }),
      sandbox('offline', { sandboxKey: '/var/run/docker/netns/ab7d5512ee01' }),
      sandbox('engine1/host', { kind: 'host', containers: [container('ci-runner')] }),
    ],
    endpoints: [
      endpoint('web', 'localnet', '172.18.0.4/16', {
        mac: '02:42:ac:12:00:04',
        gateway: '172.18.0.1',
        isDefaultGateway: true,
        aliases: ['www'],
      }),
      endpoint('c1', 'localnet', '172.18.0.2/16', { mac: '02:42:ac:12:00:02', gateway: '172.18.0.1', isDefaultGateway: true }),
      endpoint('c2', 'localnet', '172.18.0.3/16', { mac: '02:42:ac:12:00:03', gateway: '172.18.0.1', isDefaultGateway: true }),
      endpoint('api', 'localnet', '172.18.0.5/16', { mac: '02:42:ac:12:00:05', gateway: '172.18.0.1', isDefaultGateway: true }),
      endpoint('api', 'backend', '172.20.0.2/16', { mac: '02:42:ac:14:00:02' }),
      endpoint('c3', 'bridge', '172.17.0.2/16', { mac: '02:42:ac:11:00:02', gateway: '172.17.0.1', isDefaultGateway: true }),
      endpoint('c5', 'localnet', ''),
      endpoint('mactainer1', 'macvlan100', '10.0.2.2/24', {
        mac: '02:42:0a:00:02:02',
        gateway: '10.0.2.1',
        isDefaultGateway: true,
      }),
      endpoint('offline', 'none', ''),
      endpoint('engine1/host', 'host', ''),
    ],
  };
}

/** `count` sandboxes on one network, and as many on each of `more` others. */
export function crowd(count: number, more = 0): Topology {
  const networks = Array.from({ length: more + 1 }, (_, index) =>
    network(`net${index}`, {
      hostInterface: `br-${index}`,
      pools: [{ subnet: `10.${index}.0.0/16`, gateway: `10.${index}.0.1` }],
    }),
  );
  const names = networks.flatMap((each, index) =>
    Array.from({ length: count }, (_, place) => ({
      name: `c${index}-${String(place).padStart(3, '0')}`,
      on: each.name,
      index,
      place,
    })),
  );
  return {
    ...emptyTopology('2026-11-25T20:00:00.000Z'),
    engines: [engine()],
    networks,
    sandboxes: names.map(({ name }) => sandbox(name)),
    endpoints: names.map(({ name, on, index, place }) =>
      endpoint(name, on, `10.${index}.${Math.floor(place / 250)}.${(place % 250) + 2}/16`),
    ),
  };
}
