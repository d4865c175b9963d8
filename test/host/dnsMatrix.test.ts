import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { until } from '../lab/run.ts';
import { blogScenario } from '../lab/scenario.ts';
import {
  clearNotifications,
  clipboardText,
  openContainer,
  parkMouse,
  pickFromMenu,
  question,
  row,
  rowsWhere,
  view,
  webview,
} from '../vscode/workbench.ts';
import { violations } from './axe.ts';
import { suite } from './suite.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dne-names-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const session = suite({
  lab: '28.5',
  prepare: async (engine) => {
    await blogScenario(engine);
    // c1 asks the server outside for what Docker would know
    await engine.docker('rm', '-f', 'mactainer1'); // its servers outside are out of reach, and each name takes its five seconds
    const server = await engine.docker('exec', 'c3', 'cat', '/etc/resolv.conf');
    const address = /^nameserver (\S+)/m.exec(server)?.[1] ?? '';
    await engine.docker('exec', 'c1', 'sh', '-c', `echo nameserver ${address} >/etc/resolv.conf`);
  },
});

const networks = () => view(session.code, 'Networks');
const docker = (...args: readonly string[]) => session.engine.docker(...args);
const cell = (frame: Frame, sentence: RegExp) =>
  frame.locator('.grid .cell').filter({ has: frame.locator('.spoken', { hasText: sentence }) });
const spoken = async (of: Locator) => (await of.locator('.spoken').textContent()) ?? '';
const names = () => webview(session.code, '.grid .cell');

session.ui('the matrix opens from a network row, with every answer predicted at once', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  await rowsWhere(networks(), 'the networks', (all) => all.length === 5);
  await pickFromMenu(code, row(networks(), 'localnet'), 'Open DNS Matrix');
  const frame = await names();
  await frame.locator('h2', { hasText: 'Names on localnet' }).waitFor();
  const address = await docker('inspect', 'web', '--format', '{{.NetworkSettings.Networks.localnet.IPAddress}}');
  const found = cell(frame, /^c2 asks for web: /);
  await until('the predicted address', async () => (await spoken(found))?.includes(address));
  assert.match((await spoken(found)) ?? '', /container name; not observed\.$/);
  assert.match((await frame.locator('.counts').textContent()) ?? '', /^0 of \d+ observed$/);
});

session.ui('a cell, then all are observed, with a count of how far it is', async () => {
  const { code } = session;
  const frame = await names();
  await cell(frame, /^c2 asks for web: /).dblclick();
  await cell(frame, /^c2 asks for web: .*as predicted.$/).waitFor();
  await frame.locator('.detail .card', { hasText: 'c2 asks for web' }).waitFor();
  await frame.getByRole('button', { name: 'Observe All' }).click();
  await frame.locator('.progress-text', { hasText: /^\d+ of \d+ asked$/ }).waitFor();
  await until('all are observed', async () => {
    const [, done, all] = /^(\d+) of (\d+) observed/.exec((await frame.locator('.counts').textContent()) ?? '') ?? [];
    return done !== undefined && done === all;
  });
  await frame.locator('.progress').waitFor({ state: 'hidden' });
  await clearNotifications(code);
});

session.ui('the filter leaves what differs, and says so in words', async () => {
  const frame = await names();
  await frame.getByRole('button', { name: 'Differs', exact: true }).click();
  await until('only c1 is left', async () => {
    const heads = await frame.locator('.row-head .title').allTextContents();
    return heads.length === 1 && heads[0] === 'c1';
  });
  const found = cell(frame, /^c1 asks for c2: /);
  assert.match((await spoken(found)) ?? '', /observed no answer, predicted [\d.]+; differs from the prediction\.$/);
  assert.equal(await found.locator('.mark').textContent(), '≠');
  await found.click();
  const card = frame.locator('.detail .card.differs');
  await card.locator('.chain li', { hasText: '127.0.0.11' }).waitFor();
  await frame.getByRole('button', { name: 'All', exact: true }).click();
});

session.ui('arrow keys walk through the cells, each with a sentence, and Enter asks', async () => {
  const { code } = session;
  const frame = await names();
  const focused = () => frame.evaluate<string>(`document.activeElement?.querySelector('.spoken')?.textContent ?? ''`);
  await cell(frame, /^c1 asks for c1: /).click();
  await code.page.keyboard.press('ArrowDown');
  assert.match(await focused(), /^c2 asks for c1: [\d.]+, container name; as predicted\.$/);
  await code.page.keyboard.press('End');
  await code.page.keyboard.press('Control+Home');
  assert.match(await focused(), /^c1 asks for c1: /);
  await code.page.keyboard.press('ArrowLeft');
  assert.match(await focused(), /^c1, localnet\. Enter asks for all \d+ names here\.$/);
  assert.equal(await frame.locator('.grid [tabindex="0"]').count(), 1);
});

session.ui('a name that fails shows what helps, what that changes, and the line', async () => {
  const frame = await names();
  await cell(frame, /^c3 asks for web: /).click();
  const card = frame.locator('.detail .card', { hasText: 'c3 asks for web' });
  await card.locator('vscode-button', { hasText: 'Attach c3 to localnet' }).waitFor();
  const text = (await card.textContent()) ?? '';
  for (const part of [
    'What changes',
    'docker network connect localnet c3',
    'docker exec c3 nslookup web',
    'default network bridge',
  ])
    assert.ok(text.includes(part), text);
});

session.ui('the table is exported as a file and copied as Markdown', async () => {
  const { code } = session;
  const frame = await names();
  await frame.getByRole('button', { name: 'Copy as Markdown' }).click();
  const copied = await until('Markdown on the clipboard', async () => {
    const text = await clipboardText(code);
    return text.startsWith('| asks') && text;
  });
  assert.match(copied, /^\| `c1` \|.*≠ no answer/m);
  const file = path.join(folder, 'names.csv');
  await until('the file is written', async () => {
    if (existsSync(file)) return true;
    const open = code.page.locator('.quick-input-widget').filter({ hasText: 'Export the DNS Table', visible: true });
    // a dialog that was answered while it still put its own name in has written there, and is gone
    if (!(await open.isVisible())) await frame.getByRole('button', { name: 'Export…' }).click();
    const box = await question(code, 'Export the DNS Table');
    // the dialog looks at the folder while one types, and takes no answer as long as it does
    const input = box.locator('input.input');
    await input.fill(file, { timeout: 5000 });
    if ((await input.inputValue()) !== file) return false;
    await box.getByRole('button', { name: 'OK' }).click({ timeout: 5000 });
    return until('there', async () => existsSync(file), 5000).catch(() => false);
  });
  const lines = readFileSync(file, 'utf8').split('\r\n');
  assert.match(lines[0] ?? '', /^\ufeff?"Sandbox","Sandbox ID","Name"/);
  assert.ok(
    lines.some((line) => /^"c1","[0-9a-f]{64}","c2","A","differs from the prediction","[\d.]+",""/.test(line)),
    lines.join('\n'),
  );
});

session.ui('what is under way is cancelled, and what was seen stays', async () => {
  const { code, engine } = session;
  const frame = await names();
  engine.pause();
  try {
    await frame.getByRole('button', { name: 'Observe All' }).click();
    await frame.locator('.progress-text', { hasText: /^0 of \d+ asked$/ }).waitFor();
    await frame.locator('.progress').getByRole('button', { name: 'Cancel' }).click();
    await frame.locator('.progress').waitFor({ state: 'hidden' });
  } finally {
    engine.resume();
  }
  const [, done, all] = /^(\d+) of (\d+) observed/.exec((await frame.locator('.counts').textContent()) ?? '') ?? [];
  assert.equal(done, all);
  await clearNotifications(code);
});

session.ui('axe finds nothing in the matrix or in the answers, and nothing broke the policy', async () => {
  const { code } = session;
  const frame = await names();
  await parkMouse(code);
  assert.deepEqual(await violations(frame, 'body'), []);
  await frame.getByRole('button', { name: 'Marks only' }).click();
  assert.deepEqual(await violations(frame, 'body'), []);
  await frame.getByRole('button', { name: 'Marks only' }).click();
  await frame.getByRole('button', { name: 'One name' }).click();
  await frame.locator('.answers .card').first().waitFor();
  assert.deepEqual(await violations(frame, 'body'), []);
  assert.deepEqual(
    code.console.filter((line) => /Content Security Policy/.test(line)),
    [],
  );
});
