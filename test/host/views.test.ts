import assert from 'node:assert/strict';
import { blogScenario } from '../lab/scenario.ts';
import { choose, expand, openContainer, type Row, row, rowsWhere, runCommand, tooltip, view } from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const session = suite({ lab: '28.5', prepare: blogScenario });

const named = (rows: readonly Row[], name: string) => rows.find((each) => each.name === name);
const networks = () => view(session.code, 'Networks');
const sandboxes = () => view(session.code, 'Sandboxes');

session.ui('the Networks view shows what the engine lists, by name, with driver, subnet and count', async () => {
  await openContainer(session.code, 'Docker Networks');
  const rows = await rowsWhere(networks(), 'five networks', (all) => all.length === 5);
  const listed = (await session.engine.docker('network', 'ls', '--format', '{{.Name}}')).split('\n').sort();
  assert.deepEqual(
    rows.map(({ name }) => name),
    listed,
  );
  const subnet = await session.engine.docker('network', 'inspect', 'localnet', '--format', '{{(index .IPAM.Config 0).Subnet}}');
  assert.equal(named(rows, 'localnet')?.description, `bridge · ${subnet} · 4 endpoints`);
  assert.equal(named(rows, 'macvlan100')?.description, 'macvlan · 10.0.2.0/24 · 1 endpoint');
});

session.ui('a network opens into its endpoints, an endpoint into what the engine says of it', async () => {
  await expand(networks(), 'localnet');
  const rows = await rowsWhere(networks(), 'the endpoints of localnet', (all) => all.some(({ name }) => name === 'web'));
  const address = await session.engine.docker('inspect', 'web', '--format', '{{.NetworkSettings.Networks.localnet.IPAddress}}');
  assert.equal(named(rows, 'web')?.description, address);
  assert.match(named(rows, 'c2')?.description ?? '', /shared with sidecar/);
  assert.match(named(rows, 'stopped')?.description ?? '', /never started/);
  await expand(networks(), 'web');
  const mac = await session.engine.docker('inspect', 'web', '--format', '{{.NetworkSettings.Networks.localnet.MacAddress}}');
  const details = await rowsWhere(networks(), 'the DNS names of web', (all) => all.some(({ name }) => name === 'DNS names'));
  assert.equal(named(details, 'MAC')?.description, mac);
  assert.match(named(details, 'DNS names')?.description ?? '', /^web, [0-9a-f]{12}$/);
  await expand(networks(), 'localnet', false);
});

session.ui('the tooltip of a network tells its name in the kernel', async () => {
  const { code } = session;
  const id = await session.engine.docker('network', 'inspect', 'localnet', '--format', '{{.Id}}');
  const hover = await tooltip(code, row(networks(), 'localnet'), `br-${id.slice(0, 12)}`);
  assert.match((await hover.textContent()) ?? '', /Gateway.*172\.18\.0\.1/s);
  await code.page.mouse.move(5, 855);
});

session.ui('the Sandboxes view tells the kinds of stacks apart', async () => {
  const rows = await rowsWhere(sandboxes(), 'nine stacks', (all) => all.length === 9);
  assert.match(named(rows, 'c2')?.description ?? '', /shared with sidecar/);
  assert.match(named(rows, 'sealed')?.description ?? '', /none: loopback only/);
  assert.match(named(rows, 'stopped')?.description ?? '', /never started/);
  assert.match(named(rows, 'host')?.description ?? '', /ci-runner/);
  assert.match(named(rows, 'web')?.description ?? '', /5000 → 80/);
});

session.ui('what happens on the engine shows by itself: create, attach, rename, stop, start, remove', async () => {
  const { docker } = boundEngine();
  await docker('network', 'create', 'livenet');
  await rowsWhere(networks(), 'the new network', (all) => named(all, 'livenet')?.description.endsWith('· unused') === true);
  await docker('network', 'connect', 'livenet', 'c1');
  await rowsWhere(networks(), 'its endpoint', (all) => named(all, 'livenet')?.description.endsWith('· 1 endpoint') === true);
  await docker('rename', 'c1', 'renamed');
  await rowsWhere(sandboxes(), 'the new name', (all) => named(all, 'renamed') !== undefined && named(all, 'c1') === undefined);
  await docker('kill', 'renamed');
  await rowsWhere(sandboxes(), 'stopped', (all) => /stopped/.test(named(all, 'renamed')?.description ?? ''));
  await docker('start', 'renamed');
  await rowsWhere(sandboxes(), 'running', (all) => /^livenet|^localnet/.test(named(all, 'renamed')?.description ?? ''));
  await docker('rename', 'renamed', 'c1');
  await docker('network', 'disconnect', 'livenet', 'c1');
  await docker('network', 'rm', 'livenet');
  await rowsWhere(networks(), 'five networks again', (all) => all.length === 5);
});

session.ui('networks are grouped by driver, and built-in ones hidden, by command', async () => {
  const { code } = session;
  await runCommand(code, 'Docker Networks: Group Networks…');
  await choose(code, 'Driver');
  await rowsWhere(networks(), 'groups', (all) => named(all, 'macvlan')?.level === 1);
  await runCommand(code, 'Docker Networks: Group Networks…');
  await choose(code, 'Not grouped');
  await rowsWhere(networks(), 'no groups', (all) => named(all, 'localnet')?.level === 1);
  await runCommand(code, 'Docker Networks: Show or Hide Built-in Networks');
  await rowsWhere(networks(), 'own networks only', (all) => all.map(({ name }) => name).join() === 'localnet,macvlan100');
  await runCommand(code, 'Docker Networks: Show or Hide Built-in Networks');
  await rowsWhere(networks(), 'all networks', (all) => all.length === 5);
});

session.ui('hostile names and labels show as text', async () => {
  const { docker } = boundEngine();
  const label = `<script>alert(1)</script> "quoted" $(bug) [x](command:y) \u202Erlo ${'long'.repeat(500)}`;
  await docker('network', 'create', '--label', `evil=${label}`, 'evil-net');
  await rowsWhere(networks(), 'the network', (all) => named(all, 'evil-net') !== undefined);
  const hover = await tooltip(session.code, row(networks(), 'evil-net'), '<script>alert(1)</script>');
  assert.equal(await hover.locator('script, a[href^="command:"], .codicon-bug').count(), 0);
  await session.code.page.mouse.move(5, 855);
  await docker('network', 'rm', 'evil-net');
});

function boundEngine() {
  return { docker: (...args: readonly string[]) => session.engine.docker(...args) };
}
