/** The picture of the blog's overlay exercise, from answers recorded on its two nodes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagram, Shape } from '../../src/diagrams/diagram.ts';
import { layoutDiagram } from '../../src/diagrams/layout.ts';
import { overlayMap } from '../../src/diagrams/overlay.ts';
import { pathOf } from '../../src/diagrams/pathOf.ts';
import { buildTopology } from '../../src/model/buildTopology.ts';
import type { Endpoint, Node, Sandbox, Topology } from '../../src/model/topology.ts';
import { emptyTopology } from '../../src/model/topology.ts';
import { overlayAsSvg, overlayAsText } from '../../src/panels/overlayExport.ts';
import { neighbourOf } from '../../src/webview/selection.ts';
import { type Recording, recorded } from '../model/recorded.ts';
import { processorTime } from '../support/processorTime.ts';
import { englishSay } from './englishWords.ts';
import { assertGolden } from './golden.ts';

const say = englishSay();

function topologyOf(...names: readonly Recording[]): Topology {
  return buildTopology(
    names.map((name) => recorded(name)),
    '2026-11-25T21:00:00Z',
  );
}

const both = topologyOf('swarm-node1', 'swarm-node2');
const managerAlone = topologyOf('swarm-node1');
const workerAlone = topologyOf('swarm-node2');

function withWorker(topology: Topology, change: Partial<Node>): Topology {
  return { ...topology, nodes: topology.nodes.map((node) => (node.role === 'worker' ? { ...node, ...change } : node)) };
}

/** Each node knows itself only. */
function apart(topology: Topology): Topology {
  const address = (engine: string) =>
    topology.engines.find(({ id }) => id === engine)?.swarm?.role === 'manager' ? '192.168.1.10' : '172.31.1.10';
  return {
    ...topology,
    networks: topology.networks.map(({ peerLists, ...network }) => ({
      ...network,
      ...(peerLists ? { peerLists: peerLists.map(({ engine }) => ({ engine, addresses: [address(engine)] })) } : {}),
    })),
  };
}

function texts(shape: Shape): string {
  return [shape.title, shape.tag ?? '', shape.kernelName?.name ?? '', ...shape.lines.map(({ text }) => text)]
    .map(say)
    .filter((text) => text !== '')
    .join(' | ');
}

function ofKind(diagram: Diagram, kind: Shape['kind']): readonly string[] {
  return diagram.shapes.filter((shape) => shape.kind === kind).map(texts);
}

test('the two nodes are drawn as recorded', () => {
  assertGolden('overlay-two-nodes-dark.svg', overlayAsSvg(both, say, 'dark'));
  assertGolden('overlay-two-nodes.txt', overlayAsText(both, say));
});

test('a cut between the two nodes is drawn as recorded', () => {
  assertGolden('overlay-cut-dark.svg', overlayAsSvg(withWorker(apart(both), { state: 'down' }), say, 'dark'));
});

test('each host is a frame around its own sandboxes, its end of the tunnel and its gateway bridge', () => {
  const diagram = overlayMap(both);
  assert.deepEqual(ofKind(diagram, 'frame'), [
    'swarm-node1 · engine-host | manager · leader · ready | 192.168.1.10',
    'swarm-node2 · engine-host | worker · ready | 172.31.1.10',
  ]);
  const held = diagram.shapes
    .filter(({ kind }) => kind === 'frame')
    .map(({ id }) =>
      diagram.shapes.filter(({ frame }) => frame === id).map(({ title, kernelName }) => say(title) || kernelName?.name),
    );
  assert.deepEqual(held, [
    ['test.2', 'vip.1', 'lb-uber-net', 'VTEP 192.168.1.10', 'docker_gwbridge'],
    ['test.1', 'vip.2', 'lb-uber-net', 'VTEP 172.31.1.10', 'docker_gwbridge'],
  ]);
  assert.deepEqual(ofKind(diagram, 'tunnel'), [
    'VXLAN 4097 | udp/4789 | MTU 1450 inside, 1500 under it (inferred) | all 2 hosts know each other',
  ]);
});

test('a published port leads to the virtual address, and that to the tasks on both hosts', () => {
  const diagram = overlayMap(both);
  const port = diagram.shapes.find(({ kind }) => kind === 'port');
  assert.ok(port);
  const reached = pathOf(diagram, port.id).shapes;
  const names = diagram.shapes.filter(({ id }) => reached.has(id)).map(({ title, kernelName }) => say(title) || kernelName?.name);
  for (const name of ['8080 → 80/tcp', 'vip', 'vip.1', 'vip.2', 'VTEP 172.31.1.10', 'VXLAN 4097'])
    assert.ok(names.includes(name), name);
  assert.ok(!names.includes('test.1'));
});

test('a manager alone shows the other host through its tasks, and says so', () => {
  const diagram = overlayMap(managerAlone);
  assert.match(ofKind(diagram, 'frame')[1] ?? '', /172\.31\.1\.10 \| seen through its tasks/);
  assert.match(ofKind(diagram, 'sandbox').join('\n'), /^test\.1/m);
  assert.match(ofKind(diagram, 'tunnel')[0] ?? '', /1 of 2 hosts were asked/);
});

test('a worker alone shows what the gossip tells of the other host, and that the rest needs a manager', () => {
  const diagram = overlayMap(workerAlone);
  assert.match(ofKind(diagram, 'frame')[0] ?? '', /192\.168\.1\.10 \| seen through the gossip only/);
  assert.match(ofKind(diagram, 'sandbox').join('\n'), /^test\.2 .*task of test/m);
  assert.match(diagram.notes.map(say).join('\n'), /need a manager/);
});

test('hosts that miss each other are cut off in shape and words, and whole again when they know each other', () => {
  const cut = overlayMap(apart(both));
  assert.equal(cut.wires.filter(({ form }) => form === 'broken').length, 2);
  assert.equal(cut.wires.filter(({ form }) => form === 'tunnel').length, 0);
  assert.match(ofKind(cut, 'vtep')[0] ?? '', /does not know engine-host \(172\.31\.1\.10\)/);
  assert.match(ofKind(cut, 'frame')[0] ?? '', /no tunnel to or from/);
  assert.equal(overlayMap(both).wires.filter(({ form }) => form === 'tunnel').length, 2);
});

test('a node that is down is cut off, and its tasks may run still', () => {
  const diagram = overlayMap(withWorker(managerAlone, { state: 'down' }));
  assert.deepEqual(
    diagram.wires.filter(({ form }) => form).map(({ form }) => form),
    ['tunnel', 'broken'],
  );
  assert.match(ofKind(diagram, 'frame')[1] ?? '', /the managers do not hear of it/);
  assert.match(ofKind(diagram, 'sandbox').find((text) => text.startsWith('test.1')) ?? '', /may run still/);
});

test('the ingress network shows what takes published ports in, and is chosen only when asked for', () => {
  const ingress = both.networks.find((network) => network.ingress);
  const diagram = overlayMap(both, { network: ingress?.id ?? '' });
  assert.equal(say(diagram.title), 'Overlay: ingress');
  assert.equal(ofKind(diagram, 'sandbox').filter((text) => text.includes('takes published ports in')).length, 2);
  assert.equal(say(overlayMap(both, { network: 'gone' }).title), 'Overlay: uber-net');
});

test('without an overlay the picture says so, and how to make one', () => {
  const diagram = overlayMap(emptyTopology(''));
  assert.equal(diagram.shapes.length, 0);
  assert.match(diagram.notes.map(say).join(' '), /docker swarm init/);
});

test('the arrow keys lead into a frame and out of it', () => {
  const diagram = overlayMap(both);
  const frame = diagram.shapes.find(({ kind }) => kind === 'frame') as Shape;
  const inside = neighbourOf(diagram, new Map(), frame, 'ArrowRight');
  const first = diagram.shapes.find(({ id }) => id === inside) as Shape;
  assert.equal(first.frame, frame.id);
  const balancer = diagram.shapes.find(({ frame: of, title }) => of === frame.id && title === 'lb-uber-net') as Shape;
  assert.equal(neighbourOf(diagram, new Map(), balancer, 'ArrowLeft'), frame.id);
});

/** `hosts` nodes, each with `tasks` tasks of one service, on `uber-net`. */
function crowd(hosts: number, tasks: number): Topology {
  const nodes: Node[] = [];
  const sandboxes: Sandbox[] = [];
  const endpoints: Endpoint[] = [];
  const network = both.networks.find(({ name }) => name === 'uber-net')?.id as Endpoint['network'];
  const [manager] = both.engines;
  const [service] = both.services;
  for (let host = 0; host < hosts; host++) {
    const node = { ...(both.nodes[0] as Node), id: `node${host}` as Node['id'], hostname: `h${host}`, address: `10.9.0.${host}` };
    nodes.push({ ...node, role: 'worker', leader: false, state: host === 40 ? 'down' : 'ready' });
    for (let task = 0; task < tasks; task++) {
      const id = `task${host}-${task}` as Sandbox['id'];
      const container = { id, name: `web.${task}`, state: 'running', image: 'alpine' };
      const fields = { engine: manager?.id as Sandbox['engine'], node: node.id, detail: 'full' } as const;
      sandboxes.push({
        ...fields,
        id,
        kind: 'task',
        containers: [container],
        publishedPorts: [],
        ...(service ? { service: service.id } : {}),
      });
      const address = `10.0.${host}.${task + 2}/16`;
      endpoints.push({ ...fields, id: `${network}/${id}` as Endpoint['id'], network, sandbox: id, addresses: [address] });
    }
  }
  return { ...both, networks: both.networks.map(({ peers: _, peerLists: __, ...each }) => each), nodes, sandboxes, endpoints };
}

test('fifty hosts and a thousand tasks fold: the cut one shows, the text has them all, and it takes little', () => {
  const topology = crowd(50, 20);
  const took = processorTime(() => layoutDiagram(overlayMap(topology), say));
  const diagram = overlayMap(topology);
  const placed = layoutDiagram(diagram, say);
  assert.equal(diagram.shapes.filter(({ kind }) => kind === 'frame').length, 6);
  assert.match(ofKind(diagram, 'frame').join('\n'), /h40 .*down/);
  assert.match(ofKind(diagram, 'group').join('\n'), /^\+44 hosts/m);
  assert.ok(placed.height < 3400, String(placed.height));
  assert.ok(took < 2000, `${took} ms of processor time`);
  const text = overlayAsText(topology, say);
  assert.equal(text.match(/^ {2}web\.\d+ → /gm)?.length, 1000);
  const focused = overlayMap(topology, { focus: 'task30-19' });
  assert.equal(focused.shapes.filter(({ subject }) => subject === 'task30-19').length, 1);
});

test('shapes overlap nothing but the frame that they are in', () => {
  for (const topology of [both, withWorker(apart(both), { state: 'down' }), workerAlone, crowd(50, 20)]) {
    const { shapes } = layoutDiagram(overlayMap(topology), say);
    for (const one of shapes) {
      for (const other of shapes) {
        if (one === other || one.shape.frame === other.shape.id || other.shape.frame === one.shape.id) continue;
        const apart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        assert.ok(apart, `${one.shape.id} and ${other.shape.id}`);
      }
    }
    for (const one of shapes) {
      const frame = shapes.find(({ shape }) => shape.id === one.shape.frame);
      assert.ok(one.x >= 20, `${one.shape.id} keeps the margin`);
      if (frame) assert.ok(one.y >= frame.y && one.y + one.height <= frame.y + frame.height, one.shape.id);
    }
  }
});
