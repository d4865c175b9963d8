/**
 * What `activate()` returns to other extensions. Everything is JSON-safe; sentences are localized. Nothing here throws for an engine
 * that does not answer: that is a gap.
 */
import type { Event } from 'vscode';
import type { FindingCode, Severity } from './findings/finding.ts';
import type { EngineId, Gap, Topology, Wire } from './model/topology.ts';
import type { AnswerCode, Origin, RecordType } from './predictions/observation.ts';

export interface DockerNetworksApi {
  readonly apiVersion: 1;
  /** Reads every connected engine in full detail. Always resolves. */
  topology(): Promise<Topology>;
  readonly onDidChangeTopology: Event<Topology>;
  findings(): Promise<readonly ApiFinding[]>;
  /** The wire of an endpoint, by our id or by Docker's EndpointID. What can't be read is a gap. */
  wire(endpoint: string): Promise<Wire>;
  /** What a name resolves to inside a sandbox: predicted, and asked for real with `observe`. */
  resolveName(
    question: NameQuestion,
  ): Promise<{ readonly predicted: ApiAnswer; readonly observed?: ApiAnswer | { readonly gap: Gap } }>;
  explainPath(question: PathQuestion): Promise<{
    readonly predicted: { readonly verdict: PathVerdict; readonly steps: readonly PathStep[] };
    readonly observed?: { readonly outcome: 'open' | 'refused' | 'filtered' | 'unknown' } | { readonly gap: Gap };
  }>;
}

export interface ApiFinding {
  readonly id: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly subjects: readonly string[];
  readonly message: string;
  readonly evidence: readonly string[];
  readonly fix?: {
    readonly title: string;
    readonly command: string;
    readonly arguments: readonly string[];
    readonly cli?: string;
  };
}

export interface NameQuestion {
  /** Id of a sandbox or of any container in it. */
  readonly from: string;
  /** For PTR an address, or its `in-addr.arpa` form. */
  readonly name: string;
  readonly type?: RecordType;
  /** Also ask inside the sandbox. */
  readonly observe?: boolean;
}

export interface ApiAnswer {
  /** Addresses, or names for PTR, in no particular order. */
  readonly answers: readonly string[];
  readonly network?: string;
  readonly origin?: Origin;
  readonly server?: string;
  readonly code: AnswerCode;
  /** One localized sentence. */
  readonly reason: string;
}

export type Place =
  | { readonly sandbox: string }
  | { readonly address: string }
  | { readonly name: string }
  | { readonly host: EngineId }
  | { readonly published: { readonly engine: EngineId; readonly port: number; readonly address?: string } }
  | { readonly outside: true };

export interface PathQuestion {
  readonly from: Place | string;
  readonly to: Place;
  readonly port?: number;
  readonly protocol?: 'tcp' | 'udp' | 'icmp';
  readonly observe?: boolean;
}

export type PathVerdict = 'open' | 'refused' | 'blocked' | 'unknown';

export interface PathStep {
  readonly code: string;
  readonly why: string;
}
