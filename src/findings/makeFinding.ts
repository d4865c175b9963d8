import type { Engine, Topology } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { isDefaultBridgeNetwork } from '../predictions/userDefined.ts';
import type { Finding, FindingCode, FindingEvidence, Fix, FixWord, Severity } from './finding.ts';
import { findingId } from './finding.ts';

export interface FindingParts {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly subjects: readonly string[];
  /** Arguments of the message. */
  readonly args: readonly (string | number)[];
  readonly evidence: readonly Word<FindingEvidence>[];
  readonly fix?: Fix | undefined;
}

export function makeFinding({ code, severity, subjects, args, evidence, fix }: FindingParts): Finding {
  return {
    id: findingId(code, subjects),
    code,
    severity,
    subjects: [...new Set(subjects)].sort(),
    message: word(`finding.${code}`, ...args),
    evidence,
    ...(fix ? { fix } : {}),
  };
}

/** A fix that is a line for a shell alone: the command copies it. */
export function lineFix(code: FindingCode, subjects: readonly string[], cli: string, title: FixWord = 'fix.copy-line'): Fix {
  return { title: word(title), command: 'dockerNetworks.copyFixCommand', arguments: [findingId(code, subjects)], cli };
}

/** At most so many names or rows of a kind in one finding. */
export const shownAtMost = 10;

/** The first ten, and how many more there are. */
export function firstFew(rows: readonly Word<FindingEvidence>[]): readonly Word<FindingEvidence>[] {
  if (rows.length <= shownAtMost) return rows;
  return [...rows.slice(0, shownAtMost), word('evidence.and-more', rows.length - shownAtMost)];
}

/** `a, b, c, …` */
export function nameList(names: readonly string[], most = 3): string {
  return names.slice(0, most).join(', ') + (names.length > most ? ', …' : '');
}

/** A name that is still free, made of another network's. */
export function freeName(topology: Topology, name: string): string {
  const taken = new Set(topology.networks.map((network) => network.name));
  const plain = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name) ? name : 'network';
  let number = 2;
  while (taken.has(`${plain}-${number}`)) number += 1;
  return `${plain}-${number}`;
}

export function engineMap(topology: Topology): ReadonlyMap<string, Engine> {
  return new Map(topology.engines.map((engine) => [engine.id, engine] as const));
}

/**
 * Default bridges get another id whenever their engine starts anew, and are the same network all the same: in ids of findings they are
 * keyed by engine and name.
 */
export function withStableIds(topology: Topology, findings: readonly Finding[]): readonly Finding[] {
  const keys = new Map(
    topology.networks
      .filter(isDefaultBridgeNetwork)
      .map(({ id, engines, name }) => [id as string, `${engines[0]}/${name}`] as const),
  );
  const keyOf = (subject: string) => {
    const [network = '', ...rest] = subject.split('/');
    const key = keys.get(network);
    return key === undefined ? subject : [key, ...rest].join('/');
  };
  const bridges = [...keys.keys()];
  const isAbout = (subject: string) => bridges.some((id) => subject.startsWith(id));
  return findings.map((finding) => {
    if (!finding.subjects.some((subject) => isAbout(subject) && keyOf(subject) !== subject)) return finding;
    const id = findingId(finding.code, finding.subjects.map(keyOf));
    if (id === finding.id) return finding;
    const copies = finding.fix?.command === 'dockerNetworks.copyFixCommand';
    return { ...finding, id, ...(finding.fix && copies ? { fix: { ...finding.fix, arguments: [id] } } : {}) };
  });
}
