/** A window that is loaded anew in the middle of a change, two windows on one engine, and what a window that crashed has left. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { helperLabel } from '../../src/model/readContainers.ts';
import { meaningOf } from '../lab/meaningOf.ts';
import { until } from '../lab/run.ts';
import { VSCode } from '../vscode/vscode.ts';
import {
  askFromMenu,
  dialogText,
  expand,
  notification,
  openContainer,
  pickFromMenu,
  press,
  question,
  type Row,
  row,
  rows,
  rowsWhere,
  runCommand,
  view,
} from '../vscode/workbench.ts';
import { nobodysEnvironment, suite, vsix } from './suite.ts';

const members = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];

const session = suite({
  lab: '28.5',
  prepare: async (engine) => {
    await engine.docker('network', 'create', '--subnet', '10.7.0.0/24', 'lan');
    for (const name of members) await engine.docker('run', '-d', '--name', name, '--network', 'lan', 'alpine', 'sleep', '1d');
  },
});

const folder = mkdtempSync(path.join(tmpdir(), 'dne-second-'));
let second: VSCode | undefined;
after(async () => {
  await second?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const networksOf = (code: VSCode) => view(code, 'Networks');
const docker = (...args: readonly string[]) => session.engine.docker(...args);
const named = (all: readonly Row[], name: string) => all.find((each) => each.name === name);
const shown = async (code: VSCode) => (await rows(networksOf(code))).map(({ name, description }) => `${name} ${description}`);

session.ui('a window that is loaded anew in the middle of a change says so, and takes back what was done', async () => {
  const { code, engine } = session;
  const networks = networksOf(code);
  await openContainer(code, 'Docker Networks');
  await rowsWhere(networks, 'the network', (all) => named(all, 'lan')?.description.endsWith('6 endpoints') === true);
  const before = await meaningOf({ engine });
  const rowsBefore = await shown(code);
  await askFromMenu(code, row(networks, 'lan'), 'Make Anew with Another Subnet…', 'Subnet instead of 10.7.0.0/24');
  const box = await question(code, 'Subnet instead of');
  await box.locator('input.input').fill('10.8.0.0/24');
  await code.page.keyboard.press('Enter');
  await press(code, 'Make Anew');
  const attached = () => docker('network', 'inspect', 'lan', '--format', '{{len .Containers}}');
  await until('somebody is detached', async () => (await attached()) !== '6');
  await code.open();
  await openContainer(code, 'Docker Networks');
  const toast = await notification(code, 'A window ended in the middle of this change');
  assert.notDeepEqual(await meaningOf({ engine }), before, 'the change is half done');
  assert.match((await toast.textContent()) ?? '', /lan is made again with the subnet 10\.8\.0\.0\/24/);
  await toast.locator('.monaco-button', { hasText: 'Undo' }).click();
  await until('everybody is back', async () => (await attached().catch(() => '')) === '6');
  await rowsWhere(networks, 'all six in the tree', (all) => named(all, 'lan')?.description.endsWith('6 endpoints') === true);
  assert.deepEqual(await meaningOf({ engine }), before);
  assert.deepEqual(await shown(code), rowsBefore);
  // it is asked once
  await code.open();
  await openContainer(code, 'Docker Networks');
  await rowsWhere(networksOf(code), 'the network', (all) => named(all, 'lan') !== undefined);
  await runCommand(code, 'Notifications: Show Notifications');
  assert.equal(await code.page.getByText('A window ended in the middle').count(), 0);
});

session.ui('two windows on one engine show the same, and what one changes the other shows', async () => {
  const { code, engine } = session;
  second = await VSCode.start({
    vsix,
    namespace: engine.namespace,
    environment: { ...nobodysEnvironment(folder), DOCKER_HOST: engine.host },
  });
  await openContainer(second, 'Docker Networks');
  await rowsWhere(networksOf(second), 'the network', (all) => named(all, 'lan') !== undefined);
  await docker('network', 'create', 'passing');
  for (const window of [code, second])
    await rowsWhere(networksOf(window), 'the new network', (all) => named(all, 'passing') !== undefined);
  assert.deepEqual(await shown(code), await shown(second));
  // both at once: one network from the one window, another from the other
  await pickFromMenu(second, row(networksOf(second), 'passing'), 'Remove');
  await expand(networksOf(code), 'lan');
  await pickFromMenu(code, row(networksOf(code), 'm1'), 'Detach');
  for (const window of [code, second]) await dialogText(window);
  await Promise.all([press(second, 'Remove'), press(code, 'Detach')]);
  for (const window of [code, second])
    await rowsWhere(
      networksOf(window),
      'both changes',
      (all) => named(all, 'passing') === undefined && named(all, 'lan')?.description.endsWith('5 endpoints') === true,
    );
  assert.equal(await docker('network', 'ls', '-q', '--filter', 'name=passing'), '');
});

session.ui('a window sweeps at its start the helper container that a crash has left, not the one that another uses', async () => {
  const { code, engine } = session;
  const hold = async (container: string) => {
    const holder = path.join(import.meta.dirname, '..', 'lab', 'holdHelper.ts');
    const id = await docker('inspect', container, '--format', '{{.Id}}');
    const child = spawn(process.execPath, ['--import', 'tsx', holder, engine.host, id], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', () => reject(new Error('the holder ended')));
    });
    return child;
  };
  const helpers = async () => {
    const ids = await docker('ps', '-aq', '--no-trunc', '--filter', `label=${helperLabel}`);
    return ids.split('\n').filter(Boolean);
  };
  const used = await hold('m2');
  try {
    const [kept] = await helpers();
    const crashed = await hold('m3');
    const ended = new Promise((resolve) => crashed.once('exit', resolve));
    crashed.kill('SIGKILL');
    await ended;
    assert.equal((await helpers()).length, 2);
    await code.open();
    await openContainer(code, 'Docker Networks');
    await until('the one that was left is gone', async () => (await helpers()).length === 1);
    assert.deepEqual(await helpers(), [kept]);
  } finally {
    used.kill('SIGTERM');
  }
});

session.ui('a window that closes is nothing to the other', async () => {
  await second?.stop();
  second = undefined;
  await docker('network', 'create', 'later');
  await rowsWhere(networksOf(session.code), 'what came afterwards', (all) => named(all, 'later') !== undefined);
});
