import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellBeside } from '../../src/diagrams/cellBeside.ts';
import { cellAt, layoutOverview, memberAt, memberBox, places } from '../../src/diagrams/layoutOverview.ts';
import type { Overview, OverviewCell, OverviewMember } from '../../src/diagrams/overview.ts';
import type { EngineId } from '../../src/model/topology.ts';
import { Random } from '../lab/random.ts';

function member(name: string): OverviewMember {
  return { subject: name, name, state: 'running' };
}

function cell(id: string, count: number): OverviewCell {
  const members = Array.from({ length: count }, (_, index) => member(`${id}-${index}`));
  return { id, name: id, tone: 'bridge', driver: 'bridge', members, stopped: 0 };
}

function overviewOf(...sections: readonly (readonly OverviewCell[])[]): Overview {
  return { sections: sections.map((cells, index) => ({ id: `engine${index}` as EngineId, title: '', notes: [], cells })) };
}

/** A thousand networks as they are found: many small, some empty, a few huge. */
function mixed(count: number): readonly OverviewCell[] {
  const random = new Random(7);
  return Array.from({ length: count }, (_, index) =>
    cell(`net${index}`, random.below(40) === 0 ? 50 + random.below(400) : random.below(4) === 0 ? 0 : random.below(12)),
  );
}

const shapes: Readonly<Record<string, Overview>> = {
  'one network': overviewOf([cell('only', 3)]),
  'an empty network': overviewOf([cell('empty', 0)]),
  'a thousand alike': overviewOf(Array.from({ length: 1000 }, (_, index) => cell(`net${index}`, 10))),
  mixed: overviewOf(mixed(1000)),
  'one huge among small ones': overviewOf([...mixed(5), cell('huge', 5000), ...mixed(5)]),
  'three engines, one of them without networks': overviewOf(mixed(200), [], mixed(3)),
};

for (const [name, content] of Object.entries(shapes)) {
  for (const aspect of [0.4, 1.7, 4]) {
    test(`${name}, ${aspect} times as wide as high: nothing overlaps, nothing is outside, nothing is left out`, () => {
      const placed = layoutOverview(content, aspect);
      assert.deepEqual(
        placed.cells.map(({ cell: { id } }) => id),
        content.sections.flatMap(({ cells }) => cells.map(({ id }) => id)),
      );
      for (const each of placed.cells) {
        assert.ok(each.width > 0 && each.height > 0, each.cell.id);
        assert.ok(each.x >= -0.01 && each.y >= -0.01, each.cell.id);
        assert.ok(each.x + each.width <= placed.width + 0.01 && each.y + each.height <= placed.height + 0.01, each.cell.id);
      }
      // each middle is in its own cell alone, and the areas fill the sections: together there is no room for an overlap
      for (const each of placed.cells.slice(0, 300)) {
        assert.equal(cellAt(placed, each.x + each.width / 2, each.y + each.height / 2), each);
      }
      const filled = placed.cells.reduce((sum, each) => sum + each.width * each.height, 0);
      const room = placed.sections.reduce((sum, each) => sum + each.width * each.height, 0);
      assert.ok(Math.abs(filled - room) < room * 1e-6, `${filled} of ${room}`);
    });
  }
}

test('the area of a network is that of its places, the same for each in every engine', () => {
  const { cells } = layoutOverview(overviewOf(mixed(300), mixed(20)), 1.6);
  for (const each of cells) {
    const area = (each.width * each.height) / (places(each.cell) + 1);
    assert.ok(Math.abs(area - 4000) < 0.01, `${each.cell.id}: ${area}`);
    const { length } = each.cell.members;
    assert.ok(places(each.cell) >= length && places(each.cell) <= Math.max(1, length * 1.25), `${length}`);
  }
});

test('no cell is a line: what is large and what is small have a shape that can be read', () => {
  for (const name of ['a thousand alike', 'mixed']) {
    const { cells } = layoutOverview(shapes[name] as Overview, 1.7);
    const slim = cells.map(({ width, height }) => Math.max(width / height, height / width));
    const bad = slim.filter((each) => each > 6).length;
    assert.ok(bad <= cells.length * 0.02, `${name}: ${bad} of ${cells.length}`);
  }
});

test('equal content gives equal places', () => {
  assert.deepEqual(layoutOverview(overviewOf(mixed(400)), 1.7), layoutOverview(overviewOf(mixed(400)), 1.7));
});

test('one more on a network that has a place left moves nobody, and elsewhere the order stays', () => {
  const before = mixed(400);
  const free = before.findIndex((each) => places(each) > each.members.length);
  const more = (at: number) => before.map((each, index) => (index === at ? cell(each.id, each.members.length + 1) : each));
  const boxes = (cells: readonly OverviewCell[]) =>
    layoutOverview(overviewOf(cells), 1.7).cells.map(({ x, y, width, height }) => [x, y, width, height]);
  assert.deepEqual(boxes(more(free)), boxes(before));

  // a network that has to grow pushes the others: most of them by less than their own size
  const full = before.findIndex((each) => places(each) === each.members.length && each.members.length > 4);
  const [old, grown] = [before, more(full)].map((cells) => layoutOverview(overviewOf(cells), 1.7).cells);
  const near = old?.filter((each, index) => {
    const now = grown?.[index];
    return now && Math.abs(now.x - each.x) < each.width && Math.abs(now.y - each.y) < each.height;
  });
  assert.ok((near?.length ?? 0) > before.length * 0.9, `${near?.length} of ${before.length} stay where they were`);
});

test('ten times as many networks are ten times the work', () => {
  const work = (count: number) => {
    let asked = 0;
    const cells = mixed(count).map((each) => ({
      ...each,
      get members() {
        asked += 1;
        return each.members;
      },
    }));
    layoutOverview(overviewOf(cells), 1.7);
    return asked;
  };
  const [small, large] = [work(1000), work(10_000)];
  // halving adds one level for each doubling
  assert.ok(large < small * 10 * 1.6, `${small} and ${large} looks at a network`);
  assert.ok(large < 10_000 * 60, `${large} looks`);
});

test('each member has a place of its own inside its network, under the name, and is found there', () => {
  for (const each of layoutOverview(overviewOf(mixed(200)), 1.7).cells) {
    each.cell.members.forEach((_, index) => {
      const box = memberBox(each, index);
      assert.ok(box.x >= each.x - 0.01 && box.x + box.width <= each.x + each.width + 0.01, each.cell.id);
      assert.ok(box.y >= each.y + each.height / each.rows - 0.01 && box.y + box.height <= each.y + each.height + 0.01);
      assert.equal(memberAt(each, box.x + box.width / 2, box.y + box.height / 2), index);
    });
    assert.equal(memberAt(each, each.x + 1, each.y + 0.1), undefined, 'the name is nobody');
  }
});

test('the arrow keys lead to what lies there, and from the first cell to every other', () => {
  for (const name of ['a thousand alike', 'mixed', 'three engines, one of them without networks']) {
    const placed = layoutOverview(shapes[name] as Overview, 1.7);
    const first = cellBeside(placed, undefined, 'ArrowDown')?.cell.id;
    assert.equal(first, placed.cells[0]?.cell.id);
    const reached = new Set<string>();
    const open = [first ?? ''];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp']) {
        const next = cellBeside(placed, id, key);
        if (next) open.push(next.cell.id);
      }
    }
    const missed = placed.cells.filter(({ cell: { id } }) => !reached.has(id));
    assert.deepEqual(
      missed.map(({ cell: { id } }) => id),
      [],
      name,
    );
  }
});

test('Home and End are the first and the last network, and at an edge a key leads nowhere', () => {
  const placed = layoutOverview(shapes['a thousand alike'] as Overview, 1.7);
  assert.equal(cellBeside(placed, 'net500', 'Home')?.cell.id, 'net0');
  assert.equal(cellBeside(placed, 'net500', 'End')?.cell.id, 'net999');
  assert.equal(cellBeside(placed, 'net0', 'ArrowUp'), undefined);
  assert.equal(cellBeside(placed, 'net0', 'ArrowLeft'), undefined);
  assert.equal(cellBeside(placed, 'net0', 'a'), undefined);
});

test('without networks there is nothing, and nothing fails', () => {
  assert.deepEqual(layoutOverview(overviewOf([], []), 1), { width: 0, height: 0, sections: [], cells: [] });
});
