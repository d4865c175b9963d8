import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { until } from '../lab/run.ts';
import { blogScenario } from '../lab/scenario.ts';
import { openContainer, pickFromMenu, type Row, row, rowsWhere, runCommand, view, webview } from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const session = suite({ lab: '28.5', prepare: blogScenario });

const networks = () => view(session.code, 'Networks');
const sandboxes = () => view(session.code, 'Sandboxes');
const selected = (rows: readonly Row[], name: string) => rows.some((each) => each.name === name && each.selected);
const docker = (...args: readonly string[]) => session.engine.docker(...args);
const shape = (frame: Frame, kind: string, title: string) =>
  frame
    .locator(`.kind-${kind}[data-shape]`)
    .filter({ has: frame.locator('tspan', { hasText: new RegExp(`^${title}$`) }) })
    .first();

session.ui('the host map draws bridge as docker0, the path of c1 and the published port', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  await rowsWhere(networks(), 'the networks', (all) => all.length === 5);
  await runCommand(code, 'Docker Networks: Open Host Map');
  const frame = await webview(code, '.diagram [data-shape]');
  const id = await docker('network', 'inspect', 'localnet', '--format', '{{.Id}}');
  await until('the names of engine and kernel', async () => {
    const text = (await frame.locator('.diagram').textContent()) ?? '';
    return ['bridge', 'docker0', 'localnet', `br-${id.slice(0, 12)}`, 'c1', 'mactainer1', '5000'].every((part) =>
      text.includes(part),
    );
  });
});

session.ui('the host’s ends of the wires are those that netlink tells', async () => {
  const frame = await webview(session.code, '.diagram [data-shape]');
  const links: readonly { ifname: string; master?: string }[] = JSON.parse(await session.engine.inNamespace('ip', '-j', 'link'));
  const veths = links.filter(({ ifname, master }) => ifname.startsWith('veth') && master).map(({ ifname }) => ifname);
  assert.equal(veths.length, 5);
  await until('every veth is on the map', async () => {
    const drawn = await frame.locator('.kind-hostEnd[data-shape]').allTextContents();
    return veths.every((name) => drawn.some((text) => text.includes(name)));
  });
});

session.ui('the map shows only what the filter finds', async () => {
  const frame = await webview(session.code, '.diagram [data-shape]');
  const filter = frame.locator('.host-map .field input');
  await filter.fill('mactainer');
  await shape(frame, 'sandbox', 'c1').waitFor({ state: 'detached' });
  await shape(frame, 'sandbox', 'mactainer1').waitFor();
  await filter.press('Escape');
  await shape(frame, 'sandbox', 'c1').waitFor();
});

session.ui('a click and Enter reveal a shape in the tree, and arrow keys walk along the wires', async () => {
  const { code } = session;
  const frame = await webview(code, '.diagram [data-shape]');
  await shape(frame, 'sandbox', 'c1').click();
  await rowsWhere(sandboxes(), 'c1 is selected', (all) => selected(all, 'c1'));
  await frame.locator('.selection .path', { hasText: 'localnet' }).waitFor();

  await shape(frame, 'sandbox', 'c1').focus();
  const focusedKind = () => frame.evaluate<string>(`document.activeElement?.getAttribute('class') ?? ''`);
  await code.page.keyboard.press('ArrowRight');
  await until('the endpoint has the focus', async () => (await focusedKind()).includes('kind-endpoint'));
  await code.page.keyboard.press('ArrowRight');
  await until('the host’s end has the focus', async () => (await focusedKind()).includes('kind-hostEnd'));
  await code.page.keyboard.press('ArrowRight');
  await until('the network has the focus', async () => (await focusedKind()).includes('kind-network'));
  await code.page.keyboard.press('Enter');
  await rowsWhere(networks(), 'localnet is selected', (all) => selected(all, 'localnet'));
});

session.ui('the tree shows a row in the map', async () => {
  const { code } = session;
  await pickFromMenu(code, row(networks(), 'macvlan100'), 'Show in Map');
  const frame = await webview(code, '.diagram [data-shape]');
  await frame.locator('.kind-network[aria-selected="true"]', { hasText: 'macvlan100' }).waitFor();
});

session.ui('the table has the same content, and survives a reload of the window', async () => {
  const { code } = session;
  const frame = await webview(code, '.toolbar');
  await frame.getByRole('button', { name: 'Table' }).click();
  await frame.locator('.tables tbody tr').first().waitFor();
  const lines = await frame.locator('.tables tbody th').allTextContents();
  for (const name of ['c1', 'web', 'localnet', 'macvlan100'])
    assert.ok(
      lines.some((line) => line.includes(name)),
      lines.join('\n'),
    );
  const reloaded = code.page.waitForEvent('framenavigated', (each) => each === code.page.mainFrame());
  await runCommand(code, 'Developer: Reload Window');
  await reloaded;
  const again = await webview(code, '.tables tbody tr');
  assert.equal(await again.getByRole('button', { name: 'Table' }).getAttribute('aria-pressed'), 'true');
  await again.getByRole('button', { name: 'Picture' }).click();
  await again.locator('.diagram [data-shape]').first().waitFor();
});

session.ui('the map follows the engine, and says how old it is when the engine is gone', async () => {
  const { code, engine } = session;
  const frame = await webview(code, '.diagram [data-shape]');
  await docker('network', 'create', 'fresh-net');
  await docker('network', 'connect', 'fresh-net', 'c1');
  await frame.locator('.diagram', { hasText: 'fresh-net' }).waitFor();
  await engine.kill();
  await frame.locator('.source', { hasText: 'engine lost; the picture is from' }).waitFor();
  assert.match((await frame.locator('.diagram').textContent()) ?? '', /localnet/);
  await engine.start();
  await frame.locator('.source', { hasText: /read (just now|\d+ s ago)/ }).waitFor();
});

session.ui('nothing in the panel broke its content security policy', () => {
  const broken = session.code.console.filter((line) => /Content Security Policy/.test(line));
  assert.deepEqual(broken, []);
  return Promise.resolve();
});
