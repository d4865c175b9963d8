import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { commandsFor, openContainer, view } from '../vscode/workbench.ts';
import { extensionId, nobodysEnvironment, root, suite } from './suite.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dne harness '));
after(() => rmSync(folder, { recursive: true, force: true }));

const session = suite({});

session.ui('the packaged extension opens in a real VS Code, with its views visible', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  for (const title of ['Networks', 'Sandboxes', 'Findings']) await view(code, title).waitFor();
});

session.ui('the palette offers its commands', async () => {
  const titles = await commandsFor(session.code, 'Docker Networks: Refresh');
  assert.ok(titles.includes('Docker Networks: Refresh'), titles.join('\n'));
});

test('npm run host runs a module in the extension host with its arguments, the environment and the console', async () => {
  const { status, output } = await host(
    'passes.cjs',
    `const vscode = require('vscode');
     exports.run = async (args) => {
       const extension = vscode.extensions.getExtension('${extensionId}');
       await extension.activate();
       console.log('active:', extension.isActive, JSON.stringify(args), process.env.DNE_PROBE, { nested: { value: 1 } });
     };`,
    ['two words', "quote ' and é"],
  );
  assert.equal(status, 0, output);
  assert.match(output, /active: true \["two words","quote ' and é"\] reached \{ nested: \{ value: 1 \} \}/);
});

test('npm run host fails when the module rejects, and says why', async () => {
  const { status, output } = await host('rejects.cjs', `exports.run = async () => { throw new Error('as it happens'); };`);
  assert.notEqual(status, 0);
  assert.match(output, /as it happens/);
});

test('npm run host fails when the module takes longer than HOST_TIMEOUT_S', async () => {
  const { status, output } = await host('hangs.cjs', 'exports.run = () => new Promise(() => {});', [], { HOST_TIMEOUT_S: '2' });
  assert.notEqual(status, 0);
  assert.match(output, /did not end within 2 s/);
});

test('npm run host says what is wrong with a module that can not run', async () => {
  const broken = await host('broken.cjs', 'exports.run = (');
  assert.notEqual(broken.status, 0);
  assert.match(broken.output, /broken\.cjs could not be loaded: .*SyntaxError/s);
  const other = await host('other.cjs', 'exports.main = () => {};');
  assert.notEqual(other.status, 0);
  assert.match(other.output, /other\.cjs does not export a function run\(args\)/);
});

test('npm run host names a module that is not there', async () => {
  const { status, output } = await runHost(['missing.cjs']);
  assert.notEqual(status, 0);
  assert.match(output, new RegExp(`No such file: ${path.join(folder, 'missing.cjs')}`));
});

function host(name: string, source: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
  writeFileSync(path.join(folder, name), source);
  return runHost([name, ...args], environment);
}

/** As a person does it: the file is named relative to the folder they stand in. */
function runHost(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { NODE_TEST_CONTEXT: _context, ...inherited } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'scripts', 'host.mjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, ...nobodysEnvironment(folder), npm_lifecycle_event: undefined, DNE_PROBE: 'reached', ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise<{ status: number | null; output: string }>((resolve) => {
    child.once('close', (status) => resolve({ status, output }));
  });
}
