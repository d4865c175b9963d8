import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { ApiAnswer, ApiFinding } from '../../src/api.ts';
import type { Topology } from '../../src/model/topology.ts';
import { labUnavailable } from '../lab/available.ts';
import { type LabEngine, startEngine } from '../lab/engine.ts';
import { blogScenario } from '../lab/scenario.ts';
import { extensionId, nobodysEnvironment, root } from './suite.ts';

const skip = labUnavailable() ?? false;
const folder = mkdtempSync(path.join(tmpdir(), 'dne-api-'));
let engine: LabEngine | undefined;
before(async () => {
  if (skip) return;
  engine = await startEngine('28.5');
  await blogScenario(engine);
});
after(async () => {
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Seen {
  readonly topology: Topology;
  readonly changed: boolean;
  readonly findings: readonly ApiFinding[];
  readonly known: { readonly predicted: ApiAnswer; readonly observed: ApiAnswer };
  readonly unknown: { readonly predicted: ApiAnswer; readonly observed: ApiAnswer };
  readonly self: { readonly predicted: ApiAnswer };
  readonly wire: unknown;
  readonly path: unknown;
}

test('other extensions get topology, findings, names and changes', { skip }, async () => {
  assert.ok(engine);
  const file = path.join(folder, 'api.cjs');
  writeFileSync(
    file,
    `const vscode = require('vscode');
     const { execFileSync } = require('node:child_process');
     exports.run = async () => {
       const api = await vscode.extensions.getExtension('${extensionId}').activate();
       const topology = await api.topology();
       const sandbox = (name) => topology.sandboxes.find((each) => each.containers[0]?.name === name);
       const findings = await api.findings();
       const known = await api.resolveName({ from: sandbox('c2').id, name: 'c1', observe: true });
       const unknown = await api.resolveName({ from: sandbox('c4').containers[0].id, name: 'c3', observe: true });
       const self = await api.resolveName({ from: sandbox('c4').id, name: sandbox('c4').id.slice(0, 12) });
       const wire = await api.wire(topology.endpoints.find((each) => each.sandbox === sandbox('c1').id).id);
       const path = await api.explainPath({ from: sandbox('c1').id, to: { sandbox: sandbox('c2').id } });
       const change = new Promise((resolve) => api.onDidChangeTopology(resolve));
       execFileSync('docker', ['network', 'create', 'from-the-test']);
       const changed = (await change).networks !== undefined;
       console.log('SEEN ' + JSON.stringify({ topology, changed, findings, known, unknown, self, wire, path }));
     };`,
  );
  const output = await run(file);
  const line = output.split('\n').find((each) => each.includes('SEEN {'));
  assert.ok(line, output);
  const seen = JSON.parse(line.slice(line.indexOf('{'))) as Seen;

  assert.deepEqual(seen.topology.networks.map(({ name }) => name).sort(), ['bridge', 'host', 'localnet', 'macvlan100', 'none']);
  assert.ok(seen.topology.endpoints.every(({ detail }) => detail === 'full'));
  assert.equal(seen.changed, true);
  assert.ok(seen.findings.some(({ code }) => code === 'default-bridge-names'));
  const address = await engine.docker('inspect', 'c1', '--format', '{{.NetworkSettings.Networks.localnet.IPAddress}}');
  assert.deepEqual([seen.known.predicted.answers, seen.known.observed.answers], [[address], [address]]);
  assert.deepEqual([seen.unknown.predicted.answers, seen.unknown.observed.answers], [[], []]);
  assert.equal(seen.unknown.predicted.code, 'no-embedded-dns');
  assert.deepEqual([seen.known.predicted.origin, seen.known.observed.origin], ['container-name', 'container-name']);
  assert.equal(seen.known.observed.network, seen.known.predicted.network);
  assert.equal(seen.unknown.predicted.origin, 'upstream');
  const own = await engine.docker('inspect', 'c4', '--format', '{{.NetworkSettings.Networks.bridge.IPAddress}}');
  assert.deepEqual([seen.self.predicted.origin, seen.self.predicted.answers], ['hosts-file', [own]]);
  assert.ok(seen.wire);
  assert.ok(seen.path);
});

function run(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, ...nobodysEnvironment(folder), DOCKER_HOST: engine?.host };
    const child = spawn(process.execPath, ['scripts/host.mjs', file], { cwd: root, env: environment as NodeJS.ProcessEnv });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('close', (status) => (status === 0 ? resolve(output) : reject(new Error(`exit ${status}\n${output}`))));
  });
}
