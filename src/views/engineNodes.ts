import type { Engine, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { plainText } from './plainText.ts';
import { engineIcon } from './treeIcons.ts';
import type { Text, TreeNode } from './treeNode.ts';

/** One engine stays in the background; several are the top of the tree, and so is one of which only its own words tell what is wrong. */
export function engineNodes(topology: Topology, childrenOf: (engine: Engine) => readonly TreeNode[]): readonly TreeNode[] {
  const { engines } = topology;
  const [only] = engines;
  return only && !hasOwnRow(engines)
    ? childrenOf(only)
    : engines.map((engine) => engineNode(engine, childrenOf(engine), twinOf(topology, engine)));
}

/** Whether engines have rows of their own. A single one on this machine has a welcome view for each reason instead. */
export function hasOwnRow(engines: readonly Engine[]): boolean {
  const [only, ...others] = engines;
  if (!only || others.length > 0) return others.length > 0;
  return only.state === 'refused' && (only.reason === 'context-invalid' || !/^(unix|npipe):/.test(only.endpoint));
}

/** The first engine that is the same daemon, reached another way: their networks `host`, of which each daemon has one, are one. */
function twinOf({ engines, networks }: Topology, engine: Engine): Engine | undefined {
  const host = networks.find(
    ({ driver, scope, engines: of }) => driver === 'host' && scope === 'local' && of.includes(engine.id),
  );
  const first = engines.find(({ id }) => host?.engines.includes(id));
  return first?.id === engine.id ? undefined : first;
}

function engineNode(engine: Engine, children: readonly TreeNode[], twin: Engine | undefined): TreeNode {
  return {
    kind: 'engine',
    id: `engine:${engine.id}`,
    subject: engine.id,
    label: plainText(engine.context),
    description: [
      ...stateText(engine),
      ...(twin ? [word('tree.same-engine', plainText(twin.context, 60))] : []),
      ...(engine.state === 'ready' && engine.version ? [`Docker ${plainText(engine.version, 40)}`] : []),
    ],
    icon: engineIcon(engine),
    flags: [engine.state],
    spoken: 'spoken.engine',
    expanded: true,
    children,
  };
}

function stateText(engine: Engine): readonly Text[] {
  switch (engine.state) {
    case 'ready':
      return [];
    case 'connecting':
      return [word('tree.engine-connecting')];
    case 'refused':
      return [word('tree.engine-refused'), ...saidText(engine)];
    case 'lost':
      return [word('tree.engine-lost'), ...saidText(engine)];
    case 'sample':
      return [word('tree.engine-sample')];
    default:
      return engine.state satisfies never;
  }
}

/** What it said, without the address: that is in the tooltip. */
function saidText({ said, endpoint }: Engine): readonly Text[] {
  if (!said) return [];
  return [plainText(endpoint !== '' && said.startsWith(`${endpoint}: `) ? said.slice(endpoint.length + 2) : said, 160)];
}
