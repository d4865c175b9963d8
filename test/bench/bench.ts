/**
 * What the explorer costs beside the raw API, the docker CLI and JSON.parse, in one process and run: `npm run bench`. One line a row,
 * each ending in its ratio. Rows on a real engine start one; without the right to they say so. Nothing here is asserted.
 */
import http from 'node:http';
import { availableParallelism, cpus } from 'node:os';
import { hostMap } from '../../src/diagrams/hostMap.ts';
import { layoutDiagram } from '../../src/diagrams/layout.ts';
import { svgText } from '../../src/diagrams/svg.ts';
import { EngineConnection } from '../../src/engine/connection.ts';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import { findAll } from '../../src/findings/rules.ts';
import { buildTopology } from '../../src/model/buildTopology.ts';
import { engineId } from '../../src/model/ids.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { TopologyStore } from '../../src/topologyStore.ts';
import { labUnavailable } from '../lab/available.ts';
import { startEngine } from '../lab/engine.ts';
import { Inventory } from '../support/inventory.ts';
import { SimulatedEngine } from '../support/simulatedEngine.ts';

console.log(`node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`);
const unavailable = labUnavailable();
if (unavailable) console.log(`real engines: not run, ${unavailable}`);
else for (const containers of [10, 100]) await real(containers);
for (const containers of [1_000, 5_000]) await simulated(containers);
for (const endpoints of [100, 1_000, 5_000, 10_000]) pure(endpoints);
await manyEvents();

async function real(containers: number): Promise<void> {
  const engine = await startEngine('28.5');
  try {
    const names = Array.from({ length: containers }, (_, index) => `b${index}`);
    await engine.docker('network', 'create', 'bench');
    for (let at = 0; at < names.length; at += 4) {
      const some = names.slice(at, at + 4);
      await Promise.all(
        some.map((name) => engine.docker('run', '-d', '--name', name, '--network', 'bench', 'alpine', 'sleep', '1d')),
      );
    }
    const store = await storeOn(engine.host);
    const raw = rawOf(engine.socket);
    await compare(
      `refresh, ${containers} containers`,
      () => store.refresh(),
      'both lists, raw',
      () => lists(raw),
    );
    const cli = async () => {
      const ids = (await engine.docker('network', 'ls', '-q')).split('\n');
      await engine.docker('network', 'inspect', ...ids);
    };
    await compare(`refresh, ${containers} containers`, () => store.refresh(), 'docker network ls and inspect', cli, 5);
    const inspects = async () => {
      const [networks, boxes] = await lists(raw);
      const paths = [
        ...networks.map(({ Id }) => `/networks/${Id}?verbose=true`),
        ...boxes.map(({ Id }) => `/containers/${Id}/json`),
      ];
      await pooled(paths, 8, (path) => raw.get(path));
    };
    const full = async () => {
      const fresh = await storeOn(engine.host);
      await fresh.readFull();
      fresh.dispose();
    };
    await compare(`topology(), ${containers} containers`, full, 'the calls it needs, raw', inspects, 7);
    store.dispose();
    raw.end();
  } finally {
    await engine.stop();
  }
}

async function simulated(containers: number): Promise<void> {
  await using engine = await SimulatedEngine.start({ networks: containers / 5, containers, endpoints: containers * 2 });
  const store = await storeOn(engine.host);
  const raw = rawOf(engine.fake.socket);
  await compare(
    `refresh, ${containers} containers simulated`,
    () => store.refresh(),
    'both lists, raw',
    () => lists(raw),
    9,
  );
  store.dispose();
  raw.end();
}

/** Building, rules, layout and drawing of one engine's lists, beside parsing their JSON. */
function pure(endpoints: number): void {
  const inventory = new Inventory({ networks: Math.max(4, endpoints / 10), containers: endpoints / 2, endpoints });
  const texts = [inventory.networkList, inventory.containerList].map((list) => JSON.stringify(list));
  const [networks = [], containers = []] = texts.map((text) => JSON.parse(text) as unknown[]);
  const engine = { id: engineId('bench'), context: 'bench', endpoint: 'bench', state: 'ready', apiVersion: '1.51' } as const;
  const snapshot: Snapshot = { engine, readAt: '', api: { networks: { answer: networks }, containers: { answer: containers } } };
  const parse = median(9, () => texts.map((text) => JSON.parse(text)));
  const build = median(9, () => buildTopology([snapshot], ''));
  const topology = buildTopology([snapshot], '');
  const rules = median(5, () => findAll({ topology, observations: [] }));
  const draw = median(5, () =>
    svgText(
      layoutDiagram(hostMap(topology), (label) => String(typeof label === 'string' ? label : label.code)),
      (label) => String(label),
    ),
  );
  row(`build, ${endpoints} endpoints`, build, 'parsing the JSON', parse);
  row(`rules, ${endpoints} endpoints`, rules, 'parsing the JSON', parse);
  row(`map with layout and SVG, ${endpoints} endpoints`, draw, 'parsing the JSON', parse);
}

async function manyEvents(): Promise<void> {
  await using engine = await SimulatedEngine.start({ networks: 50, containers: 200, endpoints: 400 });
  const store = await storeOn(engine.host);
  const changed = () =>
    new Promise<void>((resolve) => {
      const subscription = store.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
  const first = changed();
  store.setVisible(true);
  await first;
  const waits: number[] = [];
  for (let count = 0; count < 20; count++) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    const seen = changed();
    const began = performance.now();
    const made = engine.inventory.addNetwork();
    engine.changed();
    engine.fake.emit('network', 'create', made.id, { name: made.name });
    await seen;
    waits.push(performance.now() - began);
  }
  const raw = rawOf(engine.fake.socket);
  const one = await timed(9, () => lists(raw));
  row('first event → new Topology', middle(waits), 'both lists, raw', one);
  raw.end();
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let count = 0; count < 10_000; count++)
    engine.fake.emit('network', 'connect', engine.inventory.networks[count % 50]?.id ?? '', {});
  await store.refresh();
  global.gc?.();
  const after = process.memoryUsage().heapUsed;
  console.log(
    `heap after 10,000 events ${(after / 1e6).toFixed(1)} MB, before ${(before / 1e6).toFixed(1)} MB: ${(after / before).toFixed(2)}x`,
  );
  store.dispose();
}

async function storeOn(endpoint: string): Promise<TopologyStore> {
  const store = new TopologyStore({ openEngine, connect: (client) => new EngineConnection(client) });
  store.connect([{ context: 'default', endpoint }]);
  await store.refresh();
  return store;
}

interface Raw {
  get(path: string): Promise<unknown>;
  end(): void;
}

/** One kept connection after the other, as every good client would. */
function rawOf(socketPath: string): Raw {
  const agent = new http.Agent({ keepAlive: true });
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        http
          .get({ socketPath, path: `/v1.51${path}`, agent }, (answer) => {
            const chunks: Buffer[] = [];
            answer.on('data', (chunk: Buffer) => chunks.push(chunk));
            answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
          })
          .on('error', reject);
      }),
    end: () => agent.destroy(),
  };
}

type Listed = readonly { readonly Id: string }[];

async function lists(raw: Raw): Promise<readonly [Listed, Listed]> {
  const answers = await Promise.all([raw.get('/networks'), raw.get('/containers/json?all=1')]);
  return answers as unknown as readonly [Listed, Listed];
}

async function pooled(items: readonly string[], atOnce: number, work: (item: string) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Both in turns, so that what else the machine does hits both. */
async function compare(
  what: string,
  ours: () => Promise<unknown>,
  other: string,
  theirs: () => Promise<unknown>,
  times = 15,
): Promise<void> {
  await ours();
  await theirs();
  const mine: number[] = [];
  const others: number[] = [];
  for (let count = 0; count < times; count++) {
    mine.push(await once(ours));
    others.push(await once(theirs));
  }
  row(what, middle(mine), other, middle(others));
}

async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let count = 0; count < times; count++) took.push(await once(work));
  return middle(took);
}

async function once(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(times: number, work: () => unknown): number {
  const took = Array.from({ length: times }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return middle(took);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function row(what: string, ours: number, other: string, theirs: number): void {
  console.log(`${what}: ${ours.toFixed(1)} ms; ${other}: ${theirs.toFixed(1)} ms: ${(ours / theirs).toFixed(2)}x`);
}
