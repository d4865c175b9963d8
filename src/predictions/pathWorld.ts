/** What a path is looked up in: addresses, stacks and listeners of one Topology, indexed once. */
import { canonicalAddress, contains, familyOf, withoutPrefix } from '../model/address.ts';
import { hostSandboxId } from '../model/ids.ts';
import { isRunning } from '../model/lookup.ts';
import type { Endpoint, Engine, EngineId, Network, NetworkId, Sandbox, SandboxId, Stack, Topology } from '../model/topology.ts';
import { majorVersion, type NameIndex, nameIndex } from './nameRecords.ts';

export interface World {
  readonly topology: Topology;
  readonly index: NameIndex;
  readonly stacks: ReadonlyMap<SandboxId, Stack>;
  /** By canonical address: endpoints of running sandboxes that hold it. */
  readonly holders: ReadonlyMap<string, readonly Endpoint[]>;
  /** By engine: the addresses that its host's stack holds, canonical. */
  readonly hostAddresses: ReadonlyMap<EngineId, HostAddresses>;
}

export interface HostAddresses {
  readonly all: ReadonlySet<string>;
  /** Those of interfaces that lead away from the host. */
  readonly uplinks: readonly string[];
  /** Whether the kernel showed them; else they are what the engine says of its bridges and nodes. */
  readonly observed: boolean;
}

const worlds = new WeakMap<Topology, World>();

export function worldOf(topology: Topology): World {
  const known = worlds.get(topology);
  if (known) return known;
  const made = makeWorld(topology);
  worlds.set(topology, made);
  return made;
}

export function endpointsIn(world: World, sandbox: Sandbox): readonly Endpoint[] {
  return world.index.endpoints.get(sandbox.id) ?? [];
}

export function networkOf(world: World, endpoint: Endpoint): Network | undefined {
  return world.index.networks.get(endpoint.network);
}

export function engineOfSandbox(world: World, sandbox: Sandbox): Engine | undefined {
  return world.index.engines.get(sandbox.engine);
}

/** The engine's major version; where it is not known, one of today. */
export function majorOf(world: World, engine: EngineId): number {
  return majorVersion(world.index.engines.get(engine)) ?? 28;
}

/** Whether the engine filters IPv6 as it does IPv4 (`ip6tables`, on by default since 27). */
export function filtersSix(world: World, engine: EngineId): boolean {
  return majorOf(world, engine) >= 27;
}

/** The host's own stack as a sandbox, be there a container in it or not. */
export function hostOf(world: World, engine: EngineId): Sandbox {
  const id = hostSandboxId(engine);
  const bare: Sandbox = { id, engine, kind: 'host', containers: [], publishedPorts: [], detail: 'listed' };
  return world.index.sandboxes.get(id) ?? bare;
}

/** What the kernel showed of it. */
export function hostStack(world: World, engine: EngineId): Stack | undefined {
  return world.stacks.get(hostSandboxId(engine));
}

/** The network of this engine that has a subnet with the address. */
export function networkWith(world: World, engine: EngineId, address: string): Network | undefined {
  const family = familyOf(address);
  return world.topology.networks.find(
    (network) =>
      network.engines.includes(engine) &&
      (network.pools.some(({ subnet }) => contains(subnet, address)) ||
        (network.pools.length === 0 &&
          family !== undefined &&
          subnetsSeen(world, network.id).some((cidr) => contains(cidr, address)))),
  );
}

/** The endpoint on a network that holds the address, of a sandbox that runs. */
export function holderOn(world: World, network: NetworkId, address: string): Endpoint | undefined {
  return world.holders.get(address)?.find((endpoint) => endpoint.network === network);
}

/** The addresses of a network that are the bridge's own, so the host's. */
export function gatewaysOf(world: World, network: Network): readonly string[] {
  const told = [
    ...network.pools.flatMap(({ gateway }) => gateway ?? []),
    ...world.topology.endpoints
      .filter((endpoint) => endpoint.network === network.id)
      .flatMap(({ gateway, gateway6 }) => [gateway ?? [], gateway6 ?? []].flat()),
  ];
  return [...new Set(told.flatMap((address) => canonicalAddress(address) ?? []))];
}

function subnetsSeen(world: World, network: NetworkId): readonly string[] {
  return world.topology.endpoints.filter((endpoint) => endpoint.network === network).flatMap(({ addresses }) => addresses);
}

function makeWorld(topology: Topology): World {
  const index = nameIndex(topology);
  const stacks = new Map(topology.stacks.map((stack) => [stack.sandbox, stack] as const));
  const holders = new Map<string, Endpoint[]>();
  for (const endpoint of topology.endpoints) {
    const sandbox = endpoint.sandbox && index.sandboxes.get(endpoint.sandbox);
    if (!sandbox || !isRunning(sandbox)) continue;
    for (const address of endpoint.addresses.flatMap((cidr) => canonicalAddress(cidr) ?? [])) {
      const list = holders.get(address);
      if (list) list.push(endpoint);
      else holders.set(address, [endpoint]);
    }
  }
  const partial = { topology, index, stacks, holders, hostAddresses: new Map<EngineId, HostAddresses>() };
  const hostAddresses = new Map(topology.engines.map(({ id }) => [id, addressesOfHost(partial, id)] as const));
  return { ...partial, hostAddresses };
}

/** Interfaces of Docker's own making on the host. */
const ofDocker = /^(docker|br-|veth)/;

function addressesOfHost(world: World, engine: EngineId): HostAddresses {
  const bridges = world.topology.networks.filter(
    ({ engines, driver, ingress }) => engines.includes(engine) && driver === 'bridge' && !ingress,
  );
  const gateways = bridges.filter(hasHostAddress).flatMap((network) => gatewaysOf(world, network));
  const stack = world.stacks.get(hostSandboxId(engine));
  const seen =
    stack?.links.flatMap(({ name, addresses }) => addresses.map((cidr) => [name, canonicalAddress(cidr) ?? ''] as const)) ?? [];
  if (stack && seen.length > 0) {
    const names = new Set(bridges.map(({ hostInterface }) => hostInterface));
    const uplinks = seen.filter(
      ([name, address]) => name !== 'lo' && !ofDocker.test(name) && !names.has(name) && !isLinkLocal(address),
    );
    return { all: new Set(seen.map(([, address]) => address)), uplinks: uplinks.map(([, address]) => address), observed: true };
  }
  const node = world.topology.nodes.find(({ id }) => id === world.index.engines.get(engine)?.swarm?.nodeId);
  const uplinks = [node?.address ?? ''].flatMap((address) => canonicalAddress(withoutPrefix(address)) ?? []);
  return { all: new Set([...gateways, ...uplinks]), uplinks, observed: false };
}

/** Some bridges of an engine have no address on the host. */
function hasHostAddress(network: Network): boolean {
  return !/^isolated$/.test(network.options['com.docker.network.bridge.gateway_mode_ipv4'] ?? '');
}

export function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address);
}
