import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { groupedBy } from '../groupedBy.ts';
import { engineMap, makeFinding } from '../makeFinding.ts';
import { dockerLine } from '../shellLine.ts';

/** Several networks of one engine with one name: commands that name it fail ("is ambiguous") or take either. Their ids tell them apart. */
export const duplicateNetworkName: Rule = { code: 'duplicate-network-name', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const named = topology.networks.flatMap((network) => network.engines.map((engine) => ({ engine, network })));
  const byName = groupedBy(named, ({ engine, network }) => JSON.stringify([engine, network.name]));
  const several = [...byName.values()].filter((group) => group.length > 1);
  if (several.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { network } of topology.endpoints) counts.set(network, (counts.get(network) ?? 0) + 1);
  const engines = engineMap(topology);
  return several.map((group) => {
    const networks = group.map(({ network }) => network).sort((a, b) => (a.id < b.id ? -1 : 1));
    const idle = networks.find(({ id, scope }) => scope !== 'swarm' && !counts.has(id));
    return makeFinding({
      code: 'duplicate-network-name',
      severity: 'warning',
      subjects: networks.map(({ id }) => id),
      args: [networks.length, networks[0]?.name ?? ''],
      evidence: networks.map(({ id, created }) => word('evidence.network-id', id.slice(0, 12), created, counts.get(id) ?? 0)),
      fix: idle && {
        title: word('fix.remove-network', `${idle.name} (${idle.id.slice(0, 12)})`),
        command: 'dockerNetworks.removeNetwork',
        arguments: [idle.id],
        cli: dockerLine(engines.get(group[0]?.engine ?? ''), 'network', 'rm', idle.id),
      },
    });
  });
}
