import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineId, Topology } from '../../src/model/topology.ts';
import { emptyTopology } from '../../src/model/topology.ts';
import { word } from '../../src/model/word.ts';
import { networkNodes } from '../../src/views/networkNodes.ts';
import { contextValue, type TreeNode } from '../../src/views/treeNode.ts';
import type { TreeOptions } from '../../src/views/treeOptions.ts';
import { engine, idOf, networkId, sketch } from '../predictions/sketch.ts';

const options: TreeOptions = { groupBy: 'none', sortBy: 'name', showBuiltIn: true };

const small = sketch(
  {
    bridge: { subnet: '172.17.0.0/16', hostInterface: 'docker0' },
    localnet: { subnet: '172.18.0.0/16' },
    mac: { driver: 'macvlan', subnet: '10.0.2.0/24', parent: 'eth0' },
    host: {},
    none: {},
  },
  {
    c1: {
      on: { localnet: { addresses: ['172.18.0.2/16'], mac: '02:42:ac:12:00:02', gateway: '172.18.0.1', isDefaultGateway: true } },
    },
    c2: { on: { localnet: '172.18.0.3/16' }, sharers: ['sidecar'] },
    old: { on: { localnet: [] }, state: 'exited' },
    runner: { kind: 'host', on: {} },
  },
);

function show(node: TreeNode): string {
  const text = (of: TreeNode['label']) => (typeof of === 'string' ? of : [of.code, ...of.args].join(' '));
  return [text(node.label), ...node.description.map(text)].join(' | ');
}

const named = (nodes: readonly TreeNode[], label: string) => {
  const found = nodes.find((node) => node.label === label);
  assert.ok(found, `no row ${label} among ${nodes.map(show).join('; ')}`);
  return found;
};

test('a network shows its driver, its subnet and how many endpoints it has', () => {
  assert.deepEqual(networkNodes(small, options).map(show), [
    'bridge | bridge | 172.17.0.0/16 | tree.unused',
    'host | host | tree.unused',
    'localnet | bridge | 172.18.0.0/16 | tree.endpoint-count 3',
    'mac | macvlan | 10.0.2.0/24 | tree.unused',
    'none | null | tree.unused',
  ]);
});

test('an endpoint shows its container, its address, who shares the stack and whether it runs', () => {
  assert.deepEqual(named(networkNodes(small, options), 'localnet').children.map(show), [
    'c1 | 172.18.0.2',
    'c2 | 172.18.0.3 | tree.shared-with sidecar',
    'old | tree.state-exited',
  ]);
});

test('details of an endpoint are what was read; an empty list says "none"', () => {
  const details = named(named(networkNodes(small, options), 'localnet').children, 'c1').children.map(show);
  assert.deepEqual(details, [
    'tree.address | 172.18.0.2/16',
    'tree.mac | 02:42:ac:12:00:02',
    'tree.gateway | 172.18.0.1',
    'tree.default-gateway | tree.default-gateway-yes',
    'tree.aliases | tree.none',
    `tree.dns-names | c1, ${idOf('c1').slice(0, 12)}`,
  ]);
});

test('a listed endpoint has no aliases to show, says that they are being read, and asks for detail', () => {
  const listed = sketch({ localnet: {} }, { c1: { listed: true, on: { localnet: '172.18.0.2/16' } } });
  const [endpoint] = named(networkNodes(listed, options), 'localnet').children;
  assert.equal(endpoint?.lacksDetail, true);
  assert.deepEqual(endpoint?.children.map(show), ['tree.address | 172.18.0.2/16', 'tree.reading']);
});

test('an inspect that failed costs one detail and is said in its place', () => {
  const listed = sketch(
    { localnet: {} },
    { c1: { listed: true, on: { localnet: '172.18.0.2/16' } } },
    { gaps: [{ engine, subject: idOf('c1'), code: 'container-not-inspected', why: 'HTTP 500' }] },
  );
  const [endpoint] = named(networkNodes(listed, options), 'localnet').children;
  assert.deepEqual(endpoint?.children.map(show), ['tree.address | 172.18.0.2/16', 'gap.container-not-inspected HTTP 500']);
});

test('two networks of one name are two rows, told apart by their ids', () => {
  const twins = sketch({ a1: { name: 'twin' }, b2: { name: 'twin' } }, {});
  const rows = networkNodes(twins, options);
  assert.deepEqual(rows.map(show), ['twin | a1 | bridge | tree.unused', 'twin | b2 | bridge | tree.unused']);
  assert.notEqual(rows[0]?.id, rows[1]?.id);
});

test('an unknown driver is shown by its name', () => {
  const [row] = networkNodes(sketch({ wv: { driver: 'weavemesh' } }, {}), options);
  assert.ok(row);
  assert.equal(show(row), 'wv | weavemesh | tree.unused');
  assert.equal(row.icon?.id, 'extensions');
  assert.equal(contextValue(row), 'network+remote+attachable+removable');
});

test('networks are grouped by driver, scope or Compose project; those without a project come last', () => {
  const shop = sketch({ a: { project: 'shop' }, b: {}, c: { driver: 'macvlan', project: 'app' } }, {});
  const groups = (groupBy: TreeOptions['groupBy']) => networkNodes(shop, { ...options, groupBy }).map(show);
  assert.deepEqual(groups('driver'), ['bridge | 2', 'macvlan | 1']);
  assert.deepEqual(groups('scope'), ['local | 3']);
  assert.deepEqual(groups('project'), ['app | 1', 'shop | 1', 'tree.no-project | 1']);
});

test('networks are sorted by name, driver, scope, or the newest first', () => {
  const some = sketch(
    {
      b: { created: '2026-01-01T00:00:00Z' },
      a: { driver: 'overlay', created: '2026-01-02T00:00:00Z' },
      c: { created: '2026-01-03T00:00:00Z' },
    },
    {},
  );
  const sorted = (sortBy: TreeOptions['sortBy']) => networkNodes(some, { ...options, sortBy }).map(({ label }) => label);
  assert.deepEqual(sorted('name'), ['a', 'b', 'c']);
  assert.deepEqual(sorted('driver'), ['b', 'c', 'a']);
  assert.deepEqual(sorted('scope'), ['b', 'c', 'a']);
  assert.deepEqual(sorted('created'), ['c', 'a', 'b']);
});

test('built-in networks can be hidden', () => {
  assert.deepEqual(
    networkNodes(small, { ...options, showBuiltIn: false }).map(({ label }) => label),
    ['localnet', 'mac'],
  );
});

test('several engines are the top of the tree; a network that two see has two rows with different ids', () => {
  const [first] = small.engines;
  assert.ok(first);
  const two: Topology = {
    ...small,
    engines: [first, { ...first, id: 'e2' as EngineId, context: 'node2', state: 'lost' }],
    networks: small.networks.map((network) => ({ ...network, engines: [engine, 'e2' as EngineId] })),
  };
  const roots = networkNodes(two, options);
  assert.deepEqual(roots.map(show), ['default | Docker 28.5.2', 'node2 | tree.engine-lost | tree.same-engine default']);
  const ids = roots.flatMap(({ children }) => children.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
});

test('a daemon that two contexts lead to says so in the second’s row', () => {
  const topology = sketch({ localnet: {}, host: {} }, {});
  const [first] = topology.engines;
  assert.ok(first);
  const far = { ...first, id: 'e2' as EngineId, context: 'far' };
  const both = { ...topology, engines: [first, far] };
  const merged = { ...both, networks: topology.networks.map((network) => ({ ...network, engines: [first.id, far.id] })) };
  assert.deepEqual(networkNodes(both, options).map(show), ['default | Docker 28.5.2', 'far | Docker 28.5.2']);
  assert.deepEqual(networkNodes(merged, options).map(show), [
    'default | Docker 28.5.2',
    'far | tree.same-engine default | Docker 28.5.2',
  ]);
});

test('nothing was read yet: no rows, so that the welcome view shows', () => {
  assert.deepEqual(networkNodes(emptyTopology(''), options), []);
});

test('menus see what can be done: built-in networks can’t be removed, host and none take no containers', () => {
  const values = networkNodes(small, options).map(contextValue);
  assert.deepEqual(values, [
    'network+bridge+builtin+attachable',
    'network+host+builtin',
    'network+bridge+attachable+removable',
    'network+macvlan+attachable+removable',
    'network+null+builtin',
  ]);
});

test('an engine that does not answer offers no change', () => {
  const lost = sketch({ localnet: {} }, { c1: { on: { localnet: '172.18.0.2/16' } } }, { engine: { state: 'lost' } });
  const [row] = networkNodes(lost, options);
  assert.ok(row);
  assert.equal(contextValue(row), 'network+bridge');
  assert.equal(contextValue(named(row.children, 'c1')), 'endpoint+addressed+joined');
});

test('hostile names are text on one line, and their rows keep their ids', () => {
  const evil = '<script>\n\u202e$(bug)';
  const [row] = networkNodes(sketch({ x: { name: evil } }, { c: { name: evil, on: { x: '10.0.0.2' } } }), options);
  assert.equal(row?.label, '<script>\\n\\u202e$(bug)');
  assert.equal(row?.children[0]?.label, '<script>\\n\\u202e$(bug)');
  assert.equal(row?.subject, networkId('x'));
});

test('words of rows are codes, never sentences', () => {
  const [row] = networkNodes(sketch({ localnet: {} }, {}), options);
  assert.deepEqual(row?.description.at(-1), word('tree.unused'));
});
