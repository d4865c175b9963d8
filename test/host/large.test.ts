import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import type { Frame } from 'playwright-core';
import { until } from '../lab/run.ts';
import { SimulatedEngine } from '../support/simulatedEngine.ts';
import { expand, openContainer, rowsWhere, runCommand, view, webview } from '../vscode/workbench.ts';
import { violations } from './axe.ts';
import { suite } from './suite.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dne-large-'));
const socket = path.join(folder, 'docker.sock');
let engine: SimulatedEngine | undefined;
before(async () => {
  engine = await SimulatedEngine.start({ networks: 1_000, containers: 5_000, endpoints: 10_000 }, { socket });
});
after(async () => {
  await engine?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const session = suite({ environment: { DOCKER_HOST: `unix://${socket}` } });
const overview = (frame: Frame) => frame.locator('.overview .viewport');
const status = (frame: Frame) => frame.locator('.overview .selection .path');

session.ui('a thousand networks are rows, and one of them opens on its endpoints', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  const networks = view(code, 'Networks');
  await rowsWhere(networks, 'the networks', (all) => all.some(({ name }) => name === 'net-0'));
  await expand(networks, 'net-0');
  const rows = await rowsWhere(networks, 'the endpoints of net-0', (all) => all.some(({ level }) => level === 2));
  assert.equal(rows.filter(({ level }) => level === 2).length, 10);
});

session.ui('the map opens as an overview, with few elements for ten thousand endpoints', async () => {
  const { code } = session;
  await runCommand(code, 'Docker Networks: Open Host Map');
  const frame = await webview(code, '.overview canvas[data-cells]');
  assert.equal(await frame.locator('canvas').getAttribute('data-cells'), '1003');
  assert.equal(await frame.getByRole('button', { name: 'Overview' }).getAttribute('aria-pressed'), 'true');
  const elements = await frame.evaluate<number>('document.querySelectorAll("*").length');
  assert.ok(elements < 400, `${elements} elements`);
  assert.ok(await isPainted(frame), 'the canvas shows more than one colour');
  assert.deepEqual(await violations(frame, 'body'), []);
});

session.ui('the keyboard goes from network to network, and a screen reader is told which', async () => {
  const { code } = session;
  const frame = await webview(code, '.overview canvas[data-cells]');
  await overview(frame).focus();
  await code.page.keyboard.press('Home');
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown']) await code.page.keyboard.press(key);
  const option = frame.locator('[role=option][aria-selected=true]');
  await until('a network of the inventory is told of', async () => /^net-\d+ · bridge/.test((await option.textContent()) ?? ''));
  assert.equal(await status(frame).textContent(), await option.textContent());
  assert.equal(await option.getAttribute('aria-setsize'), '1003');
  assert.equal(await option.getAttribute('id'), await overview(frame).getAttribute('aria-activedescendant'));
});

session.ui('Enter opens the legible map of one network, and Escape leads back to where one was', async () => {
  const { code } = session;
  const frame = await webview(code, '.overview canvas[data-cells]');
  const told = await status(frame).textContent();
  const name = told?.split(' · ')[0] ?? '';
  await overview(frame).focus();
  await code.page.keyboard.press('Enter');
  const shapes = frame.locator('#panel-map .diagram [data-shape]');
  await shapes.filter({ hasText: name }).first().waitFor();
  assert.equal(await frame.locator('#panel-map .kind-sandbox').count(), 10);
  assert.equal(await frame.locator('#panel-map .kind-network').count(), 1);
  await frame.getByText(`${name} alone, with who is on it`).waitFor();
  await until('the network has the focus', async () =>
    (await frame.evaluate<string>('document.activeElement?.textContent ?? ""')).includes(name),
  );
  await code.page.keyboard.press('Escape');
  await overview(frame).waitFor();
  assert.equal(await status(frame).textContent(), told);
  await until('the overview has the focus', () =>
    frame.evaluate<boolean>('document.activeElement?.getAttribute("role") === "listbox"'),
  );
});

session.ui('a click opens what lies there, and a button leads back', async () => {
  const { code } = session;
  const frame = await webview(code, '.overview canvas[data-cells]');
  const box = await overview(frame).boundingBox();
  assert.ok(box);
  await overview(frame).hover({ position: { x: box.width / 2, y: box.height / 2 } });
  const tip = await frame.locator('.tip').textContent();
  await overview(frame).click({ position: { x: box.width / 2, y: box.height / 2 } });
  await frame.getByText(`${tip?.split(' · ')[0]} alone, with who is on it`).waitFor();
  await frame.getByText('← All networks').click();
  await overview(frame).waitFor();
});

session.ui('what is typed is found at once: one network left is its legible map', async () => {
  const { code } = session;
  const frame = await webview(code, '.overview canvas[data-cells]');
  const filter = frame.locator('#panel-map vscode-text-field input');
  await filter.fill('net-77');
  await until('the networks with 77', async () => (await frame.locator('#panel-map .kind-network').count()) === 11);
  await filter.fill('box-4321');
  await until('the networks of one container', async () => (await frame.locator('#panel-map .kind-network').count()) === 2);
  await filter.fill('');
  await overview(frame).waitFor();
});

session.ui('the table has a row for everything, and draws those in sight', async () => {
  const { code } = session;
  const frame = await webview(code, '.overview canvas[data-cells]');
  await frame.getByRole('button', { name: 'Table' }).click();
  const rows = frame.locator('.tables tr[aria-rowindex]');
  await until('the first rows', async () => (await rows.count()) > 10);
  const count = Number(await frame.locator('.tables table').getAttribute('aria-rowcount'));
  assert.ok(count > 16_000, `${count} rows`);
  const last = () =>
    frame.evaluate<number>(
      `Math.max(...[...document.querySelectorAll('.tables tr[aria-rowindex]')].map((row) => Number(row.getAttribute('aria-rowindex'))))`,
    );
  for (const part of [0.3, 0.6, 1]) {
    await frame.evaluate(
      `document.querySelector('.tables').scrollTop = document.querySelector('.tables').scrollHeight * ${part}`,
    );
    await until(`rows at ${part}`, async () => (await last()) >= count * part * 0.8);
    const drawn = await rows.count();
    assert.ok(drawn > 5 && drawn < 120, `${drawn} rows are drawn at ${part}`);
  }
  await until('the last row', async () => {
    await frame.evaluate(`document.querySelector('.tables').scrollTop = document.querySelector('.tables').scrollHeight`);
    return (await last()) === count;
  });
});

session.ui('the keyboard walks through the table from name to name, far beyond what was drawn', async () => {
  const { code } = session;
  const frame = await webview(code, '.tables tr[aria-rowindex]');
  const at = () => frame.evaluate<number>(`Number(document.activeElement?.closest('tr')?.getAttribute('aria-rowindex') ?? 0)`);
  await frame.evaluate(`document.querySelector('.tables').scrollTop = 0`);
  const first = frame.locator('.tables tr[aria-rowindex="2"] button');
  await first.focus();
  for (let step = 0; step < 60; step += 1) await code.page.keyboard.press('ArrowDown');
  await until('sixty rows further', async () => (await at()) === 62);
  await code.page.keyboard.press('End');
  await until('near the last row', async () => (await at()) > 16_000);
  assert.deepEqual(await violations(frame, 'body'), []);
  await frame.getByRole('button', { name: 'Overview' }).click();
  await overview(frame).waitFor();
});

session.ui('the overview follows what happens on the engine', async () => {
  const { code } = session;
  const frame = await webview(code, '.overview canvas[data-cells]');
  assert.ok(engine);
  engine.inventory.addNetwork();
  engine.changed();
  engine.fake.emit('network', 'create', engine.inventory.networks.at(-1)?.id ?? '', { name: 'net-1000', type: 'bridge' });
  await until('one more network', async () => (await frame.locator('canvas').getAttribute('data-cells')) === '1004');
  assert.deepEqual(
    code.console.filter((line) => /Content Security Policy/.test(line)),
    [],
  );
});

/** Whether the canvas has pixels of several colours. */
function isPainted(frame: Frame): Promise<boolean> {
  return frame.evaluate<boolean>(`(() => {
    const canvas = document.querySelector('.overview canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4) colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    return colours.size > 10;
  })()`);
}
