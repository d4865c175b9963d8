import assert from 'node:assert/strict';
import { until } from '../lab/run.ts';
import { blogScenario } from '../lab/scenario.ts';
import {
  answer,
  choose,
  clearNotifications,
  clipboardText,
  openContainer,
  pickFromMenu,
  row,
  rowsWhere,
  runCommand,
  view,
  webview,
} from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const session = suite({ lab: '28.5', prepare: blogScenario });

const sandboxes = () => view(session.code, 'Sandboxes');
const path = () => webview(session.code, '.view.path .outcome');

session.ui('Explain Reachability says by which way a neighbour is reached, and a test of the real thing agrees', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  await rowsWhere(sandboxes(), 'the sandboxes', (all) => all.length === 9);
  await runCommand(code, 'Docker Networks: Explain Reachability…');
  await choose(code, 'c1');
  await choose(code, 'web');
  await answer(code, 'TCP port', '80');
  const frame = await path();
  await frame.locator('.outcome .verdict', { hasText: 'Open' }).waitFor();
  const route = (await frame.locator('.route').textContent()) ?? '';
  for (const part of ['c1', 'localnet', 'web', ':80', 'arrives']) assert.ok(route.includes(part), route);
  await frame.locator('vscode-button', { hasText: 'Test it' }).click();
  await frame.locator('.compared', { hasText: 'as predicted' }).waitFor();
});

session.ui('from a row it says where the path breaks, in a picture, in words and as Markdown', async () => {
  const { code } = session;
  await clearNotifications(code);
  await pickFromMenu(code, row(sandboxes(), 'c3'), 'Explain Reachability…');
  await choose(code, 'web');
  await answer(code, 'TCP port', '80');
  const frame = await path();
  await frame.locator('.outcome .verdict', { hasText: 'Blocked' }).waitFor();
  await frame.locator('.route .place.blocked', { hasText: 'stops here' }).waitFor();
  await frame.locator('.steps li.stops', { hasText: 'keeps bridge and localnet apart' }).waitFor();
  await frame.locator('vscode-button', { hasText: 'Copy as Markdown' }).click();
  const text = await until('the report is on the clipboard', async () => {
    const copied = await clipboardText(code);
    return copied.startsWith('### ') && copied;
  });
  assert.match(text, /^### c3 → web, tcp 80\n\n\*\*Blocked/);
});

session.ui('Trace Published Port follows the proxy to the process that listens', async () => {
  const { code } = session;
  await pickFromMenu(code, row(sandboxes(), 'web'), 'Trace Published Port…');
  const frame = await path();
  await frame.locator('.steps li', { hasText: 'proxy' }).waitFor();
  await frame.locator('.outcome .verdict', { hasText: 'Open' }).waitFor();
  await frame.locator('vscode-button', { hasText: 'Test it' }).click();
  await frame.locator('.compared', { hasText: 'as predicted' }).waitFor();
});
