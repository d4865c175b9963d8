/** Changing networks as a person does: options step by step with a way back, several at once, the activity log. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { until } from '../lab/run.ts';
import {
  askFromMenu,
  choices,
  choose,
  clearNotifications,
  dialogText,
  expand,
  notification,
  openContainer,
  pickFromMenu,
  press,
  question,
  type Row,
  row,
  rowsWhere,
  runCommand,
  view,
} from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const session = suite({
  lab: '28.5',
  prepare: async (engine) => {
    const line = (text: string) => engine.docker(...text.split(' '));
    await line('network create --subnet 10.7.0.0/24 lan');
    await line('network create other');
    await line('network create idle');
    await line('run -d --name c1 --network other alpine sleep 1d');
    await line('run -d --name c2 --network lan --ip 10.7.0.2 --network-alias two alpine sleep 1d');
    await line('create --name halted --network other alpine sleep 1d');
    await line('network create kept');
    await line('create --name needy --network kept alpine sleep 1d');
  },
});

const networks = () => view(session.code, 'Networks');
const named = (rows: readonly Row[], name: string) => rows.find((each) => each.name === name);
const docker = (...args: readonly string[]) => session.engine.docker(...args);
const endpoint = async (container: string, network: string) =>
  JSON.parse(await docker('inspect', container, '--format', '{{json .NetworkSettings.Networks}}'))[network];
const enter = () => session.code.page.keyboard.press('Enter');
const box = () => session.code.page.locator('.quick-input-widget');

/** A picture of the step, where somebody wants to see it. */
async function look(name: string): Promise<void> {
  const folder = process.env.HOST_LOOK;
  if (folder) await session.code.page.screenshot({ path: `${folder}/${name}.png` });
}

async function tick(label: string): Promise<void> {
  await box().locator('.monaco-list-row').filter({ hasText: label }).first().locator('.label-name').click();
}

async function type(text: string): Promise<void> {
  await box().locator('input.input').fill(text);
  await enter();
}

session.ui(
  'a container is attached with more options, step by step, with a way back, and the next free address proposed',
  async () => {
    const { code } = session;
    await openContainer(code, 'Docker Networks');
    await rowsWhere(networks(), 'the networks', (all) => named(all, 'lan') !== undefined);
    await askFromMenu(code, row(networks(), 'lan'), 'Attach Container…', 'Attach a container to lan');
    const entry = box().locator('.monaco-list-row').filter({ hasText: 'c1' }).first();
    await entry.hover();
    await look('attach-1-container');
    await entry.locator('.action-label[aria-label="More Options…"]').click();
    await question(code, 'What to set');
    await tick('Aliases');
    await tick('IPv4 address');
    await look('attach-2-options');
    await enter();
    await question(code, 'Aliases on this network');
    await look('attach-3-aliases');
    await type('first');
    const address = await question(code, 'IPv4 address');
    assert.equal(await address.locator('input.input').inputValue(), '10.7.0.3');
    await address.locator('input.input').fill('10.7.0.2');
    await address.getByText('c2 has this address').waitFor();
    await look('attach-4-address');
    await address.getByLabel('Back').first().click();
    const aliases = await question(code, 'Aliases on this network');
    assert.equal(await aliases.locator('input.input').inputValue(), 'first');
    await type('db, store');
    await question(code, 'IPv4 address');
    await type('10.7.0.9');
    await until('c1 is on lan', async () => (await endpoint('c1', 'lan'))?.IPAddress === '10.7.0.9');
    assert.deepEqual((await endpoint('c1', 'lan')).Aliases, ['db', 'store']);
  },
);

session.ui('several endpoints are detached after one question, and Undo brings back all that was set', async () => {
  const { code } = session;
  await expand(networks(), 'lan');
  await rowsWhere(networks(), 'both endpoints', (all) => named(all, 'c1') !== undefined && named(all, 'c2') !== undefined);
  await row(networks(), 'c1').locator('.label-name').click();
  await row(networks(), 'c2')
    .locator('.label-name')
    .click({ modifiers: ['Control'] });
  await pickFromMenu(code, row(networks(), 'c2'), 'Detach');
  const text = await dialogText(code);
  for (const part of ['Detach 2 endpoints?', 'c1 – lan', 'c2 – lan', 'Undo brings back']) assert.ok(text.includes(part), text);
  await look('detach-1-question');
  await press(code, 'Detach');
  await until('they are gone', async () => !(await endpoint('c1', 'lan')) && !(await endpoint('c2', 'lan')));
  const toast = await notification(code, '2 endpoints are detached');
  await toast.locator('.monaco-button', { hasText: 'Undo' }).click();
  await until('they are back', async () => (await endpoint('c1', 'lan')) && (await endpoint('c2', 'lan')));
  assert.deepEqual([(await endpoint('c1', 'lan')).IPAddress, (await endpoint('c2', 'lan')).Aliases], ['10.7.0.9', ['two']]);
  await clearNotifications(code);
});

session.ui('the activity log has each change with its command, and takes one back', async () => {
  const { code } = session;
  await askFromMenu(code, row(networks(), 'idle'), 'Attach Container…', 'Attach a container to idle');
  await choose(code, 'c1');
  await until('c1 is on idle', async () => (await endpoint('c1', 'idle')) !== undefined);
  await notification(code, 'c1 is attached to idle');
  await runCommand(code, 'Docker Networks: Show Activity Log');
  await question(code, 'Changes of this session');
  await look('log');
  const lines = await choices(code);
  assert.match(lines[0] ?? '', /c1 is attached to idle\./);
  assert.match((await box().textContent()) ?? '', /docker network connect --alias db --alias store --ip 10\.7\.0\.9 lan c1/);
  await choose(code, lines[0] ?? '');
  assert.match(await dialogText(code), /docker network disconnect idle c1/);
  await press(code, 'Undo');
  await until('c1 is off idle', async () => (await endpoint('c1', 'idle')) === undefined);
  await clearNotifications(code);
});

session.ui('unused networks are previewed by name; one that a stopped container needs is not ticked', async () => {
  const { code } = session;
  await runCommand(code, 'Docker Networks: Remove Unused Networks…');
  await question(code, 'Ticked ones are removed');
  await look('prune-1-preview');
  assert.match((await box().textContent()) ?? '', /without it does not start: needy/);
  await enter();
  const text = await dialogText(code);
  assert.ok(text.includes('idle') && !text.includes('kept'), text);
  await press(code, 'Remove');
  await rowsWhere(networks(), 'idle is gone', (all) => named(all, 'idle') === undefined && named(all, 'kept') !== undefined);
  await clearNotifications(code);
});

session.ui('a network is made anew with another subnet, and everybody is on it again', async () => {
  const { code } = session;
  await askFromMenu(code, row(networks(), 'lan'), 'Make Anew with Another Subnet…', 'Subnet instead of 10.7.0.0/24');
  const subnet = await question(code, 'Subnet instead of 10.7.0.0/24');
  assert.match(await subnet.locator('input.input').inputValue(), /^10\.20\./);
  await look('recreate-1-subnet');
  await type('10.9.0.0/24');
  const text = await dialogText(code);
  assert.match(text, /c1 moves from 10\.7\.0\.9 to 10\.9\.0\.9/);
  await look('recreate-2-question');
  await press(code, 'Make Anew');
  await until('c1 is on the new lan', async () => (await endpoint('c1', 'lan'))?.IPAddress === '10.9.0.9');
  await until('c2 is on the new lan', async () => (await endpoint('c2', 'lan'))?.IPAddress === '10.9.0.2');
});

session.ui('a container that is dropped onto a network is attached to it', async () => {
  const { code } = session;
  const sandboxes = view(code, 'Sandboxes');
  await openContainer(code, 'Docker Networks');
  await rowsWhere(sandboxes, 'c2', (rows) => named(rows, 'c2') !== undefined);
  assert.equal(await endpoint('c2', 'other'), undefined);
  // a drag over which the tree is redrawn has lost its rows, as a menu has
  await until('c2 is on other', async () => {
    await drag(row(sandboxes, 'c2'), row(networks(), 'other'));
    return until('it is attached', async () => (await endpoint('c2', 'other')) !== undefined, 5_000);
  });
});

/** As slow as a hand: VS Code asks the extension what is dragged, and forgets the answer when the drop comes before it. */
async function drag(source: Locator, target: Locator): Promise<void> {
  const [from, to] = await Promise.all([source.boundingBox(), target.boundingBox()]);
  assert.ok(from && to, 'both rows are to be seen');
  const { mouse } = session.code.page;
  const [x, y, goal] = [from.x + 60, from.y + from.height / 2, to.y + to.height / 2];
  await mouse.move(x, y);
  await mouse.down();
  // a drag begins with a second move, and is over a row only after one more
  for (const part of [0.1, 0.5, 1, 1]) await mouse.move(x, y + (goal - y) * part, { steps: 60 });
  await networks().locator('.monaco-list-row.drop-target').waitFor({ timeout: 5000 });
  await look('drag');
  await mouse.up();
}
