/**
 * What the embedded DNS of every network would answer, as one index of a Topology. Made once for each Topology, so that thousands
 * of questions cost next to nothing.
 */

import { canonicalAddress } from '../model/address.ts';
import type { Endpoint, Engine, EngineId, Network, NetworkId, Sandbox, SandboxId, Service, Topology } from '../model/topology.ts';
import { containersByName, type KnownContainer } from './containersByName.ts';
import { isIPv6 } from './dnsName.ts';
import { inResolverOrder } from './endpointOrder.ts';
import type { Origin } from './observation.ts';
import { servesNames } from './userDefined.ts';

/** One name of one endpoint or service on one network. */
export interface NameRecord {
  readonly origin: Origin;
  /** Without a prefix length. */
  readonly addresses: readonly string[];
  readonly sandbox?: Sandbox;
}

export interface NetworkRecords {
  /** By lower-case name: the embedded DNS compares without case (moby libnetwork addNameToIP). */
  readonly names: ReadonlyMap<string, readonly NameRecord[]>;
  /** The name that a PTR question answers, without the network's, by address. */
  readonly pointers: ReadonlyMap<string, string>;
  /** Sandboxes that would serve a name if they ran, by lower-case name. */
  readonly stopped: ReadonlyMap<string, Sandbox>;
  /** Whether an endpoint's aliases were not read, so that a missing name proves nothing. */
  readonly incomplete: boolean;
  /** Lower-case names that the engine may or may not serve: made up by an old Docker, or chosen in the same form. */
  readonly doubtful: ReadonlySet<string>;
}

export interface NameIndex {
  readonly networks: ReadonlyMap<NetworkId, Network>;
  readonly engines: ReadonlyMap<EngineId, Engine>;
  /** By sandbox id and by the id of each container in it. */
  readonly sandboxes: ReadonlyMap<string, Sandbox>;
  /** In the order in which the sandbox's resolver goes through its networks. */
  readonly endpoints: ReadonlyMap<SandboxId, readonly Endpoint[]>;
  readonly records: ReadonlyMap<NetworkId, NetworkRecords>;
  /** Every container by lower-case name and short id, wherever it is. */
  readonly containers: ReadonlyMap<string, readonly KnownContainer[]>;
}

const indexes = new WeakMap<Topology, NameIndex>();

export function nameIndex(topology: Topology): NameIndex {
  const known = indexes.get(topology);
  if (known !== undefined) return known;
  const made = makeIndex(topology);
  indexes.set(topology, made);
  return made;
}

/** Addresses of an endpoint without their prefix lengths, in canonical spelling. */
export function bareAddresses(addresses: readonly string[]): readonly string[] {
  return addresses.flatMap((address) => {
    const bare = canonicalAddress(address);
    return bare === undefined ? [] : [bare];
  });
}

/** Whether its names are served: paused still counts, the resolver is Docker's and not the container's. */
export function isServed(sandbox: Sandbox): boolean {
  if (sandbox.kind !== 'container') return true;
  const state = sandbox.containers[0]?.state;
  return state === undefined || state === '' || state === 'running' || state === 'paused';
}

/**
 * A name of the form that Docker makes up, such as `focused_turing` or `focused_turing4`. Judged by form, so that a chosen
 * `my_app` counts too: nothing in the API tells.
 */
export function looksGenerated(name: string): boolean {
  return /^[a-z]+_[a-z]+[0-9]?$/.test(name);
}

/** The parts that take long are made when they are asked for: what needs no names, such as a refusal, needs few of them. */
function makeIndex(topology: Topology): NameIndex {
  const networks = new Map(topology.networks.map((network) => [network.id, network]));
  const engines = new Map(topology.engines.map((engine) => [engine.id, engine]));
  const sandboxes = new Map<string, Sandbox>();
  for (const sandbox of topology.sandboxes) for (const container of sandbox.containers) sandboxes.set(container.id, sandbox);
  for (const sandbox of topology.sandboxes) sandboxes.set(sandbox.id, sandbox);

  let endpoints: NameIndex['endpoints'] | undefined;
  let records: NameIndex['records'] | undefined;
  let containers: NameIndex['containers'] | undefined;
  const known = { networks, engines, sandboxes };
  return {
    ...known,
    get endpoints() {
      endpoints ??= inResolverOrder(topology, known);
      return endpoints;
    },
    get records() {
      records ??= recordsOf(topology, known);
      return records;
    },
    get containers() {
      containers ??= containersByName(topology);
      return containers;
    },
  };
}

type Known = Pick<NameIndex, 'networks' | 'engines' | 'sandboxes'>;

function recordsOf(topology: Topology, { engines, sandboxes }: Known): NameIndex['records'] {
  const services = new Map(topology.services.map((service) => [service.id as string, service]));
  const records = new Map<NetworkId, MutableRecords>();
  for (const network of topology.networks) {
    if (servesNames(network)) records.set(network.id, emptyRecords());
  }
  for (const endpoint of topology.endpoints) {
    const into = records.get(endpoint.network);
    const sandbox = endpoint.sandbox === undefined ? undefined : sandboxes.get(endpoint.sandbox);
    if (into !== undefined && sandbox !== undefined) {
      addEndpoint(into, endpoint, sandbox, engines.get(sandbox.engine), services.get(sandbox.service ?? ''));
    }
  }
  for (const service of topology.services) {
    for (const attached of service.networks) {
      const into = records.get(attached.network);
      if (into !== undefined) addVirtualAddress(into, service, attached);
    }
  }
  return records;
}

interface MutableRecords {
  names: Map<string, NameRecord[]>;
  pointers: Map<string, string>;
  stopped: Map<string, Sandbox>;
  incomplete: boolean;
  doubtful: Set<string>;
}

function emptyRecords(): MutableRecords {
  return { names: new Map(), pointers: new Map(), stopped: new Map(), incomplete: false, doubtful: new Set() };
}

/** `dnsNames` where the engine or the model gives them; otherwise what the lists give, and then the set is incomplete. */
function addEndpoint(
  into: MutableRecords,
  endpoint: Endpoint,
  sandbox: Sandbox,
  engine: Engine | undefined,
  service: Service | undefined,
): void {
  const owner = sandbox.containers[0];
  const addresses = bareAddresses(endpoint.addresses);
  const serviceNames = service === undefined ? [] : namesOfTask(service, endpoint.network);
  if (sandbox.kind !== 'container' && sandbox.kind !== 'task') return;
  if (endpoint.dnsNames === undefined && sandbox.kind === 'container' && endpoint.detail === 'listed') into.incomplete = true;

  const running = isServed(sandbox) && addresses.length > 0;
  // The model gives an endpoint that does not run no names: those that it would have are what its settings say.
  const names = (running ? endpoint.dnsNames : undefined) ?? listedNames(endpoint, sandbox);
  const anonymous = owner !== undefined && servesNoGeneratedNames(engine) && looksGenerated(owner.name);
  if (anonymous && endpoint.aliases?.includes(owner.name) !== true) into.doubtful.add(owner.name.toLowerCase());
  const seen = new Set<string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (seen.has(key)) continue;
    seen.add(key);
    if (running) push(into.names, key, { origin: originOf(name, endpoint, sandbox), addresses, sandbox });
    else if (!into.stopped.has(key)) into.stopped.set(key, sandbox);
  }
  if (!running) return;
  for (const [name, origin] of serviceNames) push(into.names, name.toLowerCase(), { origin, addresses, sandbox });
  const first = names[0];
  if (first === undefined) return;
  for (const address of addresses) into.pointers.set(address, first);
}

function listedNames(endpoint: Endpoint, sandbox: Sandbox): readonly string[] {
  const owner = sandbox.containers[0];
  const names = owner === undefined ? [] : [owner.name];
  names.push(...(endpoint.aliases ?? []));
  if (owner !== undefined && /^[0-9a-f]{64}$/.test(owner.id)) names.push(owner.id.slice(0, 12));
  if (sandbox.hostname !== undefined && sandbox.hostname !== '') names.push(sandbox.hostname);
  return names;
}

function originOf(name: string, endpoint: Endpoint, sandbox: Sandbox): Origin {
  const owner = sandbox.containers[0];
  const same = (other: string | undefined) => other?.toLowerCase() === name.toLowerCase();
  if (same(owner?.name)) return sandbox.service === undefined && sandbox.kind === 'container' ? 'container-name' : 'task';
  if (same(owner?.id.slice(0, 12))) return 'short-id';
  if (endpoint.aliases?.some(same) === true) return 'alias';
  if (same(sandbox.hostname)) return 'hostname';
  return 'alias';
}

/**
 * Names under which a task's own address is served: `tasks.<service>` always, the service's name and aliases when it has no virtual
 * address (moby libnetwork service_common.go addEndpointNameResolution).
 */
function namesOfTask(service: Service, network: NetworkId): readonly (readonly [string, Origin])[] {
  const attached = service.networks.find((candidate) => candidate.network === network);
  const names = [service.name, ...(attached?.aliases ?? [])];
  const tasks = names.map((name) => [`tasks.${name}`, 'task'] as const);
  if (service.endpointMode !== 'dnsrr') return tasks;
  return [...tasks, ...names.map((name) => [name, 'service'] as const)];
}

function addVirtualAddress(into: MutableRecords, service: Service, attached: Service['networks'][number]): void {
  if (service.endpointMode === 'dnsrr' || attached.virtualAddress === undefined) return;
  const addresses = bareAddresses([attached.virtualAddress]);
  if (addresses.length === 0) return;
  for (const name of new Set([service.name, ...(attached.aliases ?? [])])) {
    push(into.names, name.toLowerCase(), { origin: 'service', addresses });
  }
}

/** Docker before 25 serves no name that it made up itself (moby: IsAnonymousEndpoint, gone with #46853). */
function servesNoGeneratedNames(engine: Engine | undefined): boolean {
  const major = majorVersion(engine);
  return major !== undefined && major < 25;
}

/** The first number of an engine's version, undefined where it gives none. */
export function majorVersion(engine: Engine | undefined): number | undefined {
  const digits = /^\d+/.exec(engine?.version ?? '');
  return digits === null ? undefined : Number(digits[0]);
}

/** Addresses of one family among records, each once. */
export function addressesOf(records: readonly NameRecord[], family: 'A' | 'AAAA'): readonly string[] {
  const found = new Set<string>();
  for (const record of records) {
    for (const address of record.addresses) if (isIPv6(address) === (family === 'AAAA')) found.add(address);
  }
  return [...found];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
