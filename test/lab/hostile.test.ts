/** Names, labels and options that an engine lets through are text and nothing else; what only the raw API can make is shown as it is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostMap } from '../../src/diagrams/hostMap.ts';
import { layoutDiagram } from '../../src/diagrams/layout.ts';
import { svgText } from '../../src/diagrams/svg.ts';
import { findAll } from '../../src/findings/rules.ts';
import { endpointsOf, sandboxById } from '../../src/model/lookup.ts';
import type { Topology } from '../../src/model/topology.ts';
import { askName } from '../../src/probes/sandboxProbe.ts';
import { networkNodes } from '../../src/views/networkNodes.ts';
import { sandboxNodes } from '../../src/views/sandboxNodes.ts';
import { englishSay } from '../diagrams/englishWords.ts';
import { type Lab, onEachEngine } from './labTest.ts';
import { ask } from './rawApi.ts';
import { remoteDriver } from './remoteDriver.ts';

const hostile: Readonly<Record<string, string>> = {
  markup: '<script>alert(1)</script><img src=x onerror=alert(2)>',
  quotes: `"double" 'single' \`back\` \${dollar} $(touch /tmp/x)`,
  lines: 'one\ntwo\r\nthree\ttab',
  backwards: '\u202egnp.exe\u202c \u2066inside\u2069',
  nothing: '\u200b\u0007\u001b[31mred',
  markdown: '[click](command:workbench.action.quit) **bold** $(alert)',
  path: '../../etc/passwd',
  long: 'x'.repeat(10_000),
};

onEachEngine('a hostile name', tests, undefined, { plugins: true });

function tests(lab: Lab): void {
  /** Names of networks that the engine let through, with their ids. */
  const made = new Map<string, string>();
  let container: string;
  let topology: Topology;
  let driver: AsyncDisposable;

  before(async () => {
    for (const [label, name] of Object.entries(hostile)) {
      const { status, body } = await ask(lab.engine, 'POST', '/networks/create', {
        Name: name,
        Driver: 'bridge',
        Labels: { [name]: name, 'com.docker.compose.project': name },
        Options: { 'com.docker.network.bridge.name': `br${label}`, [name]: name },
      });
      if (status === 201) made.set(name, (body as { readonly Id: string }).Id);
    }
    const [first = ''] = made.values();
    container = await createContainer(lab, 'victim', first, Object.values(hostile).slice(0, -1), hostile);
    await lab.engine.docker('start', container);
    driver = await remoteDriver(lab.engine, 'weave');
    await lab.engine.docker('network', 'create', '-d', 'weave', 'wv');
    await lab.engine.docker('run', '-d', '--name', 'woven', '--network', 'wv', 'static', 'sleep', '1d');
    topology = await lab.store.readFull();
  });
  after(() => driver?.[Symbol.asyncDispose]());

  test('of a network is a node of its own, with name, labels and options to the letter', () => {
    assert.ok(made.size >= 4, `the engine let ${made.size} names through`);
    for (const [name, id] of made) {
      const network = topology.networks.find((one) => one.id === id);
      assert.equal(network?.name, name);
      assert.equal(network?.labels[name], name);
      assert.equal(network?.options[name], name);
      assert.equal(network?.project, name);
    }
    assert.deepEqual(topology.gaps, []);
  });

  test('among the aliases and labels of a container is kept as it is', () => {
    const sandbox = sandboxById(topology, container);
    assert.equal(sandbox?.containers[0]?.name, 'victim');
    assert.equal(sandbox?.containers[0]?.project, hostile.markup);
    const aliases = endpointsOf(topology, { sandbox: container })[0]?.aliases ?? [];
    for (const alias of Object.values(hostile).slice(0, -1)) assert.ok(aliases.includes(alias), alias);
  });

  test('does not get out of the host map: the SVG has no element of its making and stays well-formed', () => {
    const say = englishSay();
    const svg = svgText(layoutDiagram(hostMap(topology, { unfolded: 'all' }), say), say);
    assert.match(svg, /&#60;script/);
    assert.match(svg, /victim/);
    assert.doesNotMatch(svg, /<(script|img|foreignObject|a\b)/i);
    const elements = new Set([...svg.matchAll(/<\/?([^\s/>]+)/g)].map(([, name]) => name));
    for (const name of elements)
      assert.match(String(name), /^(svg|g|rect|text|tspan|path|title|desc|style|circle|line|polyline|defs|marker|use|clipPath)$/);
    assert.doesNotMatch(svg, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });

  test('becomes rows of the trees, each with an id of its own', () => {
    const networks = networkNodes(topology, { groupBy: 'project', sortBy: 'name', showBuiltIn: true });
    const ids = allIds([...networks, ...sandboxNodes(topology)]);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of made.values()) assert.ok(ids.some((row) => row.includes(id)));
  });

  test('stays one argument in the command line that a finding offers', async () => {
    const codes: readonly string[] = ['unused-network', 'compose-network-orphaned'];
    const findings = findAll({ topology, observations: [] }).filter(({ code }) => codes.includes(code));
    assert.equal(findings.length, made.size - 1);
    for (const { fix, subjects } of findings) assert.equal(fix?.cli, `docker network rm ${subjects[0]}`);
  });

  test('is never run: a probe refuses it before anything is sent', async () => {
    for (const name of Object.values(hostile).filter((one) => one !== hostile.path)) {
      const { how, result } = await askName(lab.client, container, name, 'A', AbortSignal.timeout(10_000));
      assert.equal(how, 'not asked');
      assert.equal('code' in result && result.code, 'invalid-name', name.slice(0, 40));
    }
    const { stdout } = await lab.client.exec(container, ['ls', '/tmp']);
    assert.equal(stdout, '');
  });

  test('that two networks have: 20.10 allows it, and both are there with their own endpoints; 28.5 refuses', async () => {
    const twin = (subnet: string) =>
      ask(lab.engine, 'POST', '/networks/create', { Name: 'twins', Driver: 'bridge', IPAM: { Config: [{ Subnet: subnet }] } });
    const one = await twin('10.40.1.0/24');
    const two = await twin('10.40.2.0/24');
    assert.equal(one.status, 201);
    assert.equal(two.status, lab.version === '20.10' ? 201 : 409);
    if (two.status !== 201) return;
    const ids = [one, two].map(({ body }) => (body as { readonly Id: string }).Id);
    for (const [at, id] of ids.entries()) {
      await lab.engine.docker('run', '-d', '--name', `on-twin-${at}`, 'static', 'sleep', '1d');
      await lab.client.attach(id, `on-twin-${at}`);
    }
    const now = await lab.store.readFull();
    assert.equal(now.networks.filter(({ name }) => name === 'twins').length, 2);
    for (const [at, id] of ids.entries()) {
      const endpoints = endpointsOf(now, { network: id });
      assert.deepEqual(
        endpoints.map(({ sandbox = '' as never }) => sandboxById(now, sandbox)?.containers[0]?.name),
        [`on-twin-${at}`],
      );
      assert.ok(endpoints[0]?.addresses[0]?.startsWith(`10.40.${at + 1}.`));
      await lab.client.detach(id, `on-twin-${at}`);
    }
    const after = await lab.store.readFull();
    assert.deepEqual(
      after.endpoints.filter(({ network }) => ids.includes(network)),
      [],
    );
  });

  test('of a driver that nobody knows is shown as it is, with its endpoint', () => {
    const network = topology.networks.find(({ name }) => name === 'wv');
    assert.equal(network?.driver, 'weave');
    assert.equal(network?.hostInterface, undefined);
    const [endpoint] = endpointsOf(topology, { network: network?.id ?? '' });
    assert.equal(endpoint?.addresses.length, 1);
    assert.equal(sandboxById(topology, endpoint?.sandbox ?? '')?.containers[0]?.name, 'woven');
  });
}

async function createContainer(
  { engine }: Lab,
  name: string,
  network: string,
  aliases: readonly string[] = [],
  labels: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { status, body } = await ask(engine, 'POST', `/containers/create?name=${name}`, {
    Image: 'alpine',
    Cmd: ['sleep', '1d'],
    Labels: { ...labels, 'com.docker.compose.project': labels.markup ?? '' },
    HostConfig: { NetworkMode: network },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: aliases } } },
  });
  assert.equal(status, 201, JSON.stringify(body));
  return (body as { readonly Id: string }).Id;
}

interface Row {
  readonly id: string;
  readonly children?: readonly Row[];
}

function allIds(rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row) => [row.id, ...allIds(row.children ?? [])]);
}
