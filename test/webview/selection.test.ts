import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostMap } from '../../src/diagrams/hostMap.ts';
import { layoutDiagram } from '../../src/diagrams/layout.ts';
import { neighbourOf, pathText, shapeOfSubject } from '../../src/webview/selection.ts';
import { englishSay } from '../diagrams/englishWords.ts';
import { blogTopology, crowd } from '../diagrams/literalTopology.ts';

const say = englishSay();
const diagram = hostMap(blogTopology());
const places = new Map(layoutDiagram(diagram, say).shapes.map(({ shape, y, height }) => [shape.id, y + height / 2]));

function shapeOf(id: string) {
  const shape = diagram.shapes.find((each) => each.id === id);
  assert.ok(shape, id);
  return shape;
}

function walk(from: string, ...keys: readonly string[]): string | undefined {
  return keys.reduce<string | undefined>(
    (id, key) => (id === undefined ? id : neighbourOf(diagram, places, shapeOf(id), key)),
    from,
  );
}

test('arrow right follows the wires to the host, arrow left goes back', () => {
  assert.equal(walk('sandbox id-c3', 'ArrowRight'), 'endpoint id-bridge/id-c3');
  assert.equal(walk('sandbox id-c3', 'ArrowRight', 'ArrowRight', 'ArrowRight'), 'host engine1');
  assert.equal(walk('sandbox id-c3', 'ArrowRight', 'ArrowLeft'), 'sandbox id-c3');
});

test('arrows up and down, Home and End stay in the lane, in the order that is seen', () => {
  assert.equal(walk('sandbox id-c3', 'ArrowDown'), 'sandbox id-c1');
  assert.equal(walk('sandbox id-c1', 'ArrowUp'), 'sandbox id-c3');
  assert.equal(walk('sandbox id-c1', 'Home'), 'sandbox id-engine1/host');
  assert.equal(walk('sandbox id-c1', 'End'), 'sandbox id-offline');
});

test('at an edge a key leads nowhere, and other keys never do', () => {
  assert.equal(walk('sandbox id-offline', 'ArrowDown'), undefined);
  assert.equal(walk('sandbox id-offline', 'ArrowRight'), undefined);
  assert.equal(walk('sandbox id-c1', 'a'), undefined);
});

test('every shape can be reached from the first with the arrow keys', () => {
  const reached = new Set<string>();
  const visit = (id: string): void => {
    if (reached.has(id)) return;
    reached.add(id);
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown']) {
      const next = neighbourOf(diagram, places, shapeOf(id), key);
      if (next !== undefined) visit(next);
    }
  };
  visit(diagram.shapes[0]?.id ?? '');
  assert.equal(reached.size, diagram.shapes.length);
});

test('a selected path reads from left to right with both names of the switch', () => {
  assert.equal(
    pathText(diagram, shapeOf('sandbox id-web'), say),
    'web → eth0 172.18.0.4 → localnet / br-30441f25c1f0 → Host → 0.0.0.0:5000',
  );
});

test('a long lane of a path is cut', () => {
  const many = hostMap(crowd(9));
  const network = many.shapes.find(({ kind }) => kind === 'network');
  assert.match(network ? pathText(many, network, say) : '', /^c0-000, c0-001, c0-002, \+6 → /);
});

test('an id of the tree finds its shape: a sharer’s is its sandbox, a folded one is unfolded', () => {
  assert.equal(shapeOfSubject(blogTopology(), 'id-localnet'), 'network engine1 id-localnet');
  assert.equal(shapeOfSubject(blogTopology(), 'id-sidecar'), 'sandbox id-c2');
  assert.equal(shapeOfSubject(blogTopology(), 'id-localnet/id-c1'), 'endpoint id-localnet/id-c1');
  assert.equal(shapeOfSubject(crowd(500), 'id-c0-333'), 'sandbox id-c0-333');
  assert.equal(shapeOfSubject(blogTopology(), 'gone'), undefined);
});
