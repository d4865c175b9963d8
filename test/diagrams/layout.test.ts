import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostMap } from '../../src/diagrams/hostMap.ts';
import { layoutDiagram } from '../../src/diagrams/layout.ts';
import { textWidth } from '../../src/diagrams/measure.ts';
import type { PlacedDiagram, PlacedShape } from '../../src/diagrams/placed.ts';
import { svgText } from '../../src/diagrams/svg.ts';
import type { Topology } from '../../src/model/topology.ts';
import { processorTime } from '../support/processorTime.ts';
import { englishSay } from './englishWords.ts';
import { blogTopology, crowd, endpoint, network, sandbox } from './literalTopology.ts';
import { sampleTopology } from './sampleTopology.ts';

const say = englishSay();
const place = (topology: Topology, options = {}) => layoutDiagram(hostMap(topology, options), say);

const cases: readonly (readonly [string, PlacedDiagram])[] = [
  ['the blog’s scenario', place(blogTopology())],
  ['the sample', place(sampleTopology())],
  ['500 sandboxes', place(crowd(500))],
  ['500 sandboxes unfolded', place(crowd(500), { unfolded: 'all' })],
  ['61 networks', place(crowd(3, 60))],
];

for (const [name, placed] of cases) {
  test(`${name}: no shape covers another, and all are inside the picture`, () => {
    const byX = [...placed.shapes].sort((a, b) => a.x - b.x || a.y - b.y);
    byX.forEach((shape, index) => {
      assert.ok(shape.x >= 0 && shape.y >= 0 && shape.x + shape.width <= placed.width && shape.y + shape.height <= placed.height);
      const next = byX[index + 1];
      if (next && next.x === shape.x) assert.ok(next.y >= shape.y + shape.height, `${shape.shape.id} / ${next.shape.id}`);
      else if (next) assert.ok(next.x >= shape.x + shape.width);
    });
  });

  test(`${name}: every text has room in its shape`, () => {
    for (const shape of placed.shapes) {
      for (const text of shape.texts) {
        const width = text.parts.reduce((sum, { text: part, role }) => sum + textWidth(part, faceOf(role), text.size), 0);
        assert.ok(width <= shape.width, `${text.parts.map(({ text: part }) => part).join('')}`);
        assert.ok(text.y > 0 && text.y < shape.height);
      }
    }
  });

  test(`${name}: wires begin and end on the sides of their shapes`, () => {
    const shapes = new Map(placed.shapes.map((each) => [each.shape.id, each]));
    for (const { wire, path } of placed.wires) {
      const [from, to] = [shapes.get(wire.from), shapes.get(wire.to)];
      assert.ok(from && to);
      const numbers = [...path.matchAll(/-?\d+/g)].map(Number);
      assert.equal(numbers[0], from.x + from.width);
      assert.ok(isOnSide(numbers[1], from), path);
      if (path.includes('C')) {
        assert.equal(numbers.at(-2), to.x);
        assert.ok(isOnSide(numbers.at(-1), to), path);
      } else {
        assert.equal(numbers.at(-1), to.x);
        assert.ok(isOnSide(numbers[1], to), path);
      }
    }
  });
}

test('wires of sandboxes with one network each do not cross', () => {
  const placed = place(crowd(8, 3));
  const shapes = new Map(placed.shapes.map((each) => [each.shape.id, each]));
  const middle = (id: string) => (shapes.get(id)?.y ?? 0) + (shapes.get(id)?.height ?? 0) / 2;
  const ends = placed.wires
    .filter(({ wire }) => shapes.get(wire.to)?.shape.kind === 'network')
    .map(({ wire, path }) => ({ from: middle(wire.from), to: Number(path.match(/(\d+)$/)?.[1] ?? middle(wire.from)), path }))
    .map(({ from, to, path }) => ({ from, to: path.includes('C') ? to : from }))
    .sort((a, b) => a.from - b.from);
  for (const [index, end] of ends.entries()) assert.ok(index === 0 || end.to >= (ends[index - 1]?.to ?? 0));
});

test('the order of the engine’s answers does not change the picture', () => {
  const topology = blogTopology();
  const shuffled: Topology = {
    ...topology,
    networks: [...topology.networks].reverse(),
    endpoints: [...topology.endpoints].reverse(),
    sandboxes: [...topology.sandboxes].reverse(),
  };
  assert.equal(svgText(place(shuffled), say), svgText(place(topology), say));
});

test('a container that starts elsewhere leaves the places above it alone', () => {
  const topology = blogTopology();
  const more: Topology = {
    ...topology,
    networks: [...topology.networks, network('zoo', { driver: 'macvlan', parent: 'eth9' })],
    sandboxes: [...topology.sandboxes, sandbox('zebra')],
    endpoints: [...topology.endpoints, endpoint('zebra', 'zoo', '10.9.0.2/16')],
  };
  const after = new Map(place(more).shapes.map(({ shape, x, y }) => [shape.id, [x, y]]));
  for (const { shape, x, y } of place(topology).shapes) {
    if (shape.subject === 'id-offline') continue;
    assert.deepEqual(after.get(shape.id), [x, y], shape.id);
  }
});

test('500 sandboxes on 30 networks are placed and drawn at once, in less than 1 MB', () => {
  const topology = crowd(17, 29);
  let svg = '';
  const took = processorTime(() => {
    svg = svgText(place(topology), say);
  });
  assert.ok(took < 5_000, `${took} ms`);
  assert.ok(svg.length < 1_000_000);
});

test('10,000 sandboxes stay one picture', () => {
  const topology = crowd(100, 99);
  let placed = place(crowd(1, 1));
  const took = processorTime(() => {
    placed = place(topology);
  });
  assert.ok(took < 15_000, `${took} ms`);
  assert.ok(placed.shapes.length < 1000, String(placed.shapes.length));
});

function isOnSide(y: number | undefined, shape: PlacedShape): boolean {
  return y !== undefined && y >= shape.y && y <= shape.y + shape.height;
}

function faceOf(role: string): 'text' | 'mono' | 'strong' {
  if (role === 'title' || role === 'heading') return 'strong';
  return role === 'mono' || role === 'kernel' || role === 'muted-mono' ? 'mono' : 'text';
}
