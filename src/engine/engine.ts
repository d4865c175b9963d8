/**
 * What the explorer asks of one Docker Engine. `dockerodeEngine.ts` is the only implementation outside tests. Answers are raw JSON
 * (`unknown`): the model makes sense of them. Every method rejects with `EngineError` only; every one honours the signal and ends
 * by itself after a limit.
 */
import type { EngineId } from '../model/topology.ts';

export interface EngineIdentity {
  readonly id: EngineId;
  readonly context: string;
  readonly endpoint: string;
}

export interface EngineClient {
  readonly identity: EngineIdentity;

  /** Negotiates the API version (`HEAD /_ping`) and remembers it; cheap, also the heartbeat. */
  ping(signal?: AbortSignal): Promise<{ readonly apiVersion: string }>;
  version(signal?: AbortSignal): Promise<unknown>;
  info(signal?: AbortSignal): Promise<unknown>;
  /** `GET /networks` */
  networks(signal?: AbortSignal): Promise<unknown>;
  /** `GET /containers/json?all=1` */
  containers(signal?: AbortSignal): Promise<unknown>;
  /** `GET /networks/{id}?verbose=true` */
  inspectNetwork(id: string, signal?: AbortSignal): Promise<unknown>;
  inspectContainer(id: string, signal?: AbortSignal): Promise<unknown>;
  /** Swarm managers only; others reject with `needs-manager`. */
  nodes(signal?: AbortSignal): Promise<unknown>;
  services(signal?: AbortSignal): Promise<unknown>;
  tasks(signal?: AbortSignal): Promise<unknown>;

  /** `POST /networks/{id}/connect` */
  attach(network: string, container: string, settings?: AttachSettings, signal?: AbortSignal): Promise<void>;
  /** `POST /networks/{id}/disconnect` */
  detach(network: string, container: string, options?: { readonly force?: boolean }, signal?: AbortSignal): Promise<void>;
  createNetwork(spec: NetworkSpec, signal?: AbortSignal): Promise<{ readonly id: string; readonly warning: string }>;
  removeNetwork(id: string, signal?: AbortSignal): Promise<void>;

  /** Runs argv (no shell) in a running container. Output is cut at `maxBytes` a stream, 64 KiB when not told otherwise. */
  exec(container: string, argv: readonly string[], signal?: AbortSignal, maxBytes?: number): Promise<ExecResult>;
  /** One small file (≤ 64 KiB) by the archive call; works without any tool in the image. */
  readFile(container: string, path: string, signal?: AbortSignal): Promise<string>;

  /** `GET /images/json` */
  images(signal?: AbortSignal): Promise<unknown>;
  /** Fetches an image from its registry, without credentials; resolves when it is there. Ask the user first. */
  pullImage(reference: string, signal?: AbortSignal): Promise<void>;
  /** `GET /containers/json?all=1` of those with a label, whatever its value. */
  containersWithLabel(label: string, signal?: AbortSignal): Promise<unknown>;
  /** Makes a helper container, with no more rights than its spec names; it does not run yet. */
  createHelper(spec: HelperSpec, signal?: AbortSignal): Promise<{ readonly id: string }>;
  startContainer(id: string, signal?: AbortSignal): Promise<void>;
  /** Resolves when the container is gone, at once where there is none. */
  waitUntilGone(id: string, signal?: AbortSignal): Promise<void>;
  /** Ends a container at once and removes it with its anonymous volumes, by id or name. One that is gone already is no failure. */
  removeContainer(id: string, signal?: AbortSignal): Promise<void>;

  /**
   * Follows `/events` for networks, containers, nodes and services, from the daemon's own time `since` on (as it spelled it, `sec.nano`).
   * `onOpen` once the stream is up. Resolves when the engine ends the stream; rejects when it breaks.
   */
  followEvents(
    on: { readonly open: () => void; readonly event: (event: RawEvent) => void },
    since: string | undefined,
    signal: AbortSignal,
  ): Promise<void>;

  /** Ends kept connections. */
  close(): void;
}

export interface AttachSettings {
  readonly aliases?: readonly string[];
  readonly address?: string;
  readonly address6?: string;
  readonly linkLocal?: readonly string[];
  readonly links?: readonly string[];
  readonly driverOptions?: Readonly<Record<string, string>>;
  readonly mac?: string;
  readonly gatewayPriority?: number;
}

export interface NetworkSpec {
  readonly name: string;
  readonly driver: string;
  /** Without any the engine chooses. */
  readonly pools?: readonly PoolSpec[];
  readonly options?: Readonly<Record<string, string>>;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  /** Carries the published ports of services. */
  readonly ingress?: boolean;
  readonly ipv6?: boolean;
  /** API 1.48+; only `false` is sent. */
  readonly ipv4?: boolean;
  /** Holds settings for other networks, and no containers. */
  readonly configOnly?: boolean;
  /** Name of a network that holds the settings. */
  readonly configFrom?: string;
  readonly ipamDriver?: string;
  readonly ipamOptions?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface PoolSpec {
  /** CIDR. */
  readonly subnet: string;
  readonly gateway?: string;
  /** CIDR that addresses are handed out of. */
  readonly range?: string;
  /** Addresses that are never handed out, by a name. */
  readonly reserved?: Readonly<Record<string, string>>;
}

/** All that a helper container may have; it never gets a volume, a writable root, new privileges or a way to start again. */
export interface HelperSpec {
  readonly name: string;
  readonly image: string;
  /** Program and arguments, instead of the image's own. It must end by itself: the engine then removes the container. */
  readonly argv: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** `container:<id>` to join a sandbox, or `host`. */
  readonly networkMode: string;
  /** Whether it sees the processes of the engine's host. */
  readonly hostProcesses: boolean;
}

export interface ExecResult {
  /** As the engine reports it; 126 or 127 with an OCI message on stdout when the program does not exist. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An event as the engine spelled it; only what we act on is named. */
export interface RawEvent {
  readonly type: string;
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** `timeNano` as `sec.nano`, for `since`. */
  readonly time?: string;
}
