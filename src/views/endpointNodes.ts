/** Endpoints, under their network or under their sandbox, with their details. Pure. */
import { isRunning, ownerOf, sandboxName } from '../model/lookup.ts';
import type { Endpoint, Engine, Sandbox } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { refusalOfDetach } from '../predictions/refusals.ts';
import type { TreeWord } from '../words/viewWord.ts';
import { gapNodes } from './gapNodes.ts';
import { plainText } from './plainText.ts';
import { endpointIcon } from './treeIcons.ts';
import type { TreeIndex } from './treeIndex.ts';
import type { Text, TreeNode } from './treeNode.ts';
import { wireNodes } from './wireNodes.ts';
import { withChildren } from './withChildren.ts';

export function endpointNode(index: TreeIndex, engine: Engine, endpoint: Endpoint, under: 'network' | 'sandbox'): TreeNode {
  const sandbox = endpoint.sandbox === undefined ? undefined : index.sandboxes.get(endpoint.sandbox);
  const id = `endpoint:${engine.id}:${under}:${endpoint.id}`;
  const isDetachable = engine.state === 'ready' && refusalOfDetach(index.topology, endpoint.id) === undefined;
  const node = {
    kind: 'endpoint',
    id,
    subject: endpoint.id,
    label: under === 'network' ? sandboxLabel(endpoint, sandbox) : networkLabel(index, endpoint),
    description: [
      ...endpoint.addresses.map(withoutPrefix),
      ...(sandbox ? (under === 'network' ? [...sharedText(sandbox), ...stateText(sandbox)] : []) : [word('tree.nobody')]),
      ...kindText(sandbox),
      ...(under === 'network' && endpoint.engine === undefined ? nodeText(index, endpoint) : []),
    ],
    icon: endpointIcon(endpoint, sandbox),
    flags: [
      ...(isDetachable ? ['detachable'] : []),
      ...(endpoint.addresses.length > 0 ? ['addressed'] : []),
      ...(sandbox ? ['joined'] : []),
      ...(engine.state === 'ready' && endpoint.sandbox === undefined && endpoint.name !== undefined ? ['ghost'] : []),
    ],
    spoken: 'spoken.endpoint',
    lacksDetail: endpoint.detail === 'listed',
  } as const;
  return withChildren(node, () => details(index, engine, endpoint, id));
}

/** The state of the owner in words; nothing while it runs. */
export function stateText(sandbox: Sandbox): readonly Text[] {
  const owner = ownerOf(sandbox) ?? (sandbox.kind === 'task' ? sandbox.containers[0] : undefined);
  if (!owner) return sandbox.kind === 'container' ? [word('tree.owner-gone')] : [];
  return containerState(owner.state);
}

export function containerState(state: string): readonly Text[] {
  const known = ['created', 'exited', 'paused', 'restarting', 'removing', 'dead'];
  if (state === 'running' || state === '') return [];
  return [known.includes(state) ? word(`tree.state-${state}`) : plainText(state, 40)];
}

export function sharedText(sandbox: Sandbox): readonly Text[] {
  if (sandbox.kind !== 'container') return [];
  const [, ...sharers] = sandbox.containers;
  return sharers.length === 0 ? [] : [word('tree.shared-with', sharers.map(({ name }) => plainText(name, 40)).join(', '))];
}

function kindText(sandbox: Sandbox | undefined): readonly Text[] {
  if (sandbox?.kind === 'loadBalancer') return [word('tree.load-balancer')];
  return sandbox?.kind === 'host' ? [word('tree.host-stack')] : [];
}

function sandboxLabel(endpoint: Endpoint, sandbox: Sandbox | undefined): string {
  if (sandbox) return plainText(sandboxName(sandbox));
  return plainText(endpoint.name ?? endpoint.endpointId?.slice(0, 12) ?? endpoint.id.split('/').at(-1) ?? '');
}

function networkLabel(index: TreeIndex, endpoint: Endpoint): string {
  return plainText(index.networks.get(endpoint.network)?.name ?? endpoint.network.slice(0, 12));
}

function nodeText(index: TreeIndex, endpoint: Endpoint): readonly Text[] {
  const node = index.topology.nodes.find(({ id }) => id === endpoint.node);
  return node ? [word('tree.on-node', plainText(node.hostname, 60))] : [];
}

function withoutPrefix(address: string): string {
  return plainText(address.split('/')[0] ?? '', 60);
}

/** Values read so far; a field that was read and is empty says "none", one that was not read is not there. */
function details(index: TreeIndex, engine: Engine, endpoint: Endpoint, parent: string): readonly TreeNode[] {
  const row = (code: TreeWord, value: Text | undefined, copied?: string): readonly TreeNode[] =>
    value === undefined || value === ''
      ? []
      : [
          {
            kind: 'detail',
            id: `detail:${parent}:${code}`,
            ...(copied === undefined ? {} : { subject: copied }),
            label: word(code),
            description: [value],
            flags: copied === undefined ? [] : ['copyable'],
            spoken: 'spoken.detail',
            children: [],
          },
        ];
  const list = (code: TreeWord, values: readonly string[] | undefined) =>
    row(code, values && (values.length === 0 ? word('tree.none') : plainText(values.join(', '), 400)), values?.join(', '));
  const text = (code: TreeWord, value: string | undefined) => row(code, value && plainText(value), value);
  const isDefault = endpoint.isDefaultGateway;
  const sandbox = endpoint.sandbox === undefined ? undefined : index.sandboxes.get(endpoint.sandbox);
  const isStack = sandbox !== undefined && sandbox.kind !== 'host';
  return [
    ...(endpoint.addresses.length > 0 ? list('tree.address', endpoint.addresses) : []),
    ...text('tree.mac', endpoint.mac),
    ...text('tree.gateway', endpoint.gateway),
    ...text('tree.gateway', endpoint.gateway ? undefined : endpoint.gateway6),
    ...(isStack && isRunning(sandbox) && isDefault !== undefined
      ? row('tree.default-gateway', word(isDefault ? 'tree.default-gateway-yes' : 'tree.default-gateway-no'))
      : []),
    ...(isStack ? list('tree.aliases', endpoint.aliases) : []),
    ...(isStack ? list('tree.dns-names', endpoint.dnsNames) : []),
    ...(endpoint.staticAddresses?.length ? list('tree.static-address', endpoint.staticAddresses) : []),
    ...(endpoint.links?.length ? list('tree.links', endpoint.links) : []),
    ...(isStack && isRunning(sandbox) && endpoint.detail === 'full' ? wireNodes(index.wires.get(endpoint.id), parent) : []),
    ...text('tree.endpoint-id', endpoint.endpointId),
    ...(isBeingRead(index, engine, endpoint, sandbox) ? readingNode(parent) : []),
    ...(sandbox && endpoint.detail === 'listed' ? gapNodes(index, sandbox.id, parent) : []),
  ];
}

/** An inspect of the container is under way, or about to be. */
function isBeingRead(index: TreeIndex, engine: Engine, endpoint: Endpoint, sandbox: Sandbox | undefined): boolean {
  if (endpoint.detail !== 'listed' || engine.state !== 'ready') return false;
  return sandbox?.kind === 'container' && !index.gaps.has(sandbox.id);
}

function readingNode(parent: string): readonly TreeNode[] {
  return [
    {
      kind: 'detail',
      id: `detail:${parent}:reading`,
      label: word('tree.reading'),
      description: [],
      icon: { id: 'loading~spin' },
      flags: [],
      spoken: 'spoken.detail',
      children: [],
    },
  ];
}
