/**
 * What one engine said at one moment, raw: answers spelled as the API spells them, unchecked (`unknown`), each either an answer or
 * the reason why there is none. `buildTopology` makes sense of it; nobody else reads it.
 */
import type { EngineId, EngineState, Stack } from './topology.ts';

export interface Snapshot {
  readonly engine: {
    readonly id: EngineId;
    readonly context: string;
    readonly endpoint: string;
    readonly state: EngineState;
    readonly reason?: string;
    readonly said?: string;
    /** Negotiated API version, such as `1.41`. */
    readonly apiVersion?: string;
  };
  /** ISO 8601, when the lists were complete. */
  readonly readAt: string;
  readonly api: RawAnswers;
  readonly kernel?: KernelReading;
}

/** What the kernel of the engine's host showed, by whatever means could be used. */
export interface KernelReading {
  /** Whether the kernel that this process sees is the engine's. */
  readonly here: 'yes' | 'no' | 'unknown';
  /** ISO 8601. */
  readonly readAt: string;
  /** The host's own stack, where it could be read. */
  readonly host?: StackReading;
  /** Why the packet filter's rules could not be read, where that was tried. */
  readonly firewallFailed?: string;
  /** Rows of the forwarding tables of bridges, by bridge: which MAC was learned behind which port. */
  readonly learned?: Readonly<Record<string, readonly { readonly mac: string; readonly port: string }[]>>;
  /** By the id of the container that owns the stack. */
  readonly sandboxes: Readonly<Record<string, StackReading>>;
}

/** `pid` is the process through which a sandbox's stack was read: what another process showed is not that stack's. */
export type StackReading = Omit<Stack, 'engine' | 'sandbox'> & {
  readonly pid?: number;
  /** A program of the container itself told it. */
  readonly hearsay?: true;
};

/** An answer, or why there is none. */
export type Read = { readonly answer: unknown } | { readonly failed: { readonly reason: string; readonly message: string } };

export interface RawAnswers {
  /** `GET /version` */
  readonly version?: Read;
  /** `GET /info` */
  readonly info?: Read;
  /** `GET /networks` */
  readonly networks?: Read;
  /** `GET /containers/json?all=1` */
  readonly containers?: Read;
  /** `GET /networks/{id}?verbose=true` by network id */
  readonly networkDetails?: Readonly<Record<string, Read>>;
  /** `GET /containers/{id}/json` by container id */
  readonly containerDetails?: Readonly<Record<string, Read>>;
  /** `GET /nodes`, `/services`, `/tasks`: managers only */
  readonly nodes?: Read;
  readonly services?: Read;
  readonly tasks?: Read;
}
