import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sandboxNodes } from '../../src/views/sandboxNodes.ts';
import { contextValue, type TreeNode } from '../../src/views/treeNode.ts';
import { sketch } from '../predictions/sketch.ts';

const topology = sketch(
  { localnet: { subnet: '172.18.0.0/16' }, bridge: {}, none: {}, host: {} },
  {
    web: { on: { localnet: '172.18.0.4/16' }, ports: [{ protocol: 'tcp', port: 80, hostAddress: '', hostPort: 5000 }] },
    c2: { on: { localnet: '172.18.0.3/16' }, sharers: ['sidecar'] },
    sealed: { on: { none: [] } },
    old: { on: { localnet: [] }, state: 'exited' },
    held: { on: { bridge: '172.17.0.2/16' }, state: 'paused' },
    runner: { kind: 'host' },
    balancer: { kind: 'loadBalancer' },
    'svc.1.abc': { kind: 'task', service: 's' },
  },
);

function show(node: TreeNode): string {
  const text = (of: TreeNode['label']) => (typeof of === 'string' ? of : [of.code, ...of.args].join(' '));
  return [text(node.label), ...node.description.map(text)].join(' | ');
}

const rows = sandboxNodes(topology);
const row = (label: string) => rows.find((node) => node.label === label);

test('each kind of stack is told by words', () => {
  assert.deepEqual(rows.map(show).slice(0, 7), [
    'c2 | tree.shared-with sidecar | localnet',
    'held | tree.state-paused | bridge',
    'old | tree.state-exited | localnet',
    'sealed | tree.loopback-only',
    'web | localnet | 5000 → 80',
    'svc.1.abc | tree.task',
    'host | tree.host-stack | runner',
  ]);
  assert.deepEqual(
    rows[7]?.description.map((text) => typeof text !== 'string' && text.code),
    ['tree.load-balancer'],
  );
});

test('each kind of stack has an icon and spoken words of its own', () => {
  const kinds = ['web', 'old', 'c2', 'sealed', 'host', 'svc.1.abc'].map((label) => row(label));
  assert.equal(new Set(kinds.map((node) => node?.icon?.id)).size, kinds.length);
  assert.equal(new Set(kinds.map((node) => node?.spoken)).size, kinds.length);
});

test('a stack holds its containers, its endpoints and its published ports', () => {
  assert.deepEqual(row('web')?.children.map(show), [
    'web | alpine',
    'localnet | 172.18.0.4',
    '0.0.0.0:5000 → 80/tcp | tree.every-address',
  ]);
});

test('of a shared stack the owner and those that share it are told apart', () => {
  assert.deepEqual(row('c2')?.children.slice(0, 2).map(show), ['c2 | tree.owner | alpine', 'sidecar | tree.sharer | alpine']);
});

test('an IPv6 host address stands in brackets', () => {
  const six = sketch({}, { web: { ports: [{ protocol: 'udp', port: 53, hostAddress: '::1', hostPort: 5353 }] } });
  assert.equal(sandboxNodes(six)[0]?.children.at(-1)?.label, '[::1]:5353 → 53/udp');
});

test('only stacks of containers that are no tasks can be attached', () => {
  const attachable = rows.filter((node) => contextValue(node).includes('+attachable')).map(({ label }) => label);
  assert.deepEqual(attachable, ['c2', 'held', 'old', 'sealed', 'web']);
});
