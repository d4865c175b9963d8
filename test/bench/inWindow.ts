/**
 * What a person waits for in a real window, on a simulated engine with 100 containers; what a refresh and a hover cost; what is left after
 * many events and many openings of the panel (`BENCH_OPENINGS`, 100). The packaged extension, and a view with one fixed row beside it.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nobodysEnvironment, vsix } from '../host/suite.ts';
import { until } from '../lab/run.ts';
import { SimulatedEngine } from '../support/simulatedEngine.ts';
import { VSCode } from '../vscode/vscode.ts';
import { openContainer, parkMouse, row as rowOf, rowsWhere, tooltip, view, webview } from '../vscode/workbench.ts';
import { count, middle, row } from './measure.ts';
import { Probe, packProbe } from './probe.ts';
import { appears, clickUntil } from './screen.ts';

const ours = 'docker-network-explorer.docker-network-explorer';
const openings = Number(process.env.BENCH_OPENINGS ?? 100);
/** Milliseconds; the goals of a wait and of a start. */
const goals = { event: 150, start: 60 };

interface Stage {
  readonly code: VSCode;
  readonly probe: Probe;
  readonly engine: SimulatedEngine;
}

export async function inWindow(): Promise<void> {
  const reason = unavailable();
  if (reason) return console.log(`rows in a window: not run, ${reason}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'dne-bench-'));
  await using engine = await SimulatedEngine.start({ networks: 20, containers: 100, endpoints: 200 });
  const probe = new Probe(path.join(folder, 'probe.sock'));
  try {
    await using code = await VSCode.start({
      vsix: [vsix, packProbe(path.join(folder, 'probe.vsix'))],
      environment: { ...nobodysEnvironment(folder), DOCKER_HOST: engine.host, DNE_BENCH_PROBE: probe.socket },
    });
    const stage = { code, probe, engine };
    await starts(stage);
    await clicks(stage);
    await events(stage);
    await costs(stage);
    await manyEvents(stage);
    await manyOpenings(stage);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function unavailable(): string | undefined {
  if (!existsSync(vsix)) return 'out/docker-network-explorer.vsix is missing: npm run package';
  const server = path.join(import.meta.dirname, '..', 'vscode', 'node_modules', 'code-server');
  return existsSync(server) ? undefined : 'no VS Code is installed for tests: npm run test:host installs one';
}

const networks = ({ code }: Stage) => view(code, 'Networks');
const ready = (stage: Stage) => rowsWhere(networks(stage), 'the networks', (all) => all.length > 10);

/** Loads the window anew several times: what load and activation take, and the first click on a view of an active extension. */
async function starts(stage: Stage): Promise<void> {
  const { code, probe } = stage;
  const took: number[] = [];
  const first: number[] = [];
  const empty: number[] = [];
  const four: number[] = [];
  for (let load = 0; load < 5; load++) {
    if (load > 0) await code.open();
    await until('the probe answers', () => probe.processes().then(() => true));
    await probe.run('dockerNetworks.refresh');
    const code1 = await probe.between(`code/extHost/willLoadExtensionCode/${ours}`, `code/extHost/didLoadExtensionCode/${ours}`);
    const activate = await probe.between(
      `code/extHost/willActivateExtension/${ours}`,
      `code/extHost/didActivateExtension/${ours}`,
    );
    took.push(code1 + activate);
    // what the side bar needs to show any extension's view for the first time
    await click(stage, 'Warm');
    await quiet(stage.engine);
    const both = [
      async () => first.push(await click(stage, 'Docker Networks', 'Networks')),
      async () => empty.push(await click(stage, 'Empty')),
      async () => four.push(await click(stage, 'Four')),
    ];
    for (const one of load % 2 === 0 ? both : both.reverse()) await one();
    if (process.env.BENCH_VERBOSE) console.log('start', code1, activate, first.at(-1), empty.at(-1), four.at(-1));
  }
  row('load and activate', middle(took), 'goal', goals.start);
  row('first click → rows, extension active, 100 containers', middle(first), 'view with one fixed row', middle(empty));
  row('the same', middle(first), 'four views with one fixed row each, as many as ours', middle(four));
}

async function click({ code, probe }: Stage, container: string, title = container): Promise<number> {
  await probe.run('workbench.view.explorer');
  return clickUntil(code.page, container, title).catch(async (error) => {
    throw new Error(`${container}: ${error}\n${await code.evidence(`click on ${container}`)}`);
  });
}

async function clicks(stage: Stage): Promise<void> {
  const mine: number[] = [];
  const others: number[] = [];
  const four: number[] = [];
  for (let turn = 0; turn < 15; turn++) {
    mine.push(await click(stage, 'Docker Networks', 'Networks'));
    others.push(await click(stage, 'Empty'));
    four.push(await click(stage, 'Four'));
  }
  if (process.env.BENCH_VERBOSE) console.log('clicks', mine.map(Math.round).join(' '), 'empty', others.map(Math.round).join(' '));
  row('click → rows again', middle(mine), 'view with one fixed row', middle(others));
  row('the same', middle(mine), 'four views with one fixed row each', middle(four));
}

async function events(stage: Stage): Promise<void> {
  const { code, engine } = stage;
  await openContainer(code, 'Docker Networks');
  await ready(stage);
  const waits: number[] = [];
  for (let turn = 0; turn < 20; turn++) {
    await quiet(engine);
    // first in the list, so that it is in sight
    const made = engine.inventory.addNetwork(`aa-${99 - turn}`);
    engine.changed();
    const seen = await appears(code.page, made.name);
    const began = Date.now();
    engine.fake.emit('network', 'create', made.id, { name: made.name });
    waits.push((await seen()) - began);
  }
  row('first event → row on screen', middle(waits), 'goal', goals.event);
}

async function costs(stage: Stage): Promise<void> {
  const { code, probe, engine } = stage;
  await quiet(engine);
  const spent = async (work: () => Promise<unknown>) => {
    const before = [await probe.processes(), asked(engine)] as const;
    await work();
    return [(await probe.processes()) - before[0], asked(engine) - before[1]] as const;
  };
  const refresh = await spent(() => probe.run('dockerNetworks.refresh'));
  console.log(`a refresh: processes ${refresh[0]}, requests ${refresh[1]}; goal: 0 and 2: ${(refresh[1] / 2).toFixed(2)}x`);
  const target = rowOf(networks(stage), 'aa-80');
  for (const which of ['a first hover', 'a hover again']) {
    const hover = await spent(() => tooltip(code, target, 'aa-80'));
    await parkMouse(code);
    console.log(`${which}: processes ${hover[0]}, requests ${hover[1]}; goal: 0 and 0: ${(hover[0] + hover[1]).toFixed(2)}x`);
  }
}

async function manyEvents(stage: Stage): Promise<void> {
  const { probe, engine } = stage;
  await quiet(engine);
  const before = await probe.left();
  for (let sent = 0; sent < 10_000; sent++)
    engine.fake.emit('network', 'connect', engine.inventory.networks[sent % 20]?.id ?? '', {});
  const made = engine.inventory.addNetwork('a-last');
  engine.changed();
  engine.fake.emit('network', 'create', made.id, { name: made.name });
  await rowsWhere(networks(stage), 'the last', (all) => all.some(({ name }) => name === made.name));
  await quiet(engine);
  const after = await probe.left();
  count('extension host’s heap after 10,000 events', after.heap / 1e6, 'MB', 'before', before.heap / 1e6);
  count('extension host’s handles after 10,000 events', after.handles, '', 'before', before.handles);
}

async function manyOpenings(stage: Stage): Promise<void> {
  const { code, probe, engine } = stage;
  const open = async () => {
    await probe.run('dockerNetworks.openHostMap');
    await webview(code, '.diagram [data-shape]');
    await probe.run('workbench.action.closeAllEditors');
    await code.page.locator('iframe.webview').first().waitFor({ state: 'detached' });
  };
  // what is made once is made before
  for (let turn = 0; turn < 3; turn++) await open();
  await quiet(engine);
  const before = await probe.left();
  for (let turn = 0; turn < openings; turn++) await open();
  await quiet(engine);
  const after = await probe.left();
  count(`extension host’s heap after ${openings} openings of the panel`, after.heap / 1e6, 'MB', 'before', before.heap / 1e6);
  count(`extension host’s handles after ${openings} openings of the panel`, after.handles, '', 'before', before.handles);
}

function asked({ fake }: SimulatedEngine): number {
  return fake.requests.filter((line) => line !== 'GET /_ping').length;
}

/** Until nothing was asked of the engine for a while: longer than followers of an event wait. */
async function quiet(engine: SimulatedEngine): Promise<void> {
  let last = -1;
  let since = performance.now();
  await until('a quiet engine', () => {
    if (last !== engine.fake.requests.length) since = performance.now();
    last = engine.fake.requests.length;
    return performance.now() - since > 700;
  });
}
