import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { hostStacks } from '../hostStacks.ts';
import { engineMap, lineFix, makeFinding } from '../makeFinding.ts';

/**
 * The host does not forward IPv4 packets: containers on bridges reach nothing outside, and nobody reaches their published ports but through
 * the proxy. Docker switches it on when it starts; other software switches it off later. Silent where it could not be read.
 */
export const ipForwardOff: Rule = { code: 'ip-forward-off', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const engines = engineMap(topology);
  return [...hostStacks(topology)].flatMap(([id, { forwards, how }]) => {
    if (forwards !== false) return [];
    return [
      makeFinding({
        code: 'ip-forward-off',
        severity: 'error',
        subjects: [id],
        args: [engines.get(id)?.context ?? id],
        evidence: [word('evidence.forwarding-off'), word('evidence.seen-by', how)],
        fix: lineFix('ip-forward-off', [id], 'sudo sysctl -w net.ipv4.ip_forward=1'),
      }),
    ];
  });
}
