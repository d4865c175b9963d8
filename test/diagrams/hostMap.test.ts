import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagram, Shape } from '../../src/diagrams/diagram.ts';
import { hostMap } from '../../src/diagrams/hostMap.ts';
import { pathOf } from '../../src/diagrams/pathOf.ts';
import type { FirewallRules } from '../../src/model/firewall.ts';
import { hostSandboxId } from '../../src/model/ids.ts';
import { emptyTopology, type NetworkId, type SandboxId, type Topology } from '../../src/model/topology.ts';
import { englishSay } from './englishWords.ts';
import { blogTopology, container, crowd, endpoint, engine, engineId, network, sandbox } from './literalTopology.ts';

const say = englishSay();

function shapeNamed(diagram: Diagram, name: string): Shape {
  const found = diagram.shapes.find((shape) => say(shape.title) === name || shape.kernelName?.name === name);
  assert.ok(found, `no shape ${name}`);
  return found;
}

function linesOf(diagram: Diagram, name: string): readonly string[] {
  return shapeNamed(diagram, name).lines.map((line) => say(line.text));
}

function topology(more: Partial<Topology>): Topology {
  return { ...emptyTopology('2026-11-25T20:00:00.000Z'), engines: [engine()], ...more };
}

function pathNames(diagram: Diagram, name: string): readonly string[] {
  const path = pathOf(diagram, shapeNamed(diagram, name).id);
  return diagram.shapes
    .filter(({ id }) => path.shapes.has(id))
    .map((shape) => say(shape.title) || (shape.kernelName?.name ?? 'ports'));
}

test('the default bridge carries both of its names and says that it resolves none', () => {
  const map = hostMap(blogTopology());
  const bridge = shapeNamed(map, 'bridge');
  assert.deepEqual(bridge.kernelName, { name: 'docker0', source: 'inferred' });
  assert.ok(linesOf(map, 'bridge').includes('no name resolution on the default bridge'));
  assert.ok(!linesOf(map, 'localnet').some((line) => line.includes('no name resolution')));
});

test('a macvlan network leads to its parent and says what the host can’t reach', () => {
  const map = hostMap(blogTopology());
  assert.deepEqual(pathNames(map, 'mactainer1'), ['macvlan100', 'enp0s3.100', 'mactainer1', '10.0.2.2']);
  assert.ok(linesOf(map, 'macvlan100').includes('the host itself can’t reach 10.0.2.2'));
  assert.ok(linesOf(map, 'enp0s3.100').includes('VLAN 100, by its name'));
});

test('an internal network has no wire to the host and says so', () => {
  const map = hostMap(blogTopology());
  const backend = shapeNamed(map, 'backend');
  assert.deepEqual(
    map.wires.filter(({ from }) => from === backend.id),
    [],
  );
  assert.ok(linesOf(map, 'backend').includes('internal: no way out'));
});

test('containers that share a stack are one sandbox with both names', () => {
  const map = hostMap(blogTopology());
  assert.ok(linesOf(map, 'c2 + sidecar').includes('shared by 2 containers'));
  assert.ok(!map.shapes.some((shape) => say(shape.title) === 'sidecar'));
});

test('host and none stacks have no endpoint: the first is the host’s own, the second only lo', () => {
  const map = hostMap(blogTopology());
  assert.deepEqual(pathNames(map, 'ci-runner'), ['ci-runner', 'Host']);
  assert.deepEqual(pathNames(map, 'offline'), ['offline']);
  assert.ok(linesOf(map, 'offline').includes('no network, only lo'));
});

test('a stopped sandbox is dashed, with Docker’s word for its state and without an address', () => {
  const map = hostMap(blogTopology());
  const stopped = shapeNamed(map, 'c5');
  assert.equal(stopped.state, 'stopped');
  assert.equal(stopped.tag && say(stopped.tag), 'exited');
  const wires = map.wires.filter(({ from }) => from === stopped.id);
  assert.equal(wires.length, 1);
  assert.ok(wires.every(({ dashed }) => dashed));
});

test('the path of a sandbox holds its own ports and nobody else’s networks', () => {
  const map = hostMap(blogTopology());
  assert.deepEqual(pathNames(map, 'web'), ['localnet', 'web', '172.18.0.4', 'ports', 'Host']);
  assert.deepEqual(pathNames(map, 'c1'), ['localnet', 'c1', '172.18.0.2', 'Host']);
});

test('the path of a network holds everyone on it, but not what else they are on', () => {
  const names = pathNames(hostMap(blogTopology()), 'backend');
  assert.deepEqual(names, ['backend', 'api', '172.20.0.2']);
});

test('an interface is guessed only for the one endpoint of a running sandbox, and marked as inferred', () => {
  const map = hostMap(blogTopology());
  assert.deepEqual(shapeNamed(map, '172.18.0.2').kernelName, { name: 'eth0', source: 'inferred' });
  assert.equal(shapeNamed(map, '172.18.0.5').kernelName, undefined);
  assert.equal(shapeNamed(map, '172.20.0.2').kernelName, undefined);
});

test('an endpoint nobody owns is drawn on its network', () => {
  const { sandbox: _, ...ghost } = endpoint('gone', 'localnet', '172.18.0.9/16', { name: 'ghost' });
  const map = hostMap(topology({ networks: [network('localnet')], endpoints: [ghost] }));
  const pill = shapeNamed(map, '172.18.0.9');
  assert.equal(say(pill.lines[0]?.text ?? ''), 'ghost');
  assert.deepEqual(
    map.wires.map(({ from, dashed }) => [from, dashed]).filter(([from]) => from === pill.id),
    [[pill.id, true]],
  );
});

test('every subject is an id of the topology, so that a click can reveal it', () => {
  const value = blogTopology();
  const ids = new Set<string>([...value.engines, ...value.networks, ...value.endpoints, ...value.sandboxes].map(({ id }) => id));
  for (const { subject } of hostMap(value).shapes) assert.ok(subject === undefined || ids.has(subject), subject);
});

test('every wire joins two shapes, and no id is given twice', () => {
  for (const value of [blogTopology(), crowd(500), crowd(20, 60)]) {
    const { shapes, wires } = hostMap(value);
    const ids = new Set(shapes.map(({ id }) => id));
    assert.equal(ids.size, shapes.length);
    assert.equal(new Set(wires.map(({ id }) => id)).size, wires.length);
    for (const { from, to } of wires) assert.ok(ids.has(from) && ids.has(to), `${from} > ${to}`);
  }
});

test('several engines have a section each, and a swarm network is drawn in both', () => {
  const second = engine({ id: 'engine2' as typeof engineId, context: 'node2' });
  const map = hostMap(
    topology({
      engines: [engine({ context: 'node1' }), second],
      networks: [network('uber-net', { driver: 'overlay', engines: [engineId, second.id] })],
      sandboxes: [sandbox('a'), sandbox('b', { engine: second.id })],
      endpoints: [endpoint('a', 'uber-net', '10.0.1.2/24'), endpoint('b', 'uber-net', '10.0.1.3/24', { engine: second.id })],
    }),
  );
  assert.deepEqual(
    map.sections.map(({ title }) => say(title)),
    ['node1 · Docker 28.5.2', 'node2 · Docker 28.5.2'],
  );
  const sectionsOf = (name: string) => map.shapes.filter((shape) => say(shape.title) === name).map(({ section }) => section);
  assert.deepEqual(sectionsOf('uber-net'), [0, 1]);
  assert.deepEqual(sectionsOf('b'), [1]);
});

test('an engine that is elsewhere, lost, refused or a sample says so over its picture', () => {
  const notes = (more: Parameters<typeof engine>[0]) =>
    hostMap(topology({ engines: [engine(more)] }))
      .sections[0]?.notes.map(say)
      .join(' ') ?? '';
  assert.match(notes({ here: 'no' }), /runs elsewhere/);
  assert.match(notes({ here: 'unknown' }), /was not found out/);
  assert.match(notes({ state: 'lost', readAt: '2026-11-25T20:01:02.345Z' }), /lost; the picture is from 20:01:02 UTC/);
  assert.match(notes({ state: 'refused', said: 'permission denied' }), /permission denied/);
  assert.match(notes({ state: 'sample' }), /nothing here is live/);
  assert.equal(notes({}), '');
});

test('what could not be read is said, the first three and how many more', () => {
  const gaps = ['a', 'b', 'c', 'd', 'e'].map((why) => ({ engine: engineId, code: 'network-not-inspected' as const, why }));
  const notes = hostMap(topology({ gaps })).sections[0]?.notes.map(say) ?? [];
  assert.equal(notes.length, 4);
  assert.match(notes[3] ?? '', /^2 more/);
});

test('without an engine the map says that there is none', () => {
  assert.deepEqual(hostMap(emptyTopology('')).notes.map(say), ['No engine is connected.']);
});

test('500 sandboxes on a network fold into eight and a group that unfolds', () => {
  const folded = hostMap(crowd(500));
  const group = folded.shapes.find(({ kind }) => kind === 'group');
  assert.equal(folded.shapes.filter(({ kind }) => kind === 'sandbox').length, 8);
  assert.equal(group && say(group.title), '+492 endpoints');
  const open = hostMap(crowd(500), { unfolded: [group?.fold?.id ?? ''] });
  assert.equal(open.shapes.filter(({ kind }) => kind === 'sandbox').length, 120);
  assert.ok(
    open.wires.some(({ from }) => from === group?.id),
    'the rest is still on the network',
  );
  assert.equal(hostMap(crowd(500), { unfolded: 'all' }).shapes.filter(({ kind }) => kind === 'sandbox').length, 500);
});

test('what is in focus is on the map though its group is folded', () => {
  const focus = 'id-c0-333';
  const map = hostMap(crowd(500), { focus });
  assert.ok(map.shapes.some(({ subject }) => subject === focus));
  assert.ok(!hostMap(crowd(500)).shapes.some(({ subject }) => subject === focus));
});

test('twelve sandboxes on a network are all drawn', () => {
  assert.ok(!hostMap(crowd(12)).shapes.some(({ kind }) => kind === 'group'));
});

test('many networks that nobody uses become one shape', () => {
  const networks = Array.from({ length: 30 }, (_, index) => network(`unused-${index}`));
  const map = hostMap(topology({ networks }));
  assert.deepEqual(
    map.shapes.map(({ title }) => say(title)),
    ['+30 networks nobody uses'],
  );
});

test('published ports stand with what they lead to, every protocol and IPv6 spelled out', () => {
  const publishedPorts = [
    { protocol: 'udp', port: 53, hostAddress: '::1', hostPort: 5353 },
    { protocol: 'tcp', port: 80, hostAddress: '', hostPort: 8080 },
  ] as const;
  const map = hostMap(
    topology({
      networks: [network('n')],
      sandboxes: [sandbox('dns', { publishedPorts })],
      endpoints: [endpoint('dns', 'n', '10.1.0.2/16')],
    }),
  );
  const ports = map.shapes.find(({ kind }) => kind === 'port');
  assert.deepEqual(
    ports?.lines.map(({ text }) => say(text)),
    ['[::1]:5353', '→ dns:53/udp', '*:8080', '→ dns:80'],
  );
});

test('broken values are drawn, not thrown at: an endpoint of an unknown network, a sandbox of no engine, no names', () => {
  const map = hostMap(
    topology({
      networks: [network('n', { pools: [{ subnet: 'not an address' }] })],
      sandboxes: [sandbox('lost', { engine: 'elsewhere' as typeof engineId }), sandbox('', { containers: [container('', '')] })],
      endpoints: [
        endpoint('', 'n', 'nonsense'),
        endpoint('x', 'nowhere', '1.2.3.4/8'),
        { ...endpoint('y', 'n', ''), sandbox: 'gone' as SandboxId, network: 'id-n' as NetworkId },
      ],
    }),
  );
  assert.ok(map.shapes.length >= 3);
});

test('a published port tells of the rule that forwards it, where the rules were read, and that there is none', () => {
  const blog = blogTopology();
  const details = (changed: FirewallRules['changed']) => {
    const four = { reached: [], unreached: [], interfaces: [], policy: 'DROP', empty: false, masqueraded: [], changed };
    const firewall = { how: 'iptables-save', four };
    const host = { engine: engineId, sandbox: hostSandboxId(engineId), how: 'sysfs', links: [], routes: [], firewall };
    const map = hostMap({ ...blog, stacks: [host] });
    return map.shapes.filter(({ kind }) => kind === 'port').flatMap((shape) => shape.details.map(say));
  };
  const port = blog.sandboxes
    .flatMap(({ publishedPorts }) => publishedPorts)
    .find(({ hostAddress }) => !hostAddress.includes(':'));
  assert.ok(port);
  const rule = { protocol: port.protocol, port: port.hostPort, to: '172.18.0.4:80' };
  assert.ok(
    details([rule]).some((text) => text.endsWith('a firewall rule forwards it to 172.18.0.4:80, observed by iptables-save')),
  );
  assert.ok(details([]).some((text) => text.endsWith('no firewall rule forwards it, observed by iptables-save')));
});
