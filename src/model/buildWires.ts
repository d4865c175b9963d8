import { hostSandboxId } from './ids.ts';
import { isRunning, sandboxName } from './lookup.ts';
import type { KernelReading } from './snapshot.ts';
import type {
  Endpoint,
  EndpointId,
  Engine,
  EngineId,
  Network,
  NetworkId,
  Sandbox,
  SandboxId,
  Stack,
  Topology,
  Wire,
} from './topology.ts';
import { inferredWire, wireOf } from './wireOf.ts';

interface Parts {
  readonly engines: readonly Engine[];
  readonly networks: readonly Network[];
  readonly endpoints: readonly Endpoint[];
  readonly sandboxes: readonly Sandbox[];
}

/** The wire of an endpoint: as it was looked for, else what follows from Docker's record of its network. */
export function wireOfEndpoint(topology: Topology, id: EndpointId): Wire {
  const known = topology.wires.find(({ endpoint }) => endpoint === id);
  if (known) return known;
  const endpoint = topology.endpoints.find((one) => one.id === id);
  const network = topology.networks.find((one) => one.id === endpoint?.network);
  if (!endpoint || !network) return { gaps: [{ subject: id, code: 'unknown-subject', why: id }] };
  if (network.driver === 'host' || network.driver === 'null') return { endpoint: id, gaps: [] };
  const engine = topology.engines.find((one) => one.id === (endpoint.engine ?? network.engines[0]));
  const sandbox = topology.sandboxes.find((one) => one.id === endpoint.sandbox);
  const code = engine?.state === 'sample' ? 'sample' : sandbox && !isRunning(sandbox) ? 'not-running' : 'engine-place-unknown';
  const why = code === 'not-running' && sandbox ? sandboxName(sandbox) : (engine?.context ?? '');
  return { endpoint: id, ...inferredWire(network), gaps: [{ ...(engine ? { engine: engine.id } : {}), subject: id, code, why }] };
}

/** What the kernel's readings add: the stacks as they were read, and a wire for each endpoint of an engine whose kernel was looked for. */
export function buildWires(
  readings: ReadonlyMap<EngineId, KernelReading>,
  { engines, networks, endpoints, sandboxes }: Parts,
): { readonly stacks: readonly Stack[]; readonly wires: readonly Wire[] } {
  if (readings.size === 0) return { stacks: [], wires: [] };

  const stacks = new Map<SandboxId, Stack>();
  for (const [engine, { host }] of readings) {
    const sandbox = hostSandboxId(engine);
    if (host) stacks.set(sandbox, { engine, sandbox, ...host });
  }
  for (const sandbox of sandboxes) {
    const reads = readings.get(sandbox.engine)?.sandboxes ?? {};
    const read = Object.hasOwn(reads, sandbox.id) ? reads[sandbox.id] : undefined;
    if (read && sandbox.kind === 'container' && isRunning(sandbox) && read.pid === sandbox.pid) {
      const { pid: _, hearsay: __, ...stack } = read;
      stacks.set(sandbox.id, { engine: sandbox.engine, sandbox: sandbox.id, ...stack });
    }
  }
  const sandboxOf = new Map(sandboxes.map((sandbox) => [sandbox.id, sandbox] as const));
  const networkOf = new Map(networks.map((network) => [network.id, network] as const));
  const contextOf = new Map(engines.map((engine) => [engine.id, engine.context] as const));
  const doubled = doubledMacs(endpoints);
  const wires = endpoints.flatMap((endpoint): readonly Wire[] => {
    const reading = endpoint.engine && readings.get(endpoint.engine);
    const network = networkOf.get(endpoint.network);
    if (!endpoint.engine || !reading || !network) return [];
    const sandbox = endpoint.sandbox && sandboxOf.get(endpoint.sandbox);
    const wire = wireOf({
      endpoint,
      network,
      sandbox: sandbox || undefined,
      inside: endpoint.sandbox && stacks.get(endpoint.sandbox),
      host: stacks.get(hostSandboxId(endpoint.engine)),
      here: reading.here,
      learnedPort: doubled.has(macKey(endpoint)) ? undefined : learnedPort(reading, network, endpoint),
      context: contextOf.get(endpoint.engine) ?? '',
    });
    return [wire];
  });
  return { stacks: [...stacks.values()], wires };
}

function learnedPort({ learned }: KernelReading, { hostInterface }: Network, { mac }: Endpoint): string | undefined {
  if (hostInterface === undefined || mac === undefined || !learned || !Object.hasOwn(learned, hostInterface)) return undefined;
  const behind = learned[hostInterface]?.filter((row) => row.mac === mac.toLowerCase()) ?? [];
  const ports = new Set(behind.map(({ port }) => port));
  return ports.size === 1 ? behind[0]?.port : undefined;
}

/** MACs that several endpoints of one network claim: a learned one does not say whose it is. */
function doubledMacs(endpoints: readonly Endpoint[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const endpoint of endpoints) {
    if (endpoint.mac === undefined) continue;
    const key = macKey(endpoint);
    if (seen.has(key)) doubled.add(key);
    seen.add(key);
  }
  return doubled;
}

function macKey({
  engine,
  network,
  mac,
}: {
  readonly engine?: EngineId;
  readonly network: NetworkId;
  readonly mac?: string;
}): string {
  return JSON.stringify([engine, network, mac?.toLowerCase()]);
}
