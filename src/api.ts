/**
 * What `activate()` returns to other extensions. Everything is JSON-safe; sentences are localized. Nothing here throws for an engine
 * that does not answer: that is a gap.
 */
import type { Event } from 'vscode';
import type { FindingCode, Severity } from './findings/finding.ts';
import type { Gap, Topology, Wire } from './model/topology.ts';
import type { AnswerCode, Origin, RecordType } from './predictions/observation.ts';
import type { PathOutcome, PathQuestion, PathVerdict } from './predictions/path.ts';

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
  /** Whether a packet gets there, step by step; the last step decides. With `observe` a connect is tried for real as well. */
  explainPath(question: PathQuestion & { readonly observe?: boolean }): Promise<{
    readonly predicted: { readonly verdict: PathVerdict; readonly steps: readonly PathStep[] };
    readonly observed?: { readonly outcome: PathOutcome } | { readonly gap: Gap };
  }>;
}

export interface ApiFinding {
  readonly id: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly subjects: readonly string[];
  /** That the user does not want to be told of it, or of what its rule finds. */
  readonly silenced?: true;
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
  /** Who answered, such as `127.0.0.11`, where it was seen. */
  readonly server?: string;
  /** Who is asked behind the embedded DNS: as seen in resolv.conf, or as given with `--dns`. */
  readonly upstream?: readonly string[];
  /** What `/etc/hosts` of the sandbox has for the name: programs read it first, nslookup does not. */
  readonly hostsFile?: readonly string[];
  readonly code: AnswerCode;
  /** One localized sentence. */
  readonly reason: string;
}

export type { PathOutcome, PathQuestion, PathVerdict, Place } from './predictions/path.ts';

export interface PathStep {
  readonly code: string;
  /** One localized sentence. */
  readonly why: string;
  /** What that is known from, localized. */
  readonly evidence: readonly string[];
}
