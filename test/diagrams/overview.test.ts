import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onlyNetwork } from '../../src/diagrams/filterTopology.ts';
import { isMostlyFolded, type Mark, type OverviewCell, overview } from '../../src/diagrams/overview.ts';
import { type EngineId, emptyTopology, type Topology } from '../../src/model/topology.ts';
import { container, endpoint, engine, network, sandbox } from './literalTopology.ts';
import { sampleTopology } from './sampleTopology.ts';

function topologyOf(parts: Pick<Topology, 'networks' | 'sandboxes' | 'endpoints'>): Topology {
  return { ...emptyTopology('2026-11-25T20:00:00.000Z'), engines: [engine()], ...parts };
}

function cellsOf(topology: Topology, marks?: ReadonlyMap<string, Mark>): readonly OverviewCell[] {
  return overview(topology, marks).sections.flatMap(({ cells }) => cells);
}

/** Some networks, each with some containers of its own. */
function many(networks: number, each: number): Topology {
  const nets = Array.from({ length: networks }, (_, index) => network(`net${index}`));
  const boxes = nets.flatMap(({ name }) => Array.from({ length: each }, (_, index) => `${name}-${index}`));
  return topologyOf({
    networks: nets,
    sandboxes: boxes.map((name) => sandbox(name)),
    endpoints: boxes.map((name) => endpoint(name, name.split('-')[0] ?? '', '')),
  });
}

test('every network is a cell for each engine that has it, and every endpoint is in one of them', () => {
  const topology = sampleTopology();
  const cells = cellsOf(topology).filter(({ network: of }) => of !== undefined);
  assert.deepEqual(
    cells.map(({ id }) => id).sort(),
    topology.networks.flatMap(({ id, engines }) => engines.map((of) => `cell ${of} ${id}`)).sort(),
  );
  for (const { id, name } of topology.networks) {
    const members = cells.flatMap((cell) => (cell.network === id ? cell.members : []));
    const endpoints = topology.endpoints.filter(({ network: of, engine: at }) => of === id && at !== undefined);
    assert.equal(members.length, endpoints.length, name);
  }
});

test('members are in the order of their names, with their state and address', () => {
  const topology = topologyOf({
    networks: [network('shop', { pools: [{ subnet: '10.1.0.0/24' }] })],
    sandboxes: [sandbox('b'), sandbox('a', { containers: [container('a', 'exited')] })],
    endpoints: [endpoint('b', 'shop', '10.1.0.2/24'), endpoint('a', 'shop', '')],
  });
  const cell = cellsOf(topology).find(({ name }) => name === 'shop');
  assert.deepEqual(
    cell?.members.map(({ name, state, address }) => [name, state, address]),
    [
      ['a', 'stopped', undefined],
      ['b', 'running', '10.1.0.2'],
    ],
  );
  assert.deepEqual([cell?.stopped, cell?.subnet, cell?.driver], [1, '10.1.0.0/24', 'bridge']);
});

test('an endpoint that nobody has is there, and so is who is on no network', () => {
  const { sandbox: _, ...ghost } = endpoint('gone', 'shop', '', { name: 'ghost' });
  const topology = topologyOf({
    networks: [network('shop')],
    sandboxes: [sandbox('hermit')],
    endpoints: [ghost],
  });
  const shown = cellsOf(topology).map(({ id, members }) => [id, members.map(({ name, state }) => `${name} ${state}`)]);
  assert.deepEqual(shown, [
    ['cell engine1 id-shop', ['ghost nobody']],
    ['alone engine1', ['hermit running']],
  ]);
});

test('a cell has the gravest mark of its network and of who is on it', () => {
  const topology = many(2, 2);
  const marks = new Map<string, Mark>([
    ['id-net0', 'warning'],
    ['id-net0-1', 'error'],
    ['id-net1', 'warning'],
  ]);
  assert.deepEqual(
    cellsOf(topology, marks).map(({ mark, members }) => [mark, members.map((member) => member.mark)]),
    [
      ['error', [undefined, 'error']],
      ['warning', [undefined, undefined]],
    ],
  );
});

test('each engine has a section, with its own networks', () => {
  const topology = many(1, 1);
  const second = { ...engine(), id: 'engine2' as EngineId };
  const other = network('far', { engines: [second.id] });
  const both = { ...topology, engines: [...topology.engines, second], networks: [...topology.networks, other] };
  assert.deepEqual(
    overview(both).sections.map(({ id, cells }) => [id, cells.map(({ name }) => name)]),
    [
      ['engine1', ['net0']],
      ['engine2', ['far']],
    ],
  );
});

test('the map is an overview where the picture would leave out most, unless there is one network to look at', () => {
  assert.equal(isMostlyFolded(sampleTopology()), false);
  assert.equal(isMostlyFolded(many(30, 4)), false, 'all of it is drawn');
  assert.equal(isMostlyFolded(many(5, 100)), true, '8 of 100 are drawn on each');
  assert.equal(isMostlyFolded(many(200, 2)), true, '40 of 200 networks are drawn');
  assert.equal(isMostlyFolded(many(1, 500)), false, 'nothing to choose from');
});

test('one network alone has all who are on it, and nothing of their other networks', () => {
  const topology = topologyOf({
    networks: [network('one'), network('one-more')],
    sandboxes: [sandbox('a'), sandbox('b')],
    endpoints: [endpoint('a', 'one', ''), endpoint('a', 'one-more', ''), endpoint('b', 'one-more', '')],
  });
  const alone = onlyNetwork(topology, 'id-one');
  assert.deepEqual(alone && [alone.networks.length, alone.sandboxes.length, alone.endpoints.length], [1, 1, 1]);
  assert.equal(onlyNetwork(topology, 'id-gone'), undefined);
});
