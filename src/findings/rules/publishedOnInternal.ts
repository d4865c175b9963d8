import { sandboxName } from '../../model/lookup.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { groupedBy } from '../groupedBy.ts';
import { engineMap, makeFinding, nameList } from '../makeFinding.ts';
import { lineContainer, portTexts } from '../portText.ts';
import { containerArgument, dockerLine } from '../shellLine.ts';

/**
 * A container that was created to publish ports, all of whose networks are internal: newer engines publish nothing there, older ones only through
 * their proxy. Once it is on a network that leads outside too, its ports are published. What a container was created with, only an inspect
 * tells: silent before.
 */
export const publishedOnInternal: Rule = { code: 'published-on-internal', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const wishing = topology.sandboxes.filter(({ kind, portBindings, publishedPorts }) => {
    return kind === 'container' && (portBindings ?? publishedPorts).length > 0;
  });
  if (wishing.length === 0) return [];
  const networks = new Map(topology.networks.map((network) => [network.id, network] as const));
  const on = groupedBy(topology.endpoints, ({ sandbox }) => sandbox ?? '');
  const engines = engineMap(topology);
  return wishing.flatMap((sandbox) => {
    const own = (on.get(sandbox.id) ?? []).flatMap(({ network }) => networks.get(network) ?? []);
    if (own.length === 0 || !own.every(({ internal }) => internal)) return [];
    const container = lineContainer(sandbox);
    const bridge = topology.networks.find(
      ({ driver, name, engines: at }) => driver === 'bridge' && name === 'bridge' && at.includes(sandbox.engine),
    );
    return [
      makeFinding({
        code: 'published-on-internal',
        severity: 'warning',
        subjects: [sandbox.id],
        args: [sandboxName(sandbox), nameList(portTexts(sandbox.portBindings ?? sandbox.publishedPorts))],
        evidence: own.map(({ name }) => word('evidence.internal-network', name)),
        fix: {
          title: word('fix.attach-open-network', sandboxName(sandbox)),
          command: 'dockerNetworks.attachToNetwork',
          arguments: [sandbox.id],
          ...(container && bridge
            ? { cli: dockerLine(engines.get(sandbox.engine), 'network', 'connect', bridge.name, containerArgument(container)) }
            : {}),
        },
      }),
    ];
  });
}
