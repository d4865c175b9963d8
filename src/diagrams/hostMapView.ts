import { hostSandboxId } from '../model/ids.ts';
import { isDefaultBridge, isRunning } from '../model/lookup.ts';
import type {
  Endpoint,
  EndpointId,
  Engine,
  Network,
  NetworkId,
  Sandbox,
  SandboxId,
  Stack,
  Topology,
  Wire,
} from '../model/topology.ts';
import type { Tone } from './diagram.ts';

/** One engine's share of the Topology, indexed for drawing and in the order in which it is drawn. */
export interface EngineView {
  readonly engine: Engine;
  /** Index of its section. */
  readonly section: number;
  readonly networks: ReadonlyMap<NetworkId, Network>;
  readonly sandboxes: readonly Sandbox[];
  readonly endpointsBySandbox: ReadonlyMap<SandboxId, readonly Endpoint[]>;
  readonly endpointsByNetwork: ReadonlyMap<NetworkId, readonly Endpoint[]>;
  /** Endpoints that no sandbox owns. */
  readonly ghosts: readonly Endpoint[];
  /** Place of each network from top to bottom. */
  readonly rank: ReadonlyMap<NetworkId, number>;
  /** What the kernel showed, where it was looked at: of each sandbox, of the host, of each endpoint's wire. */
  readonly stacks: ReadonlyMap<SandboxId, Stack>;
  readonly host: Stack | undefined;
  readonly wires: ReadonlyMap<EndpointId, Wire>;
}

const views = new WeakMap<Topology, Map<string, EngineView>>();

/** Made once for each Topology: several pictures are drawn from it. */
export function viewEngine(topology: Topology, engine: Engine, section: number): EngineView {
  const known = views.get(topology) ?? new Map<string, EngineView>();
  views.set(topology, known);
  const key = `${section} ${engine.id}`;
  const view = known.get(key) ?? makeView(topology, engine, section);
  known.set(key, view);
  return view;
}

function makeView(topology: Topology, engine: Engine, section: number): EngineView {
  const networks = new Map<NetworkId, Network>();
  for (const network of topology.networks) {
    if (network.engines.includes(engine.id)) networks.set(network.id, network);
  }
  const sandboxes = topology.sandboxes.filter((sandbox) => sandbox.engine === engine.id);
  const known = new Set(sandboxes.map((sandbox) => sandbox.id));
  const used = new Set(topology.endpoints.map((endpoint) => endpoint.network));
  const rank = new Map(
    [...networks.values()].sort((a, b) => byDrawingOrder(used, a, b)).map((network, index) => [network.id, index]),
  );
  const endpointsBySandbox = new Map<SandboxId, Endpoint[]>();
  const endpointsByNetwork = new Map<NetworkId, Endpoint[]>();
  const ghosts: Endpoint[] = [];
  const endpoints = topology.endpoints
    .filter((endpoint) => networks.has(endpoint.network))
    .sort((a, b) => (rank.get(a.network) ?? 0) - (rank.get(b.network) ?? 0) || compare(a.id, b.id));
  for (const endpoint of endpoints) {
    const owned = endpoint.sandbox !== undefined && known.has(endpoint.sandbox);
    if (!owned && endpoint.engine !== engine.id) continue;
    push(endpointsByNetwork, endpoint.network, endpoint);
    if (owned && endpoint.sandbox) push(endpointsBySandbox, endpoint.sandbox, endpoint);
    else ghosts.push(endpoint);
  }
  const stacks = new Map(
    topology.stacks.flatMap((stack) => (stack.engine === engine.id ? [[stack.sandbox, stack] as const] : [])),
  );
  const kernel = {
    stacks,
    host: stacks.get(hostSandboxId(engine.id)),
    wires: new Map(topology.wires.flatMap((wire) => (wire.endpoint ? [[wire.endpoint, wire] as const] : []))),
  };
  const view = { engine, section, networks, sandboxes: [], endpointsBySandbox, endpointsByNetwork, ghosts, rank, ...kernel };
  return { ...view, sandboxes: inSwitchOrder(sandboxes.filter(isDrawn), view) };
}

/** The networks from top to bottom. */
export function networkOrder(view: EngineView): readonly Network[] {
  return [...view.networks.values()].sort((a, b) => (view.rank.get(a.id) ?? 0) - (view.rank.get(b.id) ?? 0));
}

export function isHostSandbox(sandbox: Sandbox): boolean {
  return sandbox.kind === 'host';
}

/** Whether the stack is up; the host's own counts as up where one of its containers is. */
export function isRunningSandbox(sandbox: Sandbox): boolean {
  return isHostSandbox(sandbox) ? sandbox.containers.some((container) => container.state === 'running') : isRunning(sandbox);
}

export function toneOf(network: Network): Tone {
  switch (network.driver) {
    case 'bridge':
      return isDefaultBridge(network) ? 'default-bridge' : 'bridge';
    case 'macvlan':
    case 'ipvlan':
    case 'overlay':
    case 'host':
      return network.driver;
    case 'null':
      return 'none';
    default:
      return 'remote';
  }
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The host's own stack says something only when a container uses it. */
function isDrawn(sandbox: Sandbox): boolean {
  return !isHostSandbox(sandbox) || sandbox.containers.length > 0;
}

/** What leads to the host comes first, so that the host is one block; then what leads to a parent, then what leads nowhere. */
function byDrawingOrder(used: ReadonlySet<NetworkId>, a: Network, b: Network): number {
  return (
    drawingGroup(a) - drawingGroup(b) ||
    Number(used.has(b.id)) - Number(used.has(a.id)) ||
    compare(a.name, b.name) ||
    compare(a.id, b.id)
  );
}

function drawingGroup(network: Network): number {
  if (network.configOnly) return 9;
  switch (network.driver) {
    case 'bridge':
      return network.internal ? 5 : isDefaultBridge(network) ? 0 : network.name === 'docker_gwbridge' ? 2 : 1;
    case 'overlay':
      return network.ingress ? 4 : 3;
    case 'host':
      return 4.5;
    case 'macvlan':
      return 6;
    case 'ipvlan':
      return 7;
    case 'null':
      return 10;
    default:
      return 8;
  }
}

/** Sandboxes follow their switches: by the first one, and within it those that reach further down come last. */
function inSwitchOrder(
  sandboxes: readonly Sandbox[],
  { endpointsBySandbox, rank }: Pick<EngineView, 'endpointsBySandbox' | 'rank'>,
): readonly Sandbox[] {
  return sandboxes
    .map((sandbox) => {
      const ranks = (endpointsBySandbox.get(sandbox.id) ?? []).map((endpoint) => rank.get(endpoint.network) ?? 1e6);
      return { sandbox, first: ranks[0] ?? 1e6, middle: mean(ranks), name: firstName(sandbox) };
    })
    .sort((a, b) => a.first - b.first || a.middle - b.middle || compare(a.name, b.name) || compare(a.sandbox.id, b.sandbox.id))
    .map(({ sandbox }) => sandbox);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function firstName(sandbox: Sandbox): string {
  return sandbox.containers[0]?.name ?? sandbox.id;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
