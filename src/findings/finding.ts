/** Findings: one thing wrong, or worth knowing, found by one rule. */

import type { Topology } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import type { Observation } from '../predictions/observation.ts';
import type { PathObservation } from '../predictions/path.ts';
import type { PortObservation } from '../predictions/swarmPorts.ts';
import type { NetworkEvidence, NetworkFindingCode, NetworkFix } from './networkFindingWord.ts';
import type { RuleSettings } from './ruleSettings.ts';
import type { SwarmEvidence, SwarmFindingCode, SwarmFixWord } from './swarmWords.ts';

export type Severity = 'error' | 'warning' | 'info';

export type FindingCode =
  | 'unused-network'
  | 'overlapping-subnets'
  | 'default-bridge-names'
  | 'prediction-differs'
  | 'path-differs'
  | 'name-collision'
  | 'ambiguous-name'
  | 'one-way-name'
  | 'upstream-dns-silent'
  | SwarmFindingCode
  | NetworkFindingCode;

/** One thing found. Its id is the code and the sorted subject ids, so that it is the same finding after a refresh. */
export interface Finding {
  readonly id: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Sorted ids of networks, sandboxes, endpoints or engines. */
  readonly subjects: readonly string[];
  readonly message: Word<FindingMessage>;
  readonly evidence: readonly Word<FindingEvidence>[];
  readonly fix?: Fix;
}

export type FindingEvidence =
  | SwarmEvidence
  | NetworkEvidence
  | 'evidence.path-predicted'
  | 'evidence.path-seen'
  | 'evidence.created'
  | 'evidence.driver'
  | 'evidence.subnet'
  | 'evidence.parent'
  | 'evidence.no-endpoint'
  | 'evidence.container-on-default-bridge'
  | 'evidence.more-containers'
  | 'evidence.no-embedded-dns'
  | 'evidence.predicted'
  | 'evidence.predicted-nothing'
  | 'evidence.observed'
  | 'evidence.observed-nothing'
  | 'evidence.asked'
  | 'evidence.shares-name'
  | 'evidence.shared-on-purpose'
  | 'evidence.name-wins'
  | 'evidence.name-loses'
  | 'evidence.order-inferred'
  | 'evidence.finds'
  | 'evidence.finds-not'
  | 'evidence.link-hides'
  | 'evidence.sharer'
  | 'evidence.upstream'
  | 'evidence.no-reply'
  | 'evidence.and-others';

/** A command of ours with its arguments (ids only), and the same as a line for a shell where there is one. */
export interface Fix {
  readonly title: Word<FixWord>;
  readonly command: string;
  readonly arguments: readonly string[];
  /** One line for a POSIX shell; every name in it is quoted. */
  readonly cli?: string;
}

export type FixWord =
  | 'fix.remove-network'
  | 'fix.attach-user-network'
  | 'fix.create-network'
  | 'fix.ask-again'
  | 'fix.detach'
  | 'fix.ask'
  | SwarmFixWord
  | NetworkFix;

/** Every word that a finding can hold. */
/** What a finding says first; one rule says another sentence where the source is no sandbox. */
export type FindingMessage = `finding.${FindingCode}` | 'finding.path-differs-outside';

export type FindingWord = FindingMessage | FindingEvidence | FixWord;

/** Finds one kind of thing. Pure; the order of what it finds does not matter. */
export interface Rule {
  readonly code: FindingCode;
  readonly find: (input: RuleInput) => readonly Finding[];
}

export interface RuleInput {
  readonly topology: Topology;
  /** Rules that compare a prediction with what was seen find nothing without them. */
  readonly observations: readonly Observation[];
  /** What connects to the ports of a swarm's nodes have seen. */
  readonly ports?: readonly PortObservation[];
  /** Connects that were tried. */
  readonly paths?: readonly PathObservation[];
  /** The defaults where there are none. */
  readonly settings?: RuleSettings;
}

/** The id of a finding: stable across refreshes. */
export function findingId(code: FindingCode, subjects: readonly string[]): string {
  return [code, ...[...subjects].sort()].join(' ');
}
