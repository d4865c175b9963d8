import type { Engine, Network, Sandbox, Topology } from '../../model/topology.ts';
import type { Word } from '../../model/word.ts';
import { word } from '../../model/word.ts';
import { isServed, looksGenerated } from '../../predictions/nameRecords.ts';
import { isDefaultBridgeNetwork, servesNames } from '../../predictions/userDefined.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { containerArgument, dockerLine } from '../shellLine.ts';

/**
 * Several running containers that a person named sit on the default bridge alone, where names do not resolve: whoever names containers
 * mostly means to call them by name. Silent for one such container, for those that also are on a user-defined network, and for
 * names of the form that Docker makes up (`adjective_surname`, judged by form, so that a chosen `my_app` is passed over as well).
 */
export const defaultBridgeNames: Rule = { code: 'default-bridge-names', find };

const shownContainers = 10;

function find({ topology }: RuleInput): readonly Finding[] {
  return topology.networks.filter(isDefaultBridgeNetwork).flatMap((network) => {
    const named = namedSandboxes(topology, network);
    return named.length < 2 ? [] : [finding(topology, network, named)];
  });
}

function namedSandboxes(topology: Topology, network: Network): readonly Sandbox[] {
  const elsewhere = new Set<string>();
  const here = new Set<string>();
  const serving = new Set(topology.networks.filter(servesNames).map((candidate) => candidate.id));
  for (const { sandbox, network: on } of topology.endpoints) {
    if (sandbox === undefined) continue;
    if (on === network.id) here.add(sandbox);
    else if (serving.has(on)) elsewhere.add(sandbox);
  }
  return topology.sandboxes
    .filter((sandbox) => here.has(sandbox.id) && !elsewhere.has(sandbox.id) && isServed(sandbox))
    .filter((sandbox) => {
      const name = sandbox.containers[0]?.name;
      return name !== undefined && name !== '' && !looksGenerated(name);
    })
    .sort((a, b) => ((a.containers[0]?.name ?? '') < (b.containers[0]?.name ?? '') ? -1 : 1));
}

function finding(topology: Topology, network: Network, named: readonly Sandbox[]): Finding {
  const engine = topology.engines.find((candidate) => network.engines.includes(candidate.id));
  const sandboxes = named.map((sandbox) => sandbox.id).sort();
  const subjects = [network.id, ...sandboxes].sort();
  const names = named.slice(0, 3).map((sandbox) => sandbox.containers[0]?.name ?? '');
  const evidence: Word<FindingEvidence>[] = named.slice(0, shownContainers).map((sandbox) => {
    const address = topology.endpoints.find((endpoint) => endpoint.sandbox === sandbox.id && endpoint.network === network.id)
      ?.addresses[0];
    return word('evidence.container-on-default-bridge', sandbox.containers[0]?.name ?? '', address ?? '', network.name);
  });
  if (named.length > shownContainers) evidence.push(word('evidence.more-containers', named.length - shownContainers));
  evidence.push(word('evidence.no-embedded-dns', network.name));
  return {
    id: findingId('default-bridge-names', subjects),
    code: 'default-bridge-names',
    severity: 'warning',
    subjects,
    message: word('finding.default-bridge-names', named.length, names.join(', ') + (named.length > 3 ? ', …' : ''), network.name),
    evidence,
    fix: {
      title: word('fix.attach-user-network', names[0] ?? '', named.length),
      command: 'dockerNetworks.attachToNetwork',
      arguments: sandboxes,
      cli: attachLine(topology, engine, named),
    },
  };
}

function attachLine(topology: Topology, engine: Engine | undefined, named: readonly Sandbox[]): string {
  let name = 'my-network';
  for (let number = 2; topology.networks.some((network) => network.name === name); number += 1) name = `my-network-${number}`;
  const connects = named.flatMap((sandbox) => {
    const owner = sandbox.containers[0];
    return owner === undefined ? [] : [dockerLine(engine, 'network', 'connect', name, containerArgument(owner))];
  });
  return [dockerLine(engine, 'network', 'create', name), ...connects].join(' && ');
}
