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

session.ui(
  'what comes from outside cannot be tried on the engine’s own host, which the tab says before anybody presses anything',
  async () => {
    const frame = await path();
    const from = frame.locator('.view.path .field', { hasText: 'From' }).first().locator('vscode-dropdown');
    await from.focus();
    await from.press('End'); // the last place
    await from.press('Enter');
    await frame.locator('.outcome', { hasText: 'cannot be tried from here: this is the host of' }).waitFor();
    await frame.locator('.outcome vscode-button[disabled]', { hasText: 'Test it' }).waitFor();
    const line = (await frame.locator('.outcome .line code').first().textContent()) ?? '';
    assert.match(line, /^nc -z -v -w 3 10\.99\.0\.2 5000$/);
  },
);

session.ui('a container on the map leads to the question, and a published port to its trace, by keyboard alone', async () => {
  const { code } = session;
  await clearNotifications(code);
  await runCommand(code, 'Docker Networks: Open Host Map');
  const frame = await webview(code, '.diagram [data-shape]');
  const title = frame.locator('tspan', { hasText: /^c1$/ });
  const press = async (label: string) => {
    const button = frame.locator('.host-map .selection vscode-button', { hasText: label });
    await button.waitFor();
    await button.press('Enter');
  };
  await frame.locator('.kind-sandbox[data-shape]').filter({ has: title }).first().press('Enter');
  await press('Explain reachability from here…');
  await choose(code, 'web');
  await answer(code, 'TCP port', '9');
  const explained = await path();
  await explained.locator('.outcome h2', { hasText: 'c1 → web, tcp 9' }).waitFor();
  await explained.locator('.outcome .verdict', { hasText: 'Refused' }).waitFor();

  await runCommand(code, 'Docker Networks: Open Host Map');
  const port = (await webview(code, '.diagram [data-shape]')).locator('.kind-port[data-shape]', { hasText: '5000' }).first();
  await port.press('Enter');
  await press('Trace published port…');
  await (await path()).locator('.outcome h2', { hasText: '*:5000, tcp 5000' }).waitFor();
});
