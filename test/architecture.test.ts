/** The law of the rooms: which area may import which. Compares every import of `src` with the table in `docs/architecture.md`. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.join(import.meta.dirname, '..');
const source = path.join(root, 'src');

/** Areas that an area may import besides itself; `packages` are npm and Node modules. */
interface Allowance {
  readonly areas: readonly string[];
  readonly packages: readonly (string | RegExp)[];
}

const pure = ['model', 'predictions', 'findings', 'diagrams'];

const table: Readonly<Record<string, Allowance>> = {
  model: { areas: [], packages: ['ip-address'] },
  predictions: { areas: ['model'], packages: [] },
  findings: { areas: ['model', 'predictions'], packages: [] },
  diagrams: { areas: ['model', 'predictions'], packages: [] },
  protocol: { areas: pure, packages: [] },
  engine: { areas: ['model'], packages: [/^node:/] },
  actions: { areas: ['model', 'predictions', 'engine'], packages: [] },
  probes: { areas: ['model', 'predictions', 'engine'], packages: [/^node:/] },
  topologyStore: { areas: [...pure, 'engine', 'probes', 'kernelReadings'], packages: [] },
  kernelReadings: { areas: [...pure, 'engine'], packages: [] },
  consent: { areas: ['model', 'engine', 'probes'], packages: [] },
  kernelLadder: { areas: [...pure, 'engine', 'probes', 'topologyStore'], packages: [] },
  observations: { areas: pure, packages: [] },
  silences: { areas: [...pure, 'engine'], packages: [] },
  activityLog: { areas: ['model', 'actions'], packages: [] },
  fileStorage: { areas: [], packages: [/^node:(fs|path|process)$/] },
  unfinished: { areas: ['model', 'actions', 'activityLog', 'probes'], packages: ['node:process'] },
  words: { areas: [...pure, 'engine', 'actions', 'activityLog'], packages: ['vscode'] },
  views: { areas: [...pure, 'topologyStore', 'words', 'protocol'], packages: ['vscode'] },
  panels: {
    areas: [...pure, 'topologyStore', 'words', 'protocol', 'observations'],
    packages: ['vscode', /^node:(crypto|path)$/],
  },
  commands: {
    areas: [
      ...[...pure, 'topologyStore', 'engine', 'probes', 'panels', 'observations', 'words', 'protocol', 'views'],
      ...['actions', 'activityLog', 'unfinished', 'consent', 'silences', 'kernelLadder'],
    ],
    packages: ['vscode', 'node:crypto'],
  },
  webview: { areas: [...pure, 'protocol'], packages: ['@vscode/webview-ui-toolkit'] },
  createApi: {
    areas: ['api', 'kernelLadder', ...pure, 'topologyStore', 'engine', 'probes', 'observations', 'words'],
    packages: [],
  },
  api: { areas: [...pure, 'topologyStore', 'engine', 'probes', 'observations', 'words'], packages: ['vscode'] },
  laterParts: { areas: ['commands', 'createApi', 'findings', 'predictions', 'probes', 'words'], packages: [] },
  extension: { areas: ['*'], packages: ['vscode', /^node:/] },
};

interface Import {
  readonly file: string;
  readonly area: string;
  readonly target: string;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = files.flatMap((file) => importsOf(file));

test('every file belongs to an area of the table', () => {
  for (const file of files) assert.ok(areaOf(file) in table, `${file} is in no area`);
});

test('every import is allowed by the table', () => {
  const broken = imports.filter(({ area, file, target }) => !allowed(area, file, target));
  assert.deepEqual(
    broken.map(({ file, target }) => `${file} imports ${target}`),
    [],
  );
});

test('only one file imports dockerode, one the UI toolkit', () => {
  const importersOf = (name: string) => new Set(imports.filter(({ target }) => target === name).map(({ file }) => file));
  assert.deepEqual([...importersOf('dockerode')], [path.join('engine', 'dockerodeRequests.ts')]);
  assert.deepEqual([...importersOf('docker-modem/lib/http.js')], [path.join('engine', 'dockerodeRequests.ts')]);
  assert.deepEqual([...importersOf('@vscode/webview-ui-toolkit')], [path.join('webview', 'toolkit.ts')]);
});

test('no area imports in a circle', () => {
  const edges = new Map<string, Set<string>>();
  for (const { area, file, target } of imports) {
    if (!target.startsWith('.')) continue;
    const to = areaOf(path.relative(source, path.resolve(source, path.dirname(file), target)));
    if (to !== area) edges.set(area, (edges.get(area) ?? new Set()).add(to));
  }
  const walk = (area: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(area)) return [...trail, area];
    for (const next of edges.get(area) ?? []) {
      const circle = walk(next, [...trail, area]);
      if (circle) return circle;
    }
    return undefined;
  };
  for (const area of Object.keys(table)) assert.equal(walk(area, [])?.join(' → '), undefined);
});

function areaOf(file: string): string {
  const [first = ''] = file.split(path.sep);
  return first.replace(/(\.d)?\.ts$/, '');
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(path.join(source, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    area: areaOf(file),
    target: match[1] ?? match[2] ?? match[3] ?? '',
  }));
}

function allowed(area: string, file: string, target: string): boolean {
  const allowance = table[area];
  if (!allowance) return false;
  if (!target.startsWith('.')) {
    if (target === 'dockerode' || target.startsWith('docker-modem/')) return area === 'engine';
    return allowance.packages.some((name) => (typeof name === 'string' ? name === target : name.test(target)));
  }
  const to = areaOf(path.relative(source, path.resolve(source, path.dirname(file), target)));
  return to === area || allowance.areas.includes('*') || allowance.areas.includes(to);
}
