import type { EngineId, Sandbox, Topology } from '../../model/topology.ts';
import type { Word } from '../../model/word.ts';
import { word } from '../../model/word.ts';
import { askerName } from '../../predictions/answer.ts';
import { nameIndex } from '../../predictions/nameRecords.ts';
import type { Observation } from '../../predictions/observation.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { lookupLine } from '../lookupLine.ts';

/**
 * A name that goes to the servers behind Docker got no reply: the embedded DNS said that it failed, or nobody said anything in time. "No such
 * name" is a reply. One finding for each engine. Silent for a sandbox that got a reply from outside later, and for sandboxes on internal
 * networks only, which no server outside answers by design.
 */
export const upstreamDnsSilent: Rule = { code: 'upstream-dns-silent', find };

const shownAskers = 5;

interface Silence {
  readonly sandbox: Sandbox;
  readonly observation: Observation;
}

function find({ topology, observations }: RuleInput): readonly Finding[] {
  const index = nameIndex(topology);
  const silent = new Map<string, Silence>();
  for (const observation of observations) {
    const sandbox = index.sandboxes.get(observation.sandbox);
    if (sandbox === undefined) continue;
    const heard = heardFromOutside(observation);
    if (heard === true) silent.delete(sandbox.id);
    if (heard === false) silent.set(sandbox.id, { sandbox, observation });
  }
  const byEngine = new Map<EngineId, Silence[]>();
  for (const silence of silent.values()) {
    byEngine.set(silence.sandbox.engine, [...(byEngine.get(silence.sandbox.engine) ?? []), silence]);
  }
  return [...byEngine.values()].map((silences) => finding(topology, silences, observations));
}

/** Undefined where the question did not go outside, or where that is not known. */
function heardFromOutside({ predicted, result }: Observation): boolean | undefined {
  if (predicted?.origin !== 'upstream' || predicted.reason.code === 'answer.internal-only') return undefined;
  if ('gap' in result) return result.gap.code === 'timed-out' ? false : undefined;
  return result.code !== 'server-failure';
}

function finding(topology: Topology, found: readonly Silence[], observations: readonly Observation[]): Finding {
  const silences = [...found].sort((a, b) => (askerName(a.sandbox) < askerName(b.sandbox) ? -1 : 1));
  const [first] = silences as [Silence, ...Silence[]];
  const subjects = silences.map(({ sandbox }) => sandbox.id).sort();
  const servers = upstreamOf(first.sandbox, observations);
  const names = silences.map(({ sandbox }) => askerName(sandbox));
  const evidence: Word<FindingEvidence>[] = silences
    .slice(0, shownAskers)
    .map(({ sandbox, observation }) => word('evidence.no-reply', observation.name, askerName(sandbox), observation.at));
  if (names.length > shownAskers) evidence.push(word('evidence.and-others', names.slice(shownAskers).join(', ')));
  if (servers !== '?') evidence.push(word('evidence.upstream', askerName(first.sandbox), servers));
  const cli = lookupLine(topology, { ...first.observation, sandbox: first.sandbox.id });
  return {
    id: findingId('upstream-dns-silent', subjects),
    code: 'upstream-dns-silent',
    severity: 'warning',
    subjects,
    message: word(
      'finding.upstream-dns-silent',
      names.slice(0, shownAskers).join(', ') + (names.length > shownAskers ? ', …' : ''),
      servers,
    ),
    evidence,
    fix: {
      title: word('fix.ask-again', askerName(first.sandbox)),
      command: 'dockerNetworks.checkDnsResolution',
      arguments: [first.sandbox.id],
      ...(cli === undefined ? {} : { cli }),
    },
  };
}

/** As any look-up in the sandbox has seen it; `?` where none has. */
function upstreamOf(sandbox: Sandbox, observations: readonly Observation[]): string {
  for (const { sandbox: asked, result } of observations) {
    if (asked !== sandbox.id || 'gap' in result) continue;
    const servers = result.upstream ?? (result.server === undefined || result.server === '127.0.0.11' ? [] : [result.server]);
    if (servers.length > 0) return servers.join(', ');
  }
  return '?';
}
