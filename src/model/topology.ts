/**
 * The vocabulary of the explorer: the one immutable value that trees, diagrams, predictions and findings are pure functions of.
 * JSON-safe: flat arrays related by id, no class, Map, Set or Date. A field that is absent was not read (`detail: 'listed'`);
 * an empty list means "none". Ids stay the same across stop, start, rename and reconnect.
 */
import type { Firewall } from './firewall.ts';
import type { Word } from './word.ts';

declare const brand: unique symbol;
type Id<B extends string> = string & { readonly [brand]: B };

/** Short hash of the endpoint URL; `/info.ID` is not unique. */
export type EngineId = Id<'engine'>;
/** Docker's own id: 64 hex digits for local networks, 25 base-36 characters for swarm networks; `<engine>:` before it where ids come from names. */
export type NetworkId = Id<'network'>;
/** The owning container's full id, `<engine>/host`, `<engine>/ingress-sbox`, `<engine>/lb-<network>`, or a task id. */
export type SandboxId = Id<'sandbox'>;
/** `<network>/<sandbox>`, or `<network>/ep-<EndpointID>` for an endpoint without a sandbox. */
export type EndpointId = Id<'endpoint'>;
export type NodeId = Id<'node'>;
export type ServiceId = Id<'service'>;

/** 'listed': from the two list calls, fields that need an inspect are absent. 'full': inspected. */
export type Detail = 'listed' | 'full';

export interface Topology {
  /** ISO 8601, the local clock when the newest snapshot was complete. */
  readonly readAt: string;
  readonly engines: readonly Engine[];
  readonly networks: readonly Network[];
  readonly endpoints: readonly Endpoint[];
  readonly sandboxes: readonly Sandbox[];
  readonly nodes: readonly Node[];
  readonly services: readonly Service[];
  /** Network stacks that the kernel was asked about; a sandbox that is not here was not looked at. */
  readonly stacks: readonly Stack[];
  /** One for each endpoint whose sandbox was looked at, or that something is inferred of. */
  readonly wires: readonly Wire[];
  readonly gaps: readonly Gap[];
}

export type EngineState = 'connecting' | 'ready' | 'refused' | 'lost' | 'sample';

export interface Engine {
  readonly id: EngineId;
  /** Name of the Docker context, `default` when there is none. */
  readonly context: string;
  /** URL of the endpoint, such as `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  readonly state: EngineState;
  /** Why it is refused or lost: one of the reasons of `EngineError`. */
  readonly reason?: string;
  /** What the engine or the operating system said of it, verbatim. */
  readonly said?: string;
  readonly version?: string;
  readonly apiVersion?: string;
  readonly operatingSystem?: string;
  /** What writes its firewall rules, such as `iptables` or `nftables`; engines before API 1.49 do not say. */
  readonly firewall?: string;
  /** Where the engine takes subnets from that nobody chose; absent where it has Docker's own. `base` is a CIDR, `size` a prefix length. */
  readonly addressPools?: readonly { readonly base: string; readonly size: number }[];
  /** Whether the kernel that this extension sees is the engine's: decided by looking, never by the operating system. */
  readonly here: 'yes' | 'no' | 'unknown';
  readonly swarm?: {
    readonly nodeId: NodeId;
    readonly role: 'manager' | 'worker';
    /** UDP port of the VXLAN tunnels, where it was said (managers only); 4789 unless the swarm was made with another. */
    readonly dataPathPort?: number;
  };
  /** When the lists of this engine were last read, ISO 8601 (older than the topology's for a lost engine). */
  readonly readAt?: string;
}

export interface Network {
  readonly id: NetworkId;
  readonly engines: readonly EngineId[];
  readonly name: string;
  /** bridge, overlay, macvlan, ipvlan, host, null, or the name of a remote driver. */
  readonly driver: string;
  readonly scope: string;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly configOnly: boolean;
  readonly configFrom?: string;
  readonly ipv6: boolean;
  readonly pools: readonly Pool[];
  /** The kernel's name of the bridge: by option, else `br-` and the first 12 of the id; only for driver bridge. */
  readonly hostInterface?: string;
  /** Parent interface of macvlan and ipvlan, such as `enp0s3.100`. */
  readonly parent?: string;
  readonly mtu?: number;
  readonly vnis?: readonly number[];
  readonly peers?: readonly Peer[];
  /** What each engine's own list of peers says: tunnel addresses, sorted. Engines that were not inspected are absent. */
  readonly peerLists?: readonly { readonly engine: EngineId; readonly addresses: readonly string[] }[];
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Compose project, from its label. */
  readonly project?: string;
  /** ISO 8601 as the engine gave it, '' when it gave none. */
  readonly created: string;
  readonly detail: Detail;
}

export interface Pool {
  /** CIDR. */
  readonly subnet: string;
  readonly gateway?: string;
  /** CIDR that Docker hands addresses out of (`--ip-range`). */
  readonly range?: string;
  /** Aux addresses by name. */
  readonly reserved?: Readonly<Record<string, string>>;
  readonly used?: number;
  readonly free?: number;
}

/** Another host that takes part in an overlay: its gossip name and tunnel address. */
export interface Peer {
  readonly name: string;
  readonly address: string;
}

export interface Endpoint {
  readonly id: EndpointId;
  /** Docker's own EndpointID; absent while the sandbox does not run, new at each start. */
  readonly endpointId?: string;
  readonly network: NetworkId;
  readonly sandbox?: SandboxId;
  readonly engine?: EngineId;
  readonly node?: NodeId;
  /** Tunnel address of the host that it sits on, where the gossip of an overlay tells. */
  readonly hostAddress?: string;
  /** CIDR. Empty while the sandbox does not run, and on host and null networks. */
  readonly addresses: readonly string[];
  /** Addresses that the user fixed (`--ip`, `--ip6`), without a prefix length. */
  readonly staticAddresses?: readonly string[];
  readonly mac?: string;
  readonly gateway?: string;
  readonly gateway6?: string;
  /** Priority of becoming the default gateway (API 1.48+). */
  readonly gatewayPriority?: number;
  /** Whether the sandbox's default route goes through this endpoint. Inferred from the engine's rules. */
  readonly isDefaultGateway?: boolean;
  /** As the user gave them. */
  readonly aliases?: readonly string[];
  /** What the embedded DNS serves for this endpoint. */
  readonly dnsNames?: readonly string[];
  /** `--link` as `container:alias`. */
  readonly links?: readonly string[];
  /** `--link-local-ip`, as the user gave them. */
  readonly linkLocal?: readonly string[];
  /** `--driver-opt`, as the user gave them. */
  readonly driverOptions?: Readonly<Record<string, string>>;
  /** Name of an endpoint that no container's sandbox has (ghosts, gateway_…, …-endpoint). */
  readonly name?: string;
  readonly detail: Detail;
}

export type SandboxKind = 'container' | 'host' | 'loadBalancer' | 'task';

export interface Sandbox {
  readonly id: SandboxId;
  readonly engine: EngineId;
  readonly kind: SandboxKind;
  /** For kind container the owner first, then those that share its stack. For host every container with `--network host`. */
  readonly containers: readonly Container[];
  readonly publishedPorts: readonly PublishedPort[];
  /** What its containers were created to publish (`-p`), running or not; absent until inspected. Without those that take any free host port. */
  readonly portBindings?: readonly PublishedPort[];
  readonly sandboxKey?: string;
  readonly pid?: number;
  /** `Config.Hostname`. */
  readonly hostname?: string;
  /** How its owner was told to look up names; absent where it was told nothing, and until it was inspected. */
  readonly lookup?: LookupSettings;
  readonly node?: NodeId;
  readonly service?: ServiceId;
  readonly detail: Detail;
}

/** What the user gave a container for looking up names, as given. The engine's own defaults are in no answer of the API. */
export interface LookupSettings {
  /** `--dns`: whom the embedded DNS asks for what it does not know; on the default bridge whom the container asks. */
  readonly servers: readonly string[];
  /** `--dns-search`; `.` stands for none. */
  readonly search: readonly string[];
  /** `--dns-opt`, such as `ndots:1`. */
  readonly options: readonly string[];
  /** `--add-host`: rows of `/etc/hosts`. The address may be the word `host-gateway`. */
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
}

export interface Container {
  readonly id: string;
  readonly name: string;
  /** Docker's word: created, running, paused, restarting, removing, exited, dead; '' when the engine gave none. */
  readonly state: string;
  readonly image: string;
  readonly project?: string;
}

export interface PublishedPort {
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly port: number;
  /** '' stands for every address. */
  readonly hostAddress: string;
  readonly hostPort: number;
}

export interface Node {
  readonly id: NodeId;
  readonly engine: EngineId;
  readonly hostname: string;
  readonly role: string;
  readonly availability: string;
  readonly state: string;
  readonly address: string;
  readonly leader: boolean;
  readonly reachability?: string;
}

export interface Service {
  readonly id: ServiceId;
  readonly engine: EngineId;
  readonly name: string;
  readonly mode: string;
  readonly endpointMode: string;
  /** Networks of the service, with its virtual address there (CIDR) where it has one. */
  readonly networks: readonly {
    readonly network: NetworkId;
    readonly virtualAddress?: string;
    readonly aliases?: readonly string[];
  }[];
  readonly ports: readonly {
    readonly protocol: string;
    readonly port: number;
    readonly published: number;
    readonly publishMode: string;
  }[];
  /** How many tasks there should be; absent for a service that runs on every node. */
  readonly replicas?: number;
  /** Tasks that should run and that no node has yet. */
  readonly pending?: readonly PendingTask[];
  readonly project?: string;
}

/** A task that waits: for addresses, for a node that fits. */
export interface PendingTask {
  readonly id: string;
  /** Docker's word: new, allocated, pending. */
  readonly state: string;
  /** What the swarm says of it, verbatim. */
  readonly said: string;
  /** ISO 8601, since when it is in that state. */
  readonly since: string;
}

export type GapCode =
  | 'engine-unreachable'
  | 'networks-not-listed'
  | 'containers-not-listed'
  | 'network-not-inspected'
  | 'container-not-inspected'
  | 'not-answered'
  | 'malformed-answer'
  | 'malformed-network'
  | 'malformed-container'
  | 'malformed-endpoint'
  | 'network-missing'
  | 'network-ambiguous'
  | 'owner-missing'
  | 'needs-manager'
  | 'not-looked'
  | 'engine-elsewhere'
  | 'engine-place-unknown'
  | 'wire-not-readable'
  | 'wire-ambiguous'
  | 'overlay-namespace'
  | 'firewall-not-read'
  | 'remote-driver'
  | 'consent-needed'
  | 'not-running'
  | 'no-tool'
  | 'timed-out'
  | 'probe-failed'
  | 'unknown-subject'
  | 'outside-own-host'
  | 'outside-nowhere'
  | 'sample';

/** Something that could not be read, and why. `why` is a machine-readable reason; `words.ts` makes the sentence of code and args. */
export interface Gap {
  readonly engine?: EngineId;
  /** Id of the network, sandbox or endpoint that the gap is about. */
  readonly subject?: string;
  readonly code: GapCode;
  /** What was said, verbatim where the engine said it; fills `{0}` of the template. */
  readonly why: string;
}

/** A fact of the kernel, with where it is from. */
export interface Fact<T> {
  readonly value: T;
  readonly source: 'observed' | 'inferred';
  /** By which means, such as `sysfs` or `option com.docker.network.bridge.name`. */
  readonly how: string;
}

/** What the kernel showed of one network stack: a sandbox's, or under `<engine>/host` that of the engine's host. */
export interface Stack {
  readonly engine: EngineId;
  readonly sandbox: SandboxId;
  /** By which means, such as `/proc/<pid>/net` or `helper container`. */
  readonly how: string;
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  /** TCP sockets that listen and UDP sockets that are bound; absent where they could not be read. */
  readonly listeners?: readonly Listener[];
  /** Whether the stack forwards packets (`net.ipv4.ip_forward`), where it could be read. */
  readonly forwards?: boolean;
  /** Of the engine's host: the packet filter's rules, where they could be read. */
  readonly firewall?: Firewall;
  /** Of a host: whether its kernel has IPVS, without which no virtual address and no port of the mesh carries anything; absent where not looked. */
  readonly balances?: boolean;
  /** Of a host: whether its kernel has the cipher of encrypted overlays in use; absent where not looked. It loads it with the first tunnel. */
  readonly encrypts?: boolean;
}

export type LinkKind = 'loopback' | 'physical' | 'veth' | 'bridge' | 'vxlan' | 'vlan' | 'macvlan' | 'ipvlan' | 'other';

/** A kernel interface. Fields that the means at hand do not show are absent. */
export interface Link {
  readonly name: string;
  readonly kind?: LinkKind;
  readonly index?: number;
  /** Index of the other end of a veth, or of the parent, in the namespace where that is. */
  readonly peerIndex?: number;
  /** The bridge that it is a port of. */
  readonly master?: string;
  /** Bytes. */
  readonly mtu?: number;
  readonly mac?: string;
  readonly up?: boolean;
  /** CIDR where the prefix is known, else bare. */
  readonly addresses: readonly string[];
}

export interface Route {
  /** CIDR; `0.0.0.0/0` and `::/0` are the default routes. */
  readonly destination: string;
  readonly device: string;
  readonly gateway?: string;
  readonly metric?: number;
}

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  /** `0.0.0.0` or `::` for every address. */
  readonly address: string;
  readonly port: number;
}

/** The wire of one endpoint, from the sandbox to the host's side. */
export interface Wire {
  readonly endpoint?: EndpointId;
  readonly sandboxInterface?: Fact<string>;
  readonly hostInterface?: Fact<string>;
  readonly bridge?: Fact<string>;
  readonly parent?: Fact<string>;
  readonly vni?: Fact<number>;
  /** Namespace of an overlay, such as `1-i19kfuiwgl`. */
  readonly overlayNamespace?: Fact<string>;
  /** Bytes, of the sandbox's interface. */
  readonly mtu?: Fact<number>;
  readonly gaps: readonly Gap[];
}

/** An empty value, before any engine was asked. */
export function emptyTopology(readAt: string): Topology {
  return {
    readAt,
    engines: [],
    networks: [],
    endpoints: [],
    sandboxes: [],
    nodes: [],
    services: [],
    stacks: [],
    wires: [],
    gaps: [],
  };
}

export type GapWord = Word<`gap.${GapCode}`>;
