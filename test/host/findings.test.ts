import assert from 'node:assert/strict';
import http from 'node:http';
import type { LabEngine } from '../lab/engine.ts';
import { until } from '../lab/run.ts';
import {
  choose,
  clearNotifications,
  dialogText,
  expand,
  notification,
  openContainer,
  openFromMenu,
  parkMouse,
  pickFromMenu,
  press,
  rowsWhere,
  runCommand,
  tooltip,
  view,
  webview,
} from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const session = suite({
  lab: '28.5',
  prepare: async (engine) => {
    await engine.docker('network', 'create', 'idle');
    await engine.docker('network', 'create', '--subnet', '10.9.0.0/29', 'small');
    for (const name of ['s1', 's2', 's3', 's4', 's5'])
      await engine.docker('run', '-d', '--name', name, '--network', 'small', 'alpine', 'sleep', '1d');
  },
});

const findings = () => view(session.code, 'Findings');
const row = (text: string) => findings().locator('.monaco-list-row').filter({ hasText: text }).first();

session.ui('a network that an error is about says so in a word', async () => {
  await openContainer(session.code, 'Docker Networks');
  await rowsWhere(view(session.code, 'Networks'), 'the mark', (all) =>
    all.some(({ name, description }) => name === 'small' && description.endsWith('· error')),
  );
  await rowsWhere(findings(), 'both findings', (all) => all.length >= 2 && /^Error: /.test(all[0]?.label ?? ''));
});

session.ui('a finding’s tooltip leads on by links to our own commands alone', async () => {
  const { code } = session;
  const hover = await tooltip(code, row('idle'), 'Learn more');
  const links = await hover.locator('a').evaluateAll((all) => all.map((link) => link.getAttribute('data-href') ?? ''));
  assert.ok(links.length >= 3);
  for (const link of links)
    assert.match(link, /^command:dockerNetworks\.(fixFinding|copyFixCommand|explainFinding|silenceFinding)\?/);
  await parkMouse(code);
});

session.ui('Learn More opens the page of the finding', async () => {
  const { code } = session;
  await openFromMenu(code, row('idle'), 'Learn More', 'unused-network.md');
  const page = await webview(code, 'h1');
  await page.locator('h1', { hasText: 'A network that nothing uses' }).waitFor();
});

session.ui('a finding is silenced, counted, and brought back', async () => {
  const { code } = session;
  await pickFromMenu(code, row('idle'), 'Silence…');
  await choose(code, 'This finding, everywhere');
  await rowsWhere(findings(), 'the count', (all) =>
    all.some(({ name, description }) => name === 'Silenced' && description === '1'),
  );
  await expand(findings(), 'Silenced');
  await pickFromMenu(code, row('idle'), 'Bring Back');
  await rowsWhere(findings(), 'nothing silent', (all) => all.every(({ name }) => name !== 'Silenced'));
});

session.ui('findings are grouped by severity, and by network', async () => {
  const { code } = session;
  await runCommand(code, 'Docker Networks: Group Findings…');
  await choose(code, 'Severity');
  await rowsWhere(findings(), 'severities', (all) => ['Errors', 'Notes'].every((name) => all.some((each) => each.name === name)));
  await runCommand(code, 'Docker Networks: Group Findings…');
  await choose(code, 'Network');
  await rowsWhere(findings(), 'networks', (all) =>
    ['idle', 'small'].every((name) => all.some((each) => each.name === name && each.level === 1)),
  );
  await runCommand(code, 'Docker Networks: Group Findings…');
  await choose(code, 'Not grouped');
  await rowsWhere(findings(), 'no groups', (all) => all.every(({ name }) => name !== 'small'));
});

/** Commands that were run inside containers since a moment of the engine's clock. */
const execs = async (since: string) => {
  const now = await session.engine.docker('info', '--format', '{{.SystemTime}}');
  const told = await session.engine.docker('events', '--since', since, '--until', now, '--filter', 'event=exec_create');
  return told.split('\n').filter(Boolean);
};
const engineTime = () => session.engine.docker('info', '--format', '{{.SystemTime}}');
const toasts = () => session.code.page.locator('.notification-toast').count();

session.ui('where the setting says so, diagnostics run after a change, without a message; otherwise nothing is run', async () => {
  const { code, engine } = session;
  const began = await engineTime();
  await engine.docker('network', 'create', 'second');
  await engine.docker('network', 'connect', 'second', 's1');
  await rowsWhere(view(code, 'Networks'), 'the change', (all) =>
    all.some(({ name, description }) => name === 'second' && description.endsWith('1 endpoint')),
  );
  code.configure({ 'dockerNetworks.diagnoseOnChange': true });
  assert.deepEqual(await execs(began), [], 'nobody asked for it');
  // a window reads its settings when it is loaded
  await code.open();
  await openContainer(code, 'Docker Networks');
  await rowsWhere(view(code, 'Networks'), 'the networks', (all) => all.some(({ name }) => name === 'second'));
  await engine.docker('network', 'connect', 'second', 's2');
  await until('names are asked inside the containers', async () =>
    (await execs(began)).some((line) => /nslookup|getent/.test(line)),
  );
  assert.equal(await toasts(), 0);
  code.configure({ 'dockerNetworks.diagnoseOnChange': false });
  await code.open();
  await openContainer(code, 'Docker Networks');
  for (const name of ['s1', 's2']) await engine.docker('network', 'disconnect', 'second', name);
  await engine.docker('network', 'rm', 'second');
  await rowsWhere(view(code, 'Networks'), 'the network gone', (all) => all.every(({ name }) => name !== 'second'));
});

session.ui('Run Diagnostics can be cancelled at any time, says so, and leaves the engine alone from then on', async () => {
  const { code, engine } = session;
  const progress = code.page.locator('.notification-toast').filter({ hasText: 'Docker Networks: diagnostics' });
  for (const stage of ['Reading networks', 'Asking names'] as const) {
    await clearNotifications(code);
    if (stage === 'Reading networks') engine.pause();
    else await pauseAtFirstExec(engine);
    try {
      await runCommand(code, 'Docker Networks: Run Diagnostics');
      await progress.filter({ hasText: stage }).waitFor();
      await progress.locator('.monaco-button', { hasText: 'Cancel' }).click();
      await notification(code, 'Diagnostics cancelled.');
      await progress.waitFor({ state: 'hidden' });
    } finally {
      engine.resume();
    }
  }
  await clearNotifications(code);
  // what was under way when the engine stood still is done; then nothing more is asked
  await rowsWhere(findings(), 'the findings', (all) => all.some(({ name }) => name.includes('idle')));
  const since = await engineTime();
  await engine.docker('network', 'create', 'mark');
  await rowsWhere(view(code, 'Networks'), 'the engine is followed', (all) => all.some(({ name }) => name === 'mark'));
  assert.deepEqual(await execs(since), []);
  await engine.docker('network', 'rm', 'mark');
});

session.ui('Run Diagnostics ends with a count, a report is Markdown in a document', async () => {
  const { code } = session;
  await runCommand(code, 'Docker Networks: Run Diagnostics');
  await notification(code, 'Findings: ');
  await clearNotifications(code);
  await runCommand(code, 'Docker Networks: Report Findings…');
  await choose(code, 'Markdown');
  const editor = code.page.locator('.editor-instance .view-lines').filter({ visible: true });
  await until('the report', async () => /Docker.network.findings/.test((await editor.last().textContent()) ?? ''));
});

session.ui('the fix of a finding asks, does it, and the finding goes', async () => {
  const { code } = session;
  await pickFromMenu(code, row('idle'), 'Fix…');
  assert.match(await dialogText(code), /idle/);
  await press(code, 'Remove');
  await rowsWhere(findings(), 'it is gone', (all) => all.every(({ name }) => !name.includes('idle')));
});

// the window's server runs as root in the engine's namespace, where it may list the rules
session.ui('Run Diagnostics tells of rules that were flushed, with a line to copy', async () => {
  const { code, engine } = session;
  const lost = row('firewall are gone');
  await engine.inNamespace('iptables', '-F');
  await clearNotifications(code);
  await runCommand(code, 'Docker Networks: Run Diagnostics');
  await notification(code, 'Findings: ');
  await lost.waitFor();
  assert.match((await lost.textContent()) ?? '', /Rules that Docker on .* wrote into the host’s firewall are gone/);
  await pickFromMenu(code, lost, 'Learn More');
  const page = await webview(code, 'h1');
  await page.locator('h1', { hasText: 'Docker’s firewall rules are gone' }).waitFor();
});

/** The engine stands still as soon as it is asked to run something in a container: five names are answered before a message is seen. */
function pauseAtFirstExec(engine: LabEngine): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ event: ['exec_create'] }));
  return new Promise((listening, failed) => {
    http
      .get({ socketPath: engine.socket, path: `/events?filters=${filters}` }, (events) => {
        events.once('data', () => {
          engine.pause();
          events.destroy();
        });
        listening();
      })
      .once('error', failed);
  });
}
