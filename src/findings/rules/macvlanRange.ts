import { contains, parseRange } from '../../model/address.ts';
import type { Network, Pool } from '../../model/topology.ts';
import { type Word, word } from '../../model/word.ts';
import type { Span } from '../claims.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { makeFinding } from '../makeFinding.ts';
import { defaultRuleSettings } from '../ruleSettings.ts';

/**
 * A macvlan or ipvlan network that hands out addresses which are not its own to give: a range (`--ip-range`) outside of its subnet, or
 * addresses that the LAN's DHCP server hands out too. What the DHCP server has, a setting says (`dockerNetworks.lanDhcpRanges`).
 */
export const macvlanRange: Rule = { code: 'macvlan-range', find };

interface Dhcp extends Span {
  readonly text: string;
}

function find({ topology, settings = defaultRuleSettings }: RuleInput): readonly Finding[] {
  const dhcp = settings.lanDhcpRanges.flatMap(spanOf);
  return topology.networks
    .filter(({ driver }) => driver === 'macvlan' || driver === 'ipvlan')
    .flatMap((network) => {
      const evidence = network.pools.flatMap((pool) => problemsOf(pool, dhcp));
      return evidence.length === 0 ? [] : [finding(network, evidence)];
    });
}

function problemsOf(pool: Pool, dhcp: readonly Dhcp[]): readonly Word<FindingEvidence>[] {
  const given = pool.range ?? pool.subnet;
  const range = parseRange(given);
  if (!range) return [];
  const outside = pool.range !== undefined && !contains(pool.subnet, pool.range);
  return [
    ...(outside ? [word('evidence.range-outside', given, pool.subnet)] : []),
    ...dhcp
      .filter(({ family, first, last }) => family === range.family && first <= range.last && last >= range.first)
      .map(({ text }) => word('evidence.range-dhcp', given, text)),
  ];
}

/** `192.168.1.100-192.168.1.200`, or a CIDR. */
function spanOf(text: string): readonly Dhcp[] {
  const [from = '', to = from] = text.split('-').map((part) => part.trim());
  const [first, last] = [parseRange(from), parseRange(to)];
  if (!first || !last || first.family !== last.family || last.last < first.first) return [];
  return [{ family: first.family, first: first.first, last: last.last, text }];
}

function finding(network: Network, evidence: readonly Word<FindingEvidence>[]): Finding {
  const [engine] = network.engines;
  return makeFinding({
    code: 'macvlan-range',
    severity: 'warning',
    subjects: [network.id],
    args: [network.name, network.pools.map(({ range, subnet }) => range ?? subnet).join(', ')],
    evidence,
    fix: {
      title: word('fix.create-network', network.name),
      command: 'dockerNetworks.createNetwork',
      arguments: engine === undefined ? [] : [engine],
    },
  });
}
