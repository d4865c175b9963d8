/**
 * Names, labels, options, refusals and answers that try to be more than text, through every surface of a real window: rows, tooltips, pick
 * lists, messages, dialogs, the inspect document, the panel in all its forms, the report and its preview, the activity log. No engine would
 * accept most of them; a snapshot or somebody between could bring them.
 */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { until } from '../lab/run.ts';
import { type Answers, FakeEngine, send } from '../support/fakeEngine.ts';
import {
  choices,
  choose,
  clearNotifications,
  dialogText,
  focusRow,
  notification,
  openContainer,
  pickFromMenu,
  press,
  rowsWhere,
  runCommand,
  tooltip,
  view,
  webview,
} from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const outside = 'http://127.0.0.1:9/';
/** Each begins with a letter of its own, by which its row is found. */
const hostile = [
  'a<img src=x onerror="document.title=\'broken\'">',
  'b</text></svg><script>document.title="broken"</script>',
  'c[click](command:workbench.action.closeWindow)',
  `d![seen](${outside}x.png)`,
  `e<a href="${outside}">out</a>`,
  'f$(trash) $(bug~spin)',
  'g\u001b[31mred\u001b[0m \u001b]8;;http://127.0.0.1:9/\u0007link',
  'h\u202egnp.tnemucod\u202c',
  "i' onmouseover='document.title=1' x='",
  'j`; rm -rf / #\n$(id)',
] as const;

const folder = mkdtempSync(path.join(tmpdir(), 'dne-breakout-'));
const socket = path.join(folder, 'docker.sock');
let engine: FakeEngine | undefined;
before(async () => {
  chmodSync(folder, 0o755);
  engine = await FakeEngine.start({
    socket,
    answers: hostileEngine(),
    // an attach is done, whatever else is asked is refused in hostile words
    override: (asked, request, response) => {
      if (request.method === 'GET') return false;
      if (/\/connect$/.test(asked)) response.end();
      else send(response, 500, { message: hostile.join(' ') });
      return true;
    },
  });
});
after(async () => {
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const session = suite({ environment: { DOCKER_HOST: `unix://${socket}` } });
const networks = () => view(session.code, 'Networks');
const networkRow = (letter: string) => networks().locator(`.monaco-list-row[aria-label^="Network ${letter}"]`).first();
const requestsOut: string[] = [];

/** What must not be anywhere, however deep. */
const strays = `({
  made: document.querySelectorAll('img[src="x"], img[src^="${outside}"], a[href^="${outside}"], [onmouseover], [onerror]').length,
  commands: [...document.querySelectorAll('a[href^="command:"], a[data-href^="command:"]')]
    .map((one) => one.dataset.href ?? one.getAttribute('href')).filter((href) => !/^command:dockerNetworks\\.(fixFinding|copyFixCommand|explainFinding|silenceFinding|chooseContext|openSample|retry|runDiagnostics)\\b/.test(href)),
  icons: document.querySelectorAll('.codicon-trash.codicon-modifier-spin, .codicon-bug').length,
  spinning: document.querySelectorAll('.monaco-list-row .codicon-bug, .notification-toast .codicon-trash, .quick-input-list .codicon-trash').length,
  raw: /[\\u001b\\u202e]/.test(document.body.innerText),
})`;

async function nothingBrokeOut(where: string, page: Page | Frame = session.code.page): Promise<void> {
  const found = await page.evaluate<Record<string, unknown>>(strays);
  // VS Code's own debug view has a bug for its icon
  const { icons: _, ...rest } = found;
  assert.deepEqual(rest, { made: 0, commands: [], spinning: 0, raw: false }, where);
  assert.notEqual(await session.code.page.title(), 'broken', where);
}

session.ui('rows and tooltips', async () => {
  const { code } = session;
  code.page.on('request', (request) => request.url().startsWith(outside) && requestsOut.push(request.url()));
  code.page.on('dialog', (dialog) => {
    requestsOut.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await openContainer(code, 'Docker Networks');
  await rowsWhere(networks(), 'every network', (all) => hostile.every((name) => all.some((one) => one.name[0] === name[0])));
  await nothingBrokeOut('the tree');
  for (const [letter, text] of [
    ['a', '<img src'],
    ['c', 'closeWindow'],
    ['f', 'trash'],
    ['g', 'link'],
  ] as const) {
    await tooltip(code, networkRow(letter), text);
    await nothingBrokeOut(`the tooltip of ${letter}`);
  }
});

session.ui('pick lists', async () => {
  const { code } = session;
  await runCommand(code, 'Docker Networks: Inspect');
  assert.ok((await choices(code)).length >= hostile.length / 2);
  await nothingBrokeOut('the pick list');
  await code.page.keyboard.press('Escape');
});

session.ui('the inspect document', async () => {
  const { code } = session;
  await pickFromMenu(code, networkRow('g'), 'Inspect');
  const editor = code.page.locator('.editor-instance .view-lines');
  await until('the document', async () => ((await editor.textContent()) ?? '').includes('"Name"'));
  // JSON writes the control characters as escapes, VS Code shows those that reorder
  await nothingBrokeOut('the inspect document');
  await runCommand(code, 'View: Close All Editors');
});

session.ui('a question before a change, and the engine’s refusal of it', async () => {
  const { code } = session;
  await focusRow(networks(), await labelOf('d'));
  await pickFromMenu(code, networkRow('d'), 'Remove');
  await dialogText(code);
  await nothingBrokeOut('the dialog');
  await press(code, 'Remove');
  await notification(code, 'a<img');
  const toast = code.page.locator('.notification-toast, .notifications-center .monaco-list-row').filter({ hasText: 'a<img' });
  assert.equal(await toast.first().locator('.notification-list-item-message a').count(), 0, 'no link in the message');
  await nothingBrokeOut('the message');
  await clearNotifications(code);
});

session.ui('an attach, its message, and the activity log', async () => {
  const { code } = session;
  await pickFromMenu(code, networkRow('f'), 'Attach Container…');
  const labels = await choices(code);
  await nothingBrokeOut('the containers to attach');
  await choose(code, labels.find((label) => label.includes('$')) ?? labels[0] ?? '');
  const toast = await notification(code, 'is attached to');
  assert.equal(await toast.locator('.notification-list-item-message a, .notification-list-item-message .codicon').count(), 0);
  await nothingBrokeOut('the message of an attach');
  await clearNotifications(code);
  await runCommand(code, 'Docker Networks: Show Activity Log');
  await choices(code);
  await nothingBrokeOut('the activity log');
  await code.page.keyboard.press('Escape');
});

session.ui('the panel: picture, table and overview', async () => {
  const { code } = session;
  await runCommand(code, 'Docker Networks: Open Host Map');
  const frame = await webview(code, '.diagram [data-shape]');
  for (const form of ['Table', 'Overview', 'Picture']) {
    await frame.getByRole('button', { name: form, exact: true }).click();
    await nothingBrokeOut(form, frame);
    assert.equal(await frame.evaluate(`document.querySelectorAll('#app script, #app img, #app iframe').length`), 0, form);
  }
  await nothingBrokeOut('the window with the panel');
  await runCommand(code, 'View: Close All Editors');
});

session.ui('the report, and its preview', async () => {
  const { code } = session;
  await runCommand(code, 'Docker Networks: Report Findings…');
  await choose(code, 'Markdown');
  const editor = code.page.locator('.editor-instance .view-lines').filter({ visible: true });
  await until('the report', async () => /Docker.network.findings/.test((await editor.last().textContent()) ?? ''));
  await runCommand(code, 'Markdown: Open Preview');
  const preview = await webview(code, 'h1');
  await preview.locator('li, p').first().waitFor();
  await nothingBrokeOut('the preview', preview);
});

session.ui('nobody was asked outside, nothing asked to run, and no policy had to stop it', () => {
  assert.deepEqual(requestsOut, []);
  assert.deepEqual(
    session.code.console.filter((line) => /Content Security Policy/.test(line)),
    [],
  );
  return Promise.resolve();
});

async function labelOf(letter: string): Promise<string> {
  return (await networkRow(letter).locator('.label-name').textContent()) ?? '';
}

/** Every hostile text as a network, a container, a label, an option, an alias and a project. */
function hostileEngine(): Answers {
  const hex = (value: number) => value.toString(16).padStart(64, '0');
  const networkDetails: Record<string, unknown> = {};
  const containerDetails: Record<string, unknown> = {};
  const lists = hostile.map((name, at) => {
    const network = {
      Name: name,
      Id: hex(at + 1),
      Created: '2026-01-01T00:00:00Z',
      Scope: 'local',
      Driver: 'bridge',
      IPAM: { Driver: 'default', Config: [{ Subnet: `10.60.${at}.0/24`, Gateway: `10.60.${at}.1` }] },
      Options: { [name]: name, 'com.docker.network.bridge.name': name },
      Labels: { [name]: name, 'com.docker.compose.project': name },
      Containers: {},
    };
    const joined = {
      NetworkID: network.Id,
      EndpointID: hex(at + 1000),
      IPAddress: `10.60.${at}.2`,
      IPPrefixLen: 24,
      Gateway: `10.60.${at}.1`,
      MacAddress: `02:42:0a:3c:00:${(at + 16).toString(16)}`,
      Aliases: [name],
      DNSNames: [name],
    };
    const container = {
      Id: hex(at + 100),
      Names: [`/${name}`],
      Image: name,
      State: 'running',
      Status: name,
      Ports: [{ IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8000 + at, Type: 'tcp' }],
      Labels: { [name]: name, 'com.docker.compose.project': name, 'com.docker.compose.service': name },
      HostConfig: { NetworkMode: name },
      NetworkSettings: { Networks: { [name]: joined } },
    };
    networkDetails[network.Id] = network;
    containerDetails[container.Id] = {
      ...container,
      Name: `/${name}`,
      Config: { Hostname: name, Image: name, Labels: container.Labels },
      State: { Status: 'running', Running: true, Pid: 0, Error: name },
      NetworkSettings: { Networks: { [name]: joined }, Ports: {} },
    };
    // nobody is on every second one: a finding names it
    return { network, container: at % 2 === 0 ? container : undefined };
  });
  return {
    version: { Version: hostile[0], ApiVersion: '1.51', Os: 'linux' },
    info: {
      ID: 'x',
      Name: hostile[0],
      OperatingSystem: hostile[1],
      ServerVersion: '28.5.2',
      Swarm: { LocalNodeState: 'inactive' },
    },
    networks: lists.map(({ network }) => network),
    containers: lists.flatMap(({ container }) => container ?? []),
    networkDetails,
    containerDetails,
  };
}
