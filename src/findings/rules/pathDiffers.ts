import { engineById, sandboxById, sandboxName } from '../../model/lookup.ts';
import { word } from '../../model/word.ts';
import { comparePath } from '../../predictions/comparePath.ts';
import type { PathObservation } from '../../predictions/path.ts';
import { outsideOf } from '../../predictions/pathPlaces.ts';
import { explainPath } from '../../predictions/reachability.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';

/**
 * A connect that was tried for real met something else than the settings promise: a firewall of the host's own, rules that were flushed, a
 * server that has ended since. Silent where the prediction has changed since.
 */
export const pathDiffers: Rule = { code: 'path-differs', find };

function find({ topology, paths = [] }: RuleInput): readonly Finding[] {
  const bySource = new Map<string, PathObservation[]>();
  for (const observation of paths) {
    const { sandbox, question, predicted: then, result } = observation;
    if ('gap' in result || comparePath(then, result.outcome) !== 'differ') continue;
    if (explainPath(topology, question).verdict !== then.verdict) continue;
    const source = sandbox ?? outsideOf(topology, question) ?? '';
    bySource.set(source, [...(bySource.get(source) ?? []), observation]);
  }
  return [...bySource].flatMap(([id, observations]): readonly Finding[] => {
    const sandbox = sandboxById(topology, id);
    const engine = engineById(topology, id);
    const [first] = observations;
    if ((!sandbox && !engine) || !first) return [];
    const what = [observations.length, targetText(first)] as const;
    return [
      {
        id: findingId('path-differs', [id]),
        code: 'path-differs',
        severity: 'warning',
        subjects: [id],
        message: sandbox
          ? word('finding.path-differs', sandboxName(sandbox), ...what)
          : word('finding.path-differs-outside', engine?.context ?? '', ...what),
        evidence: observations
          .slice(0, 5)
          .flatMap(({ predicted, result, how, at, ...each }) => [
            word('evidence.path-predicted', targetText({ predicted }), predicted.verdict),
            word('evidence.path-seen', 'gap' in result ? '' : result.outcome, how, at, each.milliseconds),
          ]),
      },
    ];
  });
}

function targetText({ predicted: { target } }: Pick<PathObservation, 'predicted'>): string {
  return target ? `${target.address} ${target.protocol}${target.port === undefined ? '' : ` ${target.port}`}` : '';
}
