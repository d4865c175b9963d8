import { sandboxName } from '../../model/lookup.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { groupedBy } from '../groupedBy.ts';
import { engineMap, firstFew, makeFinding } from '../makeFinding.ts';
import { orphanedNetworks } from '../orphanedNetworks.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * A network that a Compose project made, of which no container is left (`down` was interrupted, or somebody else is still on the network). Takes the place
 * of `unused-network` for these. Silent where containers could not be listed, and for networks of a swarm stack.
 */
export const composeNetworkOrphaned: Rule = { code: 'compose-network-orphaned', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const orphaned = orphanedNetworks(topology);
  if (orphaned.length === 0) return [];
  const on = groupedBy(topology.endpoints, ({ network }) => network);
  const sandboxes = new Map(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox] as const));
  const engines = engineMap(topology);
  return orphaned.map((network) => {
    const names = (on.get(network.id) ?? []).map(({ sandbox: id, name }) => {
      const sandbox = id && sandboxes.get(id);
      return sandbox ? sandboxName(sandbox) : (name ?? '');
    });
    return makeFinding({
      code: 'compose-network-orphaned',
      severity: 'info',
      subjects: [network.id],
      args: [network.name, network.project ?? ''],
      evidence: [
        word('evidence.project-gone', network.project ?? ''),
        ...firstFew(names.sort().map((name) => word('evidence.still-used', name))),
      ],
      fix:
        names.length > 0
          ? undefined
          : {
              title: word('fix.remove-network', network.name),
              command: 'dockerNetworks.removeNetwork',
              arguments: [network.id],
              cli: dockerLine(engines.get(network.engines[0] ?? ''), 'network', 'rm', network.id),
            },
    });
  });
}
