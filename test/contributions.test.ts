/** `package.json` against the code: commands, menus, views, settings and their English texts. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findAll } from '../src/findings/rules.ts';
import type { Topology } from '../src/model/topology.ts';
import { findingNodes } from '../src/views/findingNodes.ts';
import { networkNodes } from '../src/views/networkNodes.ts';
import { sandboxNodes } from '../src/views/sandboxNodes.ts';
import { contextValue, type TreeNode } from '../src/views/treeNode.ts';
import { findingGroupings, groupings, sortings } from '../src/views/treeOptions.ts';
import { viewStates } from '../src/views/viewState.ts';
import { sketch } from './predictions/sketch.ts';

interface Manifest {
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly extensionKind: readonly string[];
  readonly contributes: {
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string; readonly when?: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when?: string; readonly group?: string }[]>
    >;
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly scope?: string; readonly enum?: readonly string[] }>>;
    };
  };
}

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const text = read('package.json');
const manifest: Manifest = JSON.parse(text);
const english: Readonly<Record<string, string>> = JSON.parse(read('package.nls.json'));
const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const registered = [...read('src/commands/registry.ts').matchAll(/'(dockerNetworks\.\w+)':/g)].flatMap(([, id]) => id ?? []);
const views = Object.values(contributes.views).flat();
const clauses = [
  ...Object.values(contributes.menus).flat(),
  ...contributes.viewsWelcome,
  ...contributes.keybindings,
  ...views,
].flatMap(({ when }) => when ?? []);

test('every command of the registry is contributed, and no other', () => {
  assert.ok(registered.length > 20);
  assert.deepEqual([...commands].sort(), [...registered].sort());
});

test('menus, keys and welcome views name commands that there are', () => {
  const named = [
    ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
    ...contributes.keybindings.map(({ command }) => command),
    ...Object.values(english).flatMap((value) => [...value.matchAll(/\(command:([\w.]+)\)/g)].flatMap(([, id]) => id ?? [])),
  ];
  for (const command of named) assert.ok(commands.includes(command), command);
});

test('commands that code runs by their id are there', () => {
  const files = ['src/commands/command.ts', 'src/commands/checkDnsResolution.ts', 'src/extension.ts'];
  const run = files.flatMap((file) =>
    [...read(file).matchAll(/executeCommand\('(dockerNetworks\.\w+)'/g)].flatMap(([, id]) => id ?? []),
  );
  for (const command of run) assert.ok(commands.includes(command), command);
});

test('every text of the manifest is in package.nls.json, and nothing else is', () => {
  const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].flatMap(([, key]) => key ?? []));
  assert.deepEqual(
    [...used].filter((key) => !english[key]),
    [],
  );
  assert.deepEqual(
    Object.keys(english).filter((key) => !used.has(key)),
    [],
  );
});

test('every command has a title of its own', () => {
  const titles = contributes.commands.map(({ title }) => english[title.slice(1, -1)]);
  assert.equal(new Set(titles).size, titles.length);
});

test('the icons are there', () => {
  for (const { icon } of [...contributes.viewsContainers.activitybar, ...views])
    assert.ok(existsSync(path.join(root, icon)), icon);
});

test('clauses name views, states and kinds that there are', () => {
  const ids = views.map(({ id }) => id);
  for (const clause of clauses) {
    for (const [, id] of clause.matchAll(/\b(?:view|focusedView) == ([\w.]+)/g)) assert.ok(ids.includes(id ?? ''), clause);
    for (const [, state] of clause.matchAll(/dockerNetworks\.state [!=]= ([\w-]+)/g))
      assert.ok((viewStates as readonly string[]).includes(state ?? ''), clause);
    for (const [, kind] of clause.matchAll(/dockerNetworks\.selected == (\w+)/g))
      assert.ok(['network', 'endpoint', 'sandbox'].includes(kind ?? ''), clause);
  }
  for (const { view } of contributes.viewsWelcome) assert.ok(ids.includes(view), view);
});

test('every state without rows has a welcome that says what to do', () => {
  const withRows = ['ready', 'sample', 'lost', 'none-answers'];
  for (const state of viewStates.filter((one) => !withRows.includes(one))) {
    const welcome = contributes.viewsWelcome.find(
      ({ view, when }) => view === 'dockerNetworks.networks' && when === `dockerNetworks.state == ${state}`,
    );
    assert.ok(welcome, state);
    if (state !== 'connecting')
      assert.match(english[welcome.contents.slice(1, -1)] ?? '', /\(command:dockerNetworks\.chooseContext\)/);
  }
  for (const state of ['lost', 'none-answers']) {
    const banner = contributes.viewsWelcome.find(({ when }) => when === `dockerNetworks.state == ${state}`);
    assert.match(english[banner?.contents.slice(1, -1) ?? ''] ?? '', /\(command:dockerNetworks\.retry\)/, state);
    assert.ok(views.find(({ id }) => id === banner?.view)?.when?.includes(`dockerNetworks.state == ${state}`), state);
  }
});

test('every row that a menu asks for can be there', () => {
  const values = new Set(everyRow().map(contextValue));
  const asked = clauses.flatMap((clause) =>
    [...clause.matchAll(/viewItem =~ \/(.*?)\/(?= |$)/g)].flatMap(([, pattern]) => pattern ?? []),
  );
  assert.ok(asked.length > 10);
  for (const pattern of asked) {
    const expression = new RegExp(pattern);
    assert.ok(
      [...values].some((value) => expression.test(value)),
      `/${pattern}/ matches none of ${[...values].join(', ')}`,
    );
  }
});

test('a container that is no task can be attached by right-click, an endpoint detached, a network removed', () => {
  const offered = (command: string, row: string) =>
    contributes.menus['view/item/context']?.some((item) => {
      const [, pattern] = item.when?.match(/viewItem =~ \/(.*?)\/(?= |$)/) ?? [];
      return item.command === `dockerNetworks.${command}` && pattern !== undefined && new RegExp(pattern).test(row);
    });
  assert.ok(offered('attachContainer', 'network+bridge+attachable+removable'));
  assert.ok(!offered('attachContainer', 'network+host+builtin'));
  assert.ok(offered('attachToNetwork', 'sandbox+running+attachable+askable'));
  assert.ok(offered('detachEndpoint', 'endpoint+detachable+addressed+joined'));
  assert.ok(!offered('detachEndpoint', 'endpoint+addressed+joined'));
  assert.ok(offered('removeNetwork', 'network+bridge+attachable+removable'));
  assert.ok(!offered('removeNetwork', 'network+bridge+builtin+attachable'));
  assert.ok(offered('inspect', 'endpoint+joined'));
  assert.ok(offered('inspect', 'endpoint+detachable+addressed+joined'));
});

test('settings that choose what is connected or made can’t be set by a workspace', () => {
  const { properties } = contributes.configuration;
  const restricted = ['dockerNetworks.contexts', 'dockerNetworks.helperContainers', 'dockerNetworks.helperImage'];
  for (const setting of restricted) assert.equal(properties[setting]?.scope, 'machine');
  // asks inside containers without being told to each time: a workspace may choose it, once it is trusted
  const asking = 'dockerNetworks.diagnoseOnChange';
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [...restricted, asking]);
  // every setting is weighed: what is neither restricted nor here chooses how things are shown or judged
  const harmless = /\.(groupBy|sortBy|showBuiltIn|pool(Warning|Error)Percent|lanDhcpRanges|groupFindingsBy)$/;
  for (const setting of Object.keys(properties))
    assert.ok(
      [...restricted, asking].includes(setting) || harmless.test(setting),
      `${setting}: may an untrusted workspace set it?`,
    );
  assert.deepEqual(manifest.extensionKind, ['workspace']);
  assert.deepEqual(properties['dockerNetworks.groupBy']?.enum, groupings);
  assert.deepEqual(properties['dockerNetworks.sortBy']?.enum, sortings);
  assert.deepEqual(properties['dockerNetworks.groupFindingsBy']?.enum, findingGroupings);
});

function everyRow(): readonly TreeNode[] {
  const topology: Topology = sketch(
    { bridge: {}, localnet: {}, unused: { subnet: '10.9.0.0/16' }, ov: { driver: 'overlay' }, host: {}, none: {} },
    {
      c1: { on: { localnet: '172.18.0.2/16' }, sharers: ['c2'] },
      c3: { on: { bridge: '172.17.0.2/16' }, ports: [{ protocol: 'tcp', port: 80, hostAddress: '', hostPort: 5000 }] },
      c4: { on: { bridge: '172.17.0.3/16' } },
      old: { on: { localnet: [] }, state: 'exited' },
      sealed: { on: { none: [] } },
      svc: { service: 's' },
      runner: { kind: 'host', on: {} },
    },
  );
  const [first] = topology.engines;
  const [some] = topology.networks;
  const ghost = { id: `${some?.id}/ep-1`, network: some?.id, endpointId: '1', name: 'gone', addresses: [], detail: 'full' };
  const old = topology.sandboxes.find(({ containers }) => containers[0]?.name === 'old');
  const gone = { subject: old?.id, code: 'network-missing', why: 'x' };
  const broken = { ...topology, endpoints: [...topology.endpoints, ghost], gaps: [gone] } as Topology;
  const several = {
    ...broken,
    engines: first ? [first, { ...first, id: 'e2' as typeof first.id, state: 'lost' as const }] : [],
  };
  const options = { groupBy: 'none', sortBy: 'name', showBuiltIn: true } as const;
  const flat = (nodes: readonly TreeNode[]): readonly TreeNode[] => nodes.flatMap((node) => [node, ...flat(node.children)]);
  return flat([
    ...networkNodes(several, options),
    ...sandboxNodes(several),
    ...findingNodes(findAll({ topology, observations: [] })),
    ...findingNodes(findAll({ topology, observations: [] }), {
      groupBy: 'severity',
      silent: new Set(findAll({ topology, observations: [] }).map(({ id }) => id)),
    }),
  ]);
}
