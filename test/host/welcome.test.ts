import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { FakeEngine, recorded } from '../support/fakeEngine.ts';
import { openContainer, rowsWhere, runCommand, view } from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dne-welcome-'));
const socket = path.join(folder, 'docker.sock');
const host = `unix://${socket}`;
let engine: FakeEngine | undefined;
before(() => chmodSync(folder, 0o755));
after(async () => {
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const session = suite({ environment: { DOCKER_HOST: host } });
const networks = () => view(session.code, 'Networks');
const says = (text: string) => networks().getByText(text).first().waitFor();
const button = (label: string) => networks().locator('.monaco-button', { hasText: label });

session.ui('without an engine the view says so, with the remedy and buttons', async () => {
  await openContainer(session.code, 'Docker Networks');
  await says('No Docker Engine answers.');
  for (const label of ['Try Again', 'Choose a Context…', 'Open the Sample']) await button(label).waitFor();
});

session.ui('the sample opens from there, plainly marked, and closes again', async () => {
  await button('Open the Sample').click();
  const rows = await rowsWhere(networks(), 'the sample', (all) => all.length > 0);
  assert.ok(rows.length >= 3);
  await networks().getByText('Sample: not your engine.').first().waitFor();
  await runCommand(session.code, 'Docker Networks: Close Sample');
  await says('No Docker Engine answers.');
});

session.ui('an engine that is too old is named as such', async () => {
  engine = await FakeEngine.start({ socket, apiVersion: '1.20' });
  await button('Try Again').click();
  await says('The Docker Engine is too old');
  await engine.stop();
  engine = undefined;
});

session.ui('what answers there but is no engine is named as such', async () => {
  const stranger = http.createServer((_, response) => response.end('hello'));
  await new Promise<void>((resolve) => stranger.listen(socket, resolve));
  await button('Try Again').click();
  await says('is no Docker Engine');
  stranger.closeAllConnections();
  await new Promise((resolve) => stranger.close(resolve));
});

session.ui(
  'an engine that comes is shown by itself; one that goes keeps its rows and says so; it comes back by itself',
  async () => {
    engine = await FakeEngine.start({ socket, answers: recorded('engine-28.5') });
    await rowsWhere(networks(), 'its networks', (all) => all.some(({ name }) => name === 'localnet'));
    await engine.stop();
    await session.code.page.locator('.sidebar').getByText('has stopped answering').first().waitFor();
    await rowsWhere(networks(), 'what was read last', (all) => all.some(({ name }) => name === 'localnet'));
    await engine.listen();
    await session.code.page.locator('.sidebar').getByText('has stopped answering').first().waitFor({ state: 'hidden' });
    await rowsWhere(networks(), 'its networks again', (all) => all.some(({ name }) => name === 'localnet'));
  },
);
