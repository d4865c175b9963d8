/** The Networks view: engines (when there are several) → groups (when asked for) → networks → endpoints → details. Pure. */
import { isBuiltIn } from '../model/lookup.ts';
import { compareText } from '../model/order.ts';
import type { Engine, Network, Topology } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { refusalOfRemove } from '../predictions/refusals.ts';
import { endpointNode } from './endpointNodes.ts';
import { engineNodes } from './engineNodes.ts';
import { gapNodes } from './gapNodes.ts';
import { plainText } from './plainText.ts';
import { driverIcon, networkIcon } from './treeIcons.ts';
import { grouped, type TreeIndex, treeIndex } from './treeIndex.ts';
import type { Text, TreeNode } from './treeNode.ts';
import type { TreeOptions } from './treeOptions.ts';
import { withChildren } from './withChildren.ts';

export function networkNodes(topology: Topology, options: TreeOptions): readonly TreeNode[] {
  const index = treeIndex(topology);
  return engineNodes(topology, (engine) => {
    const networks = topology.networks
      .filter((network) => network.engines.includes(engine.id) && (options.showBuiltIn || !isBuiltIn(network)))
      .sort((a, b) => compareNetworks(a, b, options));
    const names = new Map<string, number>();
    for (const { name } of networks) names.set(name, (names.get(name) ?? 0) + 1);
    const node = (network: Network) => networkNode(index, engine, network, (names.get(network.name) ?? 0) > 1);
    return options.groupBy === 'none' ? networks.map(node) : groupNodes(engine, networks, options, node);
  });
}

function compareNetworks(a: Network, b: Network, { sortBy }: TreeOptions): number {
  const byName = compareText(a.name.toLowerCase(), b.name.toLowerCase()) || compareText(a.id, b.id);
  switch (sortBy) {
    case 'name':
      return byName;
    case 'driver':
      return compareText(a.driver, b.driver) || byName;
    case 'scope':
      return compareText(a.scope, b.scope) || byName;
    case 'created':
      return compareText(b.created, a.created) || byName;
    default:
      return sortBy satisfies never;
  }
}

function groupNodes(
  engine: Engine,
  networks: readonly Network[],
  { groupBy }: TreeOptions,
  node: (network: Network) => TreeNode,
): readonly TreeNode[] {
  const key = (network: Network) =>
    groupBy === 'driver' ? network.driver : groupBy === 'scope' ? network.scope : (network.project ?? '');
  return [...grouped(networks, key)]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || compareText(a, b))
    .map(([of, members]) => ({
      kind: 'group',
      id: `group:${engine.id}:${groupBy}:${of}`,
      label: of === '' ? word('tree.no-project') : plainText(of),
      description: [String(members.length)],
      icon: { id: groupBy === 'driver' ? driverIcon(of) : groupBy === 'scope' ? 'broadcast' : 'folder' },
      flags: [],
      spoken: 'spoken.group',
      expanded: true,
      children: members.map(node),
    }));
}

function networkNode(index: TreeIndex, engine: Engine, network: Network, isNamesake: boolean): TreeNode {
  const all = index.endpointsOfNetwork.get(network.id) ?? [];
  // of a network that several engines see, each shows its own; what no engine has is shown by the first
  const here = all.filter((endpoint) => (endpoint.engine ?? network.engines[0]) === engine.id);
  const isUnused = all.length === 0;
  const [first, ...more] = network.pools;
  const subnet: readonly Text[] = first ? [plainText(first.subnet) + (more.length > 0 ? ` +${more.length}` : '')] : [];
  const node = {
    kind: 'network',
    id: `network:${engine.id}:${network.id}`,
    subject: network.id,
    label: plainText(network.name),
    description: [
      ...(isNamesake ? [network.id.slice(0, 12)] : []),
      plainText(network.driver, 40),
      ...subnet,
      ...(network.internal ? [word('tree.internal')] : []),
      network.configOnly ? word('tree.config-only') : isUnused ? word('tree.unused') : countWord(here.length),
    ],
    icon: networkIcon(network, isUnused),
    flags: networkFlags(index.topology, engine, network),
    spoken: 'spoken.network',
    lacksDetail: network.detail === 'listed',
    opens: here.length > 0 || index.gaps.has(network.id),
  } as const;
  return withChildren(node, () => [
    ...here
      .map((endpoint) => endpointNode(index, engine, endpoint, 'network'))
      .sort((a, b) => compareText(String(a.label), String(b.label)) || compareText(a.id, b.id)),
    ...gapNodes(index, network.id, `network:${engine.id}:${network.id}`),
  ]);
}

function countWord(count: number): Word {
  return count === 1 ? word('tree.endpoint-count-one') : word('tree.endpoint-count', count);
}

function networkFlags(topology: Topology, engine: Engine, network: Network): readonly string[] {
  const known = ['bridge', 'overlay', 'macvlan', 'ipvlan', 'host', 'null'];
  const isLive = engine.state === 'ready';
  const takesContainers =
    !['host', 'null'].includes(network.driver) &&
    !network.ingress &&
    !network.configOnly &&
    (network.scope !== 'swarm' || network.attachable);
  return [
    known.includes(network.driver) ? network.driver : 'remote',
    ...(isBuiltIn(network) ? ['builtin'] : []),
    ...(isLive && takesContainers ? ['attachable'] : []),
    ...(isLive && !isPredefined(topology, network) ? ['removable'] : []),
  ];
}

/** A network in use is offered for removal all the same: the command says what is in the way. */
function isPredefined(topology: Topology, network: Network): boolean {
  const code = refusalOfRemove(topology, network.id)?.code;
  return code === 'refusal.predefined' || code === 'refusal.ingress';
}
