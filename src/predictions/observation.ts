/** Observations: what a real probe saw, with its time and means. They stay out of the Topology. */
import type { Gap, NetworkId, SandboxId } from '../model/topology.ts';
import type { Word } from '../model/word.ts';

export type RecordType = 'A' | 'AAAA' | 'PTR';

export type AnswerCode =
  | 'answered'
  | 'no-embedded-dns'
  | 'not-shared'
  | 'not-running'
  | 'host-stack'
  | 'no-network'
  | 'forwarded'
  | 'no-such-family'
  | 'unknown-sandbox'
  | 'invalid-name'
  | 'no-answer'
  | 'server-failure'
  | 'not-predictable';

export type Origin =
  | 'container-name'
  | 'alias'
  | 'short-id'
  | 'hostname'
  | 'service'
  | 'task'
  | 'link'
  | 'hosts-file'
  | 'upstream';

/** What a name resolves to, predicted or observed. `answers` are addresses (names for PTR) in no particular order. */
export interface Answer {
  readonly answers: readonly string[];
  /** The network whose names answered. */
  readonly network?: NetworkId;
  readonly origin?: Origin;
  /** Who answered, such as `127.0.0.11`, where it was seen. */
  readonly server?: string;
  readonly code: AnswerCode;
  readonly reason: Word<`answer.${AnswerCode}`>;
}

/** A name asked for real inside a sandbox. */
export interface Observation {
  readonly sandbox: SandboxId;
  readonly name: string;
  readonly type: RecordType;
  /** ISO 8601. */
  readonly at: string;
  /** The means: `exec getent`, `exec nslookup`, `archive /etc/resolv.conf`, …. */
  readonly how: string;
  readonly milliseconds: number;
  readonly result: Answer | { readonly gap: Gap };
}
