/** Observations: what a real probe saw, with its time and means. They stay out of the Topology. */
import type { Gap, NetworkId, SandboxId } from '../model/topology.ts';
import type { Word } from '../model/word.ts';

export type RecordType = 'A' | 'AAAA' | 'PTR';

export type AnswerCode =
  | 'answered'
  /** The sandbox is on the default bridge only, where no container's name is known. */
  | 'no-embedded-dns'
  /** The name exists, but on no network that the sandbox is on. */
  | 'not-shared'
  /** The name belongs to a sandbox that does not run. */
  | 'not-running'
  /** The sandbox that asks does not run. */
  | 'asker-not-running'
  /** The host's own stack: the host's resolver is asked. */
  | 'host-stack'
  /** The sandbox is on no network (`none`), so nobody can be asked. */
  | 'no-network'
  /** Docker knows no such name: the servers behind it are asked. */
  | 'forwarded'
  /** The name exists, without an address of this family: an empty answer. */
  | 'no-such-family'
  | 'unknown-sandbox'
  | 'invalid-name'
  /** Observed: no such name (NXDOMAIN), or an empty answer. */
  | 'no-answer'
  /** Observed: the server failed (SERVFAIL, REFUSED), or no server could be reached. */
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

/** Why a name answers what it answers. Beside one word for each code there are finer ones. */
export type AnswerWord =
  | `answer.${AnswerCode}`
  | 'answer.alias'
  | 'answer.short-id'
  | 'answer.hostname'
  | 'answer.service'
  | 'answer.task'
  | 'answer.link'
  | 'answer.pointer'
  /** Several sandboxes share the name. */
  | 'answer.several'
  /** The name is an address: nobody needs to be asked. */
  | 'answer.is-address'
  /** The name is that of a container that shares another's stack. */
  | 'answer.sharer'
  | 'answer.on-host-stack'
  | 'answer.on-default-bridge'
  | 'answer.other-engine'
  | 'answer.network-part-case'
  | 'answer.link-case'
  /** `name.network` where the name is known, but on another network. */
  | 'answer.not-on-that-network'
  /** `name.something` where the name is known and the rest is no network. */
  | 'answer.no-such-network'
  /** The same where the rest is one of the sandbox's search domains. */
  | 'answer.search-domain-only'
  | 'answer.from-default-bridge'
  | 'answer.internal-only'
  | 'answer.details-not-read'
  | 'answer.generated-name'
  | 'answer.other-nodes'
  | 'answer.search-domain'
  /** A name without a dot, where the user wants dots before it is asked as it stands. */
  | 'answer.kept-back'
  | 'answer.hosts-file'
  | 'answer.hosts-link'
  /** Observed answers. */
  | 'answer.observed';

/** What a name resolves to, predicted or observed. `answers` are addresses (names for PTR) in no particular order. */
export interface Answer {
  readonly answers: readonly string[];
  /** The network whose names answered. */
  readonly network?: NetworkId;
  readonly origin?: Origin;
  /** Who answered, such as `127.0.0.11`, where it was seen. */
  readonly server?: string;
  /** Who is asked behind the embedded DNS: as seen (`# ExtServers:` of resolv.conf), or as the user set it (`--dns`). */
  readonly upstream?: readonly string[];
  /**
   * What `/etc/hosts` of the sandbox says for the name. Programs (`getent`) see it first and then ask nobody;
   * `nslookup` and the embedded DNS do not read that file.
   */
  readonly hostsFile?: readonly string[];
  readonly code: AnswerCode;
  readonly reason: Word<AnswerWord>;
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
  /** What was predicted when it was asked: an observation of another time proves nothing. */
  readonly predicted?: Answer;
  readonly result: Answer | { readonly gap: Gap };
}
