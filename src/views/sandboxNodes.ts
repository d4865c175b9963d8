/** The Sandboxes view: engines (when there are several) → network stacks → containers, endpoints, published ports. Pure. */
import { ownerOf, sandboxName } from '../model/lookup.ts';
import { sortedBy } from '../model/order.ts';
import type { Container, Engine, Network, PublishedPort, Sandbox, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { staleEntries } from '../predictions/staleEntries.ts';
import type { SpokenWord } from '../words/viewWord.ts';
import { containerState, endpointNode, sharedText, stateText } from './endpointNodes.ts';
import { engineNodes } from './engineNodes.ts';
import { gapNodes } from './gapNodes.ts';
import { plainText } from './plainText.ts';
import { type StackKind, stackKind } from './stackKind.ts';
import { containerIcon, stackIcon } from './treeIcons.ts';
import { type TreeIndex, treeIndex } from './treeIndex.ts';
import type { Text, TreeNode } from './treeNode.ts';
import { withChildren } from './withChildren.ts';

const kinds: readonly Sandbox['kind'][] = ['container', 'task', 'host', 'loadBalancer'];

export function sandboxNodes(topology: Topology): readonly TreeNode[] {
  const index = treeIndex(topology);
  const stale = new Set(staleEntries(topology).map(({ sandbox }) => sandbox.id));
  return engineNodes(topology, (engine) =>
    sortedBy(
      topology.sandboxes.filter((sandbox) => sandbox.engine === engine.id),
      (sandbox) => [String(kinds.indexOf(sandbox.kind)), sandboxName(sandbox).toLowerCase(), sandbox.id],
    ).map((sandbox) => sandboxNode(index, engine, sandbox, stale.has(sandbox.id))),
  );
}

function sandboxNode(index: TreeIndex, engine: Engine, sandbox: Sandbox, isStale: boolean): TreeNode {
  const endpoints = index.endpointsOfSandbox.get(sandbox.id) ?? [];
  const networks = endpoints.flatMap(({ network }) => index.networks.get(network) ?? []);
  const kind = stackKind(sandbox, networks);
  const id = `sandbox:${engine.id}:${sandbox.id}`;
  const node = {
    kind: 'sandbox',
    id,
    subject: sandbox.id,
    label: plainText(sandboxName(sandbox)),
    description: description(sandbox, kind, networks),
    icon: stackIcon(kind),
    flags: [
      kind,
      ...(engine.state === 'ready' && isAttachable(sandbox, kind) ? ['attachable'] : []),
      ...(engine.state === 'ready' && sandbox.kind === 'container' && kind !== 'stopped' ? ['askable'] : []),
      ...(engine.state === 'ready' && isStale ? ['mendable'] : []),
    ],
    spoken: spokenOf[kind],
    lacksDetail: sandbox.detail === 'listed' && sandbox.kind === 'container',
    opens: [sandbox.containers, endpoints, sandbox.publishedPorts, index.gaps.get(sandbox.id) ?? []].some(
      ({ length }) => length > 0,
    ),
  } as const;
  return withChildren(node, () => [
    ...sandbox.containers.map((container) => containerNode(id, sandbox, container)),
    ...endpoints
      .map((endpoint) => endpointNode(index, engine, endpoint, 'sandbox'))
      .sort((a, b) => (String(a.label) < String(b.label) ? -1 : 1)),
    ...sandbox.publishedPorts.map((port) => portNode(id, port)),
    ...gapNodes(index, sandbox.id, id),
  ]);
}

const spokenOf: Readonly<Record<StackKind, SpokenWord>> = {
  running: 'spoken.sandbox-running',
  stopped: 'spoken.sandbox-stopped',
  shared: 'spoken.sandbox-shared',
  host: 'spoken.sandbox-host',
  none: 'spoken.sandbox-none',
  'load-balancer': 'spoken.sandbox-load-balancer',
  task: 'spoken.sandbox-task',
};

function isAttachable(sandbox: Sandbox, kind: StackKind): boolean {
  return sandbox.kind === 'container' && kind !== 'task' && sandbox.service === undefined && ownerOf(sandbox) !== undefined;
}

function description(sandbox: Sandbox, kind: StackKind, networks: readonly Network[]): readonly Text[] {
  const names = plainText(networks.map(({ name }) => plainText(name, 60)).join(', '));
  switch (kind) {
    case 'host': {
      const users = sandbox.containers.map(({ name }) => plainText(name, 40)).join(', ');
      return [word('tree.host-stack'), ...(users ? [users] : [])];
    }
    case 'load-balancer':
      return [word('tree.load-balancer')];
    case 'none':
      return [word('tree.loopback-only'), ...sharedText(sandbox)];
    case 'task':
      return [word('tree.task'), ...stateText(sandbox), ...(names ? [names] : [])];
    case 'running':
    case 'shared':
    case 'stopped':
      return [
        ...stateText(sandbox),
        ...sharedText(sandbox),
        names || word('tree.no-network'),
        ...sandbox.publishedPorts.slice(0, 2).map(({ hostPort, port }) => `${hostPort} → ${port}`),
      ];
    default:
      return kind satisfies never;
  }
}

function containerNode(parent: string, sandbox: Sandbox, container: Container): TreeNode {
  const isShared = sandbox.kind === 'container' && sandbox.containers.length > 1;
  const role = isShared ? [word(container.id === sandbox.id ? 'tree.owner' : 'tree.sharer')] : [];
  return {
    kind: 'container',
    id: `container:${parent}:${container.id}`,
    subject: container.id,
    label: plainText(container.name || container.id.slice(0, 12)),
    description: [...role, ...containerState(container.state), plainText(shortImage(container.image), 60)],
    icon: containerIcon(container.state),
    flags: sandbox.kind === 'task' ? [] : ['inspectable'],
    spoken: 'spoken.container',
    children: [],
  };
}

/** Digests are for tooltips. */
function shortImage(image: string): string {
  return image.replace(/(^|@)sha256:([0-9a-f]{12})[0-9a-f]+$/, '$1sha256:$2');
}

function portNode(parent: string, port: PublishedPort): TreeNode {
  return {
    kind: 'port',
    id: `port:${parent}:${port.hostAddress}:${port.hostPort}:${port.port}/${port.protocol}`,
    subject: `${bracketed(port.hostAddress)}:${port.hostPort}`,
    label: portText(port),
    description: isEveryAddress(port.hostAddress) ? [word('tree.every-address')] : [],
    icon: { id: 'link-external' },
    flags: ['copyable'],
    spoken: 'spoken.port',
    children: [],
  };
}

/** `0.0.0.0:5000 → 80/tcp` */
export function portText(port: PublishedPort): string {
  return `${bracketed(port.hostAddress)}:${port.hostPort} → ${port.port}/${port.protocol}`;
}

function isEveryAddress(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::';
}

function bracketed(address: string): string {
  const text = plainText(address || '0.0.0.0', 60);
  return text.includes(':') ? `[${text}]` : text;
}
