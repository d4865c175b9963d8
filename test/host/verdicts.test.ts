import assert from 'node:assert/strict';
import { until } from '../lab/run.ts';
import { blogScenario } from '../lab/scenario.ts';
import {
  choose,
  clearNotifications,
  clipboardText,
  notification,
  openContainer,
  pickFromMenu,
  question,
  row,
  rowsWhere,
  runCommand,
  tooltip,
  view,
  webview,
} from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const session = suite({ lab: '28.5', prepare: blogScenario });

const sandboxes = () => view(session.code, 'Sandboxes');
const findings = () => view(session.code, 'Findings');
const docker = (...args: readonly string[]) => session.engine.docker(...args);

session.ui('Check DNS Resolution asks inside the sandbox and says what came', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  await rowsWhere(sandboxes(), 'the sandboxes', (all) => all.length === 9);
  await runCommand(code, 'Docker Networks: Check DNS Resolution…');
  await choose(code, 'c2');
  await question(code, 'Name to look up');
  await choose(code, 'c1');
  const address = await docker('inspect', 'c1', '--format', '{{.NetworkSettings.Networks.localnet.IPAddress}}');
  await notification(code, address);
  const frame = await webview(code, '.card');
  const card = frame.locator('.card', { hasText: 'c2 asks for c1' }).first();
  await card.waitFor();
  const text = (await card.textContent()) ?? '';
  for (const part of [address, '127.0.0.11', 'as predicted']) assert.ok(text.includes(part), text);
  await clearNotifications(code);
});

session.ui('on the default bridge a name has no answer, with the reason and the command line to ask oneself', async () => {
  const { code } = session;
  await pickFromMenu(code, row(sandboxes(), 'c4'), 'Check DNS Resolution…');
  await question(code, 'Name to look up');
  await code.page.locator('.quick-input-widget input.input').fill('c3');
  await choose(code, 'c3');
  const toast = await notification(code, 'c3 does not resolve in c4');
  assert.ok(await toast.locator('.monaco-button', { hasText: 'Copy Command' }).isVisible());
  assert.ok(await toast.locator('.monaco-button', { hasText: 'Attach to a Network…' }).isVisible());
  const frame = await webview(code, '.card');
  await frame.locator('.card', { hasText: 'c4 asks for c3' }).first().waitFor();
  await clearNotifications(code);
});

session.ui('a look-up can be cancelled', async () => {
  const { code, engine } = session;
  engine.pause();
  try {
    await pickFromMenu(code, row(sandboxes(), 'c1'), 'Check DNS Resolution…');
    const box = await question(code, 'Name to look up').catch(() => undefined);
    assert.ok(box, 'a name is asked for even while the engine is silent');
    await choose(code, 'c2');
    const toast = await notification(code, 'Asking for c2 in c1');
    await toast.hover();
    await toast.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await toast.waitFor({ state: 'hidden' });
  } finally {
    engine.resume();
  }
});

session.ui('the findings of the scenario are listed with their evidence', async () => {
  const { code } = session;
  const rows = await rowsWhere(findings(), 'the finding of the default bridge', (all) =>
    all.some(({ name, label }) => /c3/.test(`${name} ${label}`)),
  );
  assert.ok(rows.some(({ label }) => /^Warning: /.test(label)));
  const finding = findings().locator('.monaco-list-row').first();
  await tooltip(code, finding, 'c3');
  await code.page.mouse.move(5, 855);
});

session.ui('Run Diagnostics asks names and says what it found', async () => {
  const { code } = session;
  await runCommand(code, 'Docker Networks: Run Diagnostics');
  await notification(code, 'Names asked:');
  await clearNotifications(code);
});

session.ui('a fix is copied as a command line that the engine accepts', async () => {
  const { code } = session;
  await docker('network', 'create', 'nobody-uses');
  const finding = findings().locator('.monaco-list-row').filter({ hasText: 'nobody-uses' }).first();
  await finding.waitFor();
  await pickFromMenu(code, finding, 'Copy Fix as Command Line');
  const line = await until('the line is on the clipboard', async () => {
    const text = await clipboardText(code);
    return text.startsWith('docker') && text;
  });
  assert.match(line, /^docker .*network rm /);
  await docker(...line.split(' ').slice(1));
  await rowsWhere(view(code, 'Networks'), 'it is gone', (all) => all.every(({ name }) => name !== 'nobody-uses'));
});
