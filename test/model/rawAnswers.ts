/** Short literals for tests: raw answers as a Docker Engine spells them, with what a test does not care about filled in. */
import { buildTopology } from '../../src/model/buildTopology.ts';
import { engineId } from '../../src/model/ids.ts';
import type { RawAnswers, Snapshot } from '../../src/model/snapshot.ts';
import type { Topology } from '../../src/model/topology.ts';

/** An id of 64 hex digits that begins with the given ones. */
export function hex(start: string): string {
  return start.padEnd(64, '0');
}

export function network(properties: Record<string, unknown> & { Name: string; Id: string }): Record<string, unknown> {
  return {
    Created: '2026-11-25T20:00:00Z',
    Scope: 'local',
    Driver: 'bridge',
    EnableIPv6: false,
    IPAM: { Driver: 'default', Options: null, Config: [] },
    Internal: false,
    Attachable: false,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: {},
    Options: {},
    Labels: {},
    ...properties,
  };
}

export function pool(Subnet: string, more: Record<string, unknown> = {}): { IPAM: unknown } {
  return { IPAM: { Driver: 'default', Options: null, Config: [{ Subnet, ...more }] } };
}

export interface ListedContainer {
  readonly id: string;
  readonly name: string;
  readonly state?: string;
  readonly mode?: string;
  readonly networks?: Record<string, unknown>;
  readonly more?: Record<string, unknown>;
}

/** One entry of `GET /containers/json`. */
export function listed({ id, name, state = 'running', mode = 'default', networks = {}, more = {} }: ListedContainer) {
  return {
    Id: id,
    Names: [`/${name}`],
    Image: 'alpine',
    State: state,
    Ports: [],
    Labels: {},
    HostConfig: { NetworkMode: mode },
    NetworkSettings: { Networks: networks },
    ...more,
  };
}

/** EndpointSettings of a running container, as the list spells them. */
export function joined(networkId: string, endpoint: string, address: string, more: Record<string, unknown> = {}) {
  const [ip = '', length = '16'] = address.split('/');
  return {
    IPAMConfig: null,
    Links: null,
    Aliases: null,
    NetworkID: networkId,
    EndpointID: endpoint,
    Gateway: '',
    IPAddress: ip,
    IPPrefixLen: ip === '' ? 0 : Number(length),
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    MacAddress: '02:42:ac:12:00:02',
    DriverOpts: null,
    ...more,
  };
}

/** EndpointSettings of a container that does not run. */
export function notJoined(networkId = '', more: Record<string, unknown> = {}) {
  return { ...joined(networkId, '', '', { MacAddress: '' }), ...more };
}

/** `GET /containers/{id}/json` of what was listed. */
export function inspected(
  container: ReturnType<typeof listed>,
  { settings = {}, hostname = container.Id.slice(0, 12), networks = {}, more = {} } = {} as {
    settings?: Record<string, unknown>;
    hostname?: string;
    networks?: Record<string, Record<string, unknown>>;
    more?: Record<string, unknown>;
  },
) {
  const own = container.NetworkSettings.Networks as Record<string, object>;
  const running = container.State === 'running' || container.State === 'paused';
  return {
    Id: container.Id,
    Name: container.Names[0],
    State: { Status: container.State, Running: running, Pid: running ? 4711 : 0 },
    Config: { Hostname: hostname, Image: container.Image, Labels: container.Labels },
    HostConfig: container.HostConfig,
    NetworkSettings: {
      SandboxID: '6f3a9c0dfe55'.padEnd(64, '0'),
      SandboxKey: '/var/run/docker/netns/6f3a9c0dfe55',
      Ports: {},
      Networks: Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { ...value, ...networks[name] }])),
      ...settings,
    },
    ...more,
  };
}

export const socket = 'unix:///var/run/docker.sock';

export interface SnapshotParts {
  readonly networks?: readonly unknown[];
  readonly containers?: readonly unknown[];
  readonly networkDetails?: readonly Record<string, unknown>[];
  readonly containerDetails?: readonly Record<string, unknown>[];
  readonly context?: string;
  readonly endpoint?: string;
  readonly apiVersion?: string;
  readonly state?: Snapshot['engine']['state'];
  readonly api?: Partial<RawAnswers>;
}

export function snapshot(parts: SnapshotParts = {}): Snapshot {
  const endpoint = parts.endpoint ?? socket;
  const byId = (details: readonly Record<string, unknown>[] = []) =>
    Object.fromEntries(details.map((detail) => [String(detail.Id), { answer: detail }]));
  return {
    engine: {
      id: engineId(endpoint),
      context: parts.context ?? 'default',
      endpoint,
      state: parts.state ?? 'ready',
      apiVersion: parts.apiVersion ?? '1.41',
    },
    readAt: '2026-11-25T20:00:00Z',
    api: {
      networks: { answer: parts.networks ?? [] },
      containers: { answer: parts.containers ?? [] },
      networkDetails: byId(parts.networkDetails),
      containerDetails: byId(parts.containerDetails),
      ...parts.api,
    },
  };
}

/** The Topology of one engine. */
export function topologyOf(parts: SnapshotParts): Topology {
  return buildTopology([snapshot(parts)], '2026-11-25T20:00:01Z');
}

/** `code why` of each gap. */
export function gapTexts(topology: Topology): readonly string[] {
  return topology.gaps.map((gap) => `${gap.code} ${gap.why}`);
}

/** Ids that a record refers to and that do not exist; every Topology must have none. */
export function danglingIds(topology: Topology): readonly string[] {
  const engines = new Set<string>(topology.engines.map(({ id }) => id));
  const networks = new Set<string>(topology.networks.map(({ id }) => id));
  const sandboxes = new Set<string>(topology.sandboxes.map(({ id }) => id));
  const nodes = new Set<string>(topology.nodes.map(({ id }) => id));
  const services = new Set<string>(topology.services.map(({ id }) => id));
  const dangling: string[] = [];
  const check = (known: ReadonlySet<string>, id: string | undefined, from: string) => {
    if (id !== undefined && !known.has(id)) dangling.push(`${from} → ${id}`);
  };
  for (const engine of topology.engines) check(nodes, engine.swarm?.nodeId, `engine ${engine.id}`);
  for (const { id, engines: seenBy } of topology.networks) for (const engine of seenBy) check(engines, engine, `network ${id}`);
  for (const endpoint of topology.endpoints) {
    check(networks, endpoint.network, `endpoint ${endpoint.id}`);
    check(sandboxes, endpoint.sandbox, `endpoint ${endpoint.id}`);
    check(engines, endpoint.engine, `endpoint ${endpoint.id}`);
    check(nodes, endpoint.node, `endpoint ${endpoint.id}`);
  }
  for (const sandbox of topology.sandboxes) {
    check(engines, sandbox.engine, `sandbox ${sandbox.id}`);
    check(nodes, sandbox.node, `sandbox ${sandbox.id}`);
    check(services, sandbox.service, `sandbox ${sandbox.id}`);
  }
  for (const node of topology.nodes) check(engines, node.engine, `node ${node.id}`);
  for (const service of topology.services) {
    check(engines, service.engine, `service ${service.id}`);
    for (const entry of service.networks) check(networks, entry.network, `service ${service.id}`);
  }
  for (const gap of topology.gaps) check(engines, gap.engine, `gap ${gap.code}`);
  return dangling;
}

/** Ids that two records of a kind have. */
export function doubledIds(topology: Topology): readonly string[] {
  const kinds = [topology.engines, topology.networks, topology.endpoints, topology.sandboxes, topology.nodes, topology.services];
  return kinds.flatMap((records) => {
    const ids = (records as readonly { id: string }[]).map(({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });
}
