import type {
  Endpoint,
  EndpointId,
  Engine,
  EngineId,
  LookupSettings,
  Network,
  NetworkId,
  Sandbox,
  SandboxId,
  Topology,
} from '../../src/model/topology.ts';
import { emptyTopology } from '../../src/model/topology.ts';

export const engine = 'e1' as EngineId;

export interface NetworkSketch extends Partial<Omit<Network, 'id' | 'name'>> {
  readonly id?: string;
  readonly name?: string;
  readonly subnet?: string;
}

export interface ContainerSketch {
  /** Addresses by network key: '172.18.0.2' or several. */
  readonly on?: Readonly<
    Record<string, string | readonly string[] | (Partial<Endpoint> & { readonly addresses?: readonly string[] })>
  >;
  readonly state?: string;
  readonly name?: string;
  readonly aliases?: readonly string[];
  readonly hostname?: string;
  readonly links?: readonly string[];
  readonly lookup?: Partial<LookupSettings>;
  readonly ports?: Sandbox['publishedPorts'];
  readonly project?: string;
  readonly sharers?: readonly string[];
  readonly listed?: boolean;
  readonly kind?: Sandbox['kind'];
  readonly service?: string;
  readonly engine?: string;
}

/** 64 hex digits that begin with something recognizable. */
export function idOf(name: string): string {
  const hex = [...name].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(2, '0')).join('');
  return (hex + 'f'.repeat(64)).slice(0, 64);
}

export function sandboxId(name: string): SandboxId {
  return idOf(name) as SandboxId;
}

export function networkId(name: string): NetworkId {
  return name as NetworkId;
}

export function endpointId(network: string, container: string): EndpointId {
  return `${network}/${idOf(container)}` as EndpointId;
}

/** A small Topology in one literal; networks are identified by their key, containers by `idOf(key)`. */
export function sketch(
  networks: Readonly<Record<string, NetworkSketch>>,
  containers: Readonly<Record<string, ContainerSketch>>,
  more: Partial<Topology> & { readonly engine?: Partial<Engine> } = {},
): Topology {
  const { engine: engineFields, ...rest } = more;
  const endpoints: Endpoint[] = [];
  const sandboxes: Sandbox[] = [];
  for (const [key, made] of Object.entries(containers)) {
    const name = made.name ?? key;
    const hostname = made.hostname ?? idOf(key).slice(0, 12);
    const running = (made.state ?? 'running') === 'running' || made.state === 'paused';
    const on = (made.engine ?? engine) as EngineId;
    const detail = made.listed === true ? 'listed' : 'full';
    sandboxes.push({
      id: (made.kind === 'host' ? `${on}/host` : idOf(key)) as SandboxId,
      engine: on,
      kind: made.kind ?? 'container',
      containers: [
        {
          id: idOf(key),
          name,
          state: made.state ?? 'running',
          image: 'alpine',
          ...(made.project ? { project: made.project } : {}),
        },
        ...(made.sharers ?? []).map((sharer) => ({ id: idOf(sharer), name: sharer, state: 'running', image: 'alpine' })),
      ],
      publishedPorts: made.ports ?? [],
      ...(made.listed === true ? {} : { hostname }),
      ...(made.lookup === undefined ? {} : { lookup: { servers: [], search: [], options: [], hosts: [], ...made.lookup } }),
      ...(made.service === undefined ? {} : { service: made.service as Sandbox['service'] & string }),
      detail,
    });
    for (const [network, given] of Object.entries(made.on ?? {})) {
      const fields = typeof given === 'string' ? { addresses: [given] } : 'length' in given ? { addresses: given } : given;
      const userDefined = !['bridge', 'host', 'none'].includes(networks[network]?.name ?? network);
      const names = [name, ...(made.aliases ?? []), idOf(key).slice(0, 12), hostname];
      endpoints.push({
        id: `${network}/${idOf(key)}` as EndpointId,
        network: network as NetworkId,
        sandbox: idOf(key) as SandboxId,
        engine: on,
        ...(made.listed === true
          ? {}
          : { aliases: made.aliases ?? [], dnsNames: userDefined && running ? [...new Set(names)] : [] }),
        ...(made.links === undefined ? {} : { links: made.links }),
        detail,
        ...fields,
        addresses: running ? (fields.addresses ?? []) : [],
      });
    }
  }
  return {
    ...emptyTopology('2026-11-25T00:00:00.000Z'),
    engines: [
      {
        id: engine,
        context: 'default',
        endpoint: 'unix:///e1',
        state: 'ready',
        here: 'unknown',
        version: '28.5.2',
        ...engineFields,
      },
    ],
    networks: Object.entries(networks).map(([key, made]) => sketchNetwork(key, made)),
    endpoints,
    sandboxes,
    ...rest,
  };
}

function sketchNetwork(key: string, made: NetworkSketch): Network {
  const { id, name, subnet, ...fields } = made;
  const driver = fields.driver ?? (key === 'host' ? 'host' : key === 'none' ? 'null' : 'bridge');
  return {
    id: (id ?? key) as NetworkId,
    engines: [engine],
    name: name ?? key,
    driver,
    scope: driver === 'overlay' ? 'swarm' : 'local',
    internal: false,
    attachable: false,
    ingress: false,
    configOnly: false,
    ipv6: false,
    pools: subnet === undefined ? [] : subnet.split(',').map((one) => ({ subnet: one })),
    options: {},
    labels: {},
    created: '2026-11-25T00:00:00Z',
    detail: 'full',
    ...fields,
  };
}
