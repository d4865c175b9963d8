import type { Engine, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { plainText } from './plainText.ts';
import { engineIcon } from './treeIcons.ts';
import type { Text, TreeNode } from './treeNode.ts';

/** One engine stays in the background; several are the top of the tree. */
export function engineNodes(topology: Topology, childrenOf: (engine: Engine) => readonly TreeNode[]): readonly TreeNode[] {
  const [only, ...others] = topology.engines;
  if (!only) return [];
  if (others.length === 0) return childrenOf(only);
  // when none of them has anything to show, the welcome view says why
  const nodes = topology.engines.map((engine) => engineNode(engine, childrenOf(engine)));
  const isEmpty = topology.engines.every(({ state }) => state === 'connecting' || state === 'refused');
  return isEmpty && nodes.every(({ children }) => children.length === 0) ? [] : nodes;
}

function engineNode(engine: Engine, children: readonly TreeNode[]): TreeNode {
  return {
    kind: 'engine',
    id: `engine:${engine.id}`,
    subject: engine.id,
    label: plainText(engine.context),
    description: [...stateText(engine), ...(engine.version ? [`Docker ${plainText(engine.version, 40)}`] : [])],
    icon: engineIcon(engine),
    flags: [engine.state],
    spoken: 'spoken.engine',
    expanded: true,
    children,
  };
}

function stateText({ state }: Engine): readonly Text[] {
  switch (state) {
    case 'ready':
      return [];
    case 'connecting':
      return [word('tree.engine-connecting')];
    case 'refused':
      return [word('tree.engine-refused')];
    case 'lost':
      return [word('tree.engine-lost')];
    case 'sample':
      return [word('tree.engine-sample')];
    default:
      return state satisfies never;
  }
}
