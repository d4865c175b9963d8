import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { FakeEngine, recorded } from '../support/fakeEngine.ts';
import { FakeSsh } from '../support/fakeSsh.ts';
import { expand, openContainer, type Row, row, rowsWhere, runCommand, view } from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dne-contexts-'));
const config = path.join(folder, 'docker');
const secrets = { auths: 'c2VjcmV0LXBhc3N3b3Jk', key: 'LS0tU0VDUkVULUtFWS0tLQ' };
let older: FakeEngine;
let newer: FakeEngine;
let ssh: FakeSsh;

function storeContext(name: string, host: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  mkdirSync(path.join(config, 'contexts/meta', hash), { recursive: true });
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  writeFileSync(path.join(config, 'contexts/meta', hash, 'meta.json'), JSON.stringify(meta));
  return hash;
}

before(async () => {
  chmodSync(folder, 0o755);
  older = await FakeEngine.start({ socket: path.join(folder, 'older.sock'), answers: recorded('engine-20.10') });
  newer = await FakeEngine.start({ socket: path.join(folder, 'newer.sock'), answers: recorded('engine-28.5') });
  ssh = new FakeSsh({ socket: newer.socket });
  // VS Code takes the environment of a login shell
  writeFileSync(path.join(folder, '.profile'), `PATH=${ssh.folder}:$PATH\n`);
  storeContext('far', 'ssh://me@far');
  storeContext('older', older.host);
  storeContext('newer', newer.host);
  const tls = path.join(config, 'contexts/tls', storeContext('barred', 'tcp://127.0.0.1:1'), 'docker');
  mkdirSync(tls, { recursive: true });
  writeFileSync(path.join(tls, 'key.pem'), secrets.key);
  const file = { auths: { 'r.example': { auth: secrets.auths } }, currentContext: 'older' };
  writeFileSync(path.join(config, 'config.json'), JSON.stringify(file));
});
after(async () => {
  await Promise.all([older?.stop(), newer?.stop()]);
  ssh?.[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

const session = suite({ environment: { HOME: folder, DOCKER_HOST: undefined, DOCKER_CONFIG: config } });
const networks = () => view(session.code, 'Networks');
const engineRow = (rows: readonly Row[], name: string) => rows.find((each) => each.level === 1 && each.name === name);
const widget = () => session.code.page.locator('.quick-input-widget').filter({ visible: true });
const entry = (name: string) =>
  widget()
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: session.code.page.locator('.label-name', { hasText: name }) })
    .first();
const tick = (name: string) => entry(name).locator('.monaco-checkbox, input[type=checkbox], .quick-input-list-checkbox').first();

session.ui('the picker says of every context where it leads, its state and where it is from', async () => {
  const { page } = session.code;
  await openContainer(session.code, 'Docker Networks');
  await rowsWhere(networks(), 'the current context’s networks', (all) => all.some(({ name }) => name === 'localnet'));
  await networks().hover();
  await networks().getByRole('button', { name: 'Choose Context…' }).click();
  await entry('newer').waitFor();
  const text = async (name: string) => (await entry(name).textContent()) ?? '';
  assert.match(await text('The one that the docker command uses'), /older.*now by “docker context use”/);
  assert.match(await text('older'), new RegExp(`${older.host}.*connected · from “docker context”`));
  assert.match(await text('newer'), new RegExp(`${newer.host}.*not connected`));
  assert.match(await text('default'), /unix:\/\/\/var\/run\/docker\.sock.*not connected · the usual address/);
  assert.match(await text('barred'), /tcp:\/\/127\.0\.0\.1:1/);
  await page.keyboard.press('Escape');
});

session.ui('two contexts are ticked, and both engines stand in one tree', async () => {
  await runCommand(session.code, 'Docker Networks: Choose Context…');
  for (const name of ['older', 'newer']) await tick(name).click();
  await widget().getByRole('button', { name: 'OK' }).click();
  const rows = await rowsWhere(
    networks(),
    'both engines',
    (all) => engineRow(all, 'older') !== undefined && all.filter(({ name }) => name === 'localnet').length === 2,
  );
  assert.match(engineRow(rows, 'older')?.description ?? '', /Docker 20\.10/);
  assert.match(engineRow(rows, 'newer')?.description ?? '', /Docker 28\.5/);
  const { currentContext } = JSON.parse(readFileSync(path.join(config, 'config.json'), 'utf8')) as { currentContext: string };
  assert.equal(currentContext, 'older');
});

session.ui('one that stops says so in its row and keeps its networks; the other is undisturbed; it comes back', async () => {
  await newer.stop();
  const rows = await rowsWhere(networks(), 'newer is lost', (all) => /lost/.test(engineRow(all, 'newer')?.description ?? ''));
  assert.match(engineRow(rows, 'older')?.description ?? '', /^Docker 20\.10/);
  assert.equal(rows.filter(({ name }) => name === 'localnet').length, 2);
  await networks().getByText('The engine newer does not answer.').first().waitFor();
  await newer.listen();
  await rowsWhere(networks(), 'newer is back', (all) => /^Docker 28\.5/.test(engineRow(all, 'newer')?.description ?? ''));
});

session.ui('where none answers each row says why, with what can be done above', async () => {
  await Promise.all([older.stop(), newer.stop()]);
  await rowsWhere(networks(), 'both are lost', (all) =>
    ['older', 'newer'].every((name) => /lost/.test(engineRow(all, name)?.description ?? '')),
  );
  await networks().getByText('2 engines do not answer: newer, older.').first().waitFor();
  await view(session.code, 'Engine').locator('.monaco-button', { hasText: 'Try Again' }).waitFor();
  await Promise.all([older.listen(), newer.listen()]);
  await rowsWhere(networks(), 'both are back', (all) =>
    ['older', 'newer'].every((name) => /^Docker/.test(engineRow(all, name)?.description ?? '')),
  );
  await row(networks(), 'older').waitFor();
});

session.ui('an engine through ssh stands beside them, though VS Code has its own ideas of how to reach a server', async () => {
  // a long list is drawn in part
  for (const name of ['newer', 'older']) await expand(networks(), name, false);
  await runCommand(session.code, 'Docker Networks: Choose Context…');
  await tick('far').click();
  await widget().getByRole('button', { name: 'OK' }).click();
  const rows = await rowsWhere(networks(), 'far is ready', (all) => /^Docker/.test(engineRow(all, 'far')?.description ?? ''));
  assert.match(engineRow(rows, 'far')?.description ?? '', /^Docker 28\.5/);
  assert.ok(ssh.running.length <= 3, `${ssh.running.length} processes`);
  ssh.plan({ says: 'me@far: Permission denied (publickey).\n', exit: 255 });
  for (const pid of ssh.running) process.kill(pid);
  await rowsWhere(networks(), 'its words', (all) =>
    /lost · me@far: Permission denied/.test(engineRow(all, 'far')?.description ?? ''),
  );
  assert.match(
    (await rowsWhere(networks(), 'the others', (all) => all.length > 0)).find(({ name }) => name === 'older')?.description ?? '',
    /^Docker/,
  );
});

session.ui('a context that is mended is connected by itself, and nothing secret is in the logs', async () => {
  await runCommand(session.code, 'Docker Networks: Choose Context…');
  await tick('barred').click();
  await widget().getByRole('button', { name: 'OK' }).click();
  await rowsWhere(networks(), 'its refusal', (all) => /cannot be used/.test(engineRow(all, 'barred')?.description ?? ''));
  storeContext('barred', `unix://${path.join(folder, 'third.sock')}`);
  const third = await FakeEngine.start({ socket: path.join(folder, 'third.sock') });
  await rowsWhere(networks(), 'it is connected', (all) => !/cannot/.test(engineRow(all, 'barred')?.description ?? 'cannot'));
  await third.stop();
  const logs = session.code.logs();
  assert.ok(logs.length > 0);
  for (const { file, text } of logs)
    for (const secret of Object.values(secrets)) assert.ok(!text.includes(secret), `${secret} in ${file}`);
  assert.ok(existsSync(path.join(config, 'config.json')));
});
