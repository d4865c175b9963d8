/** The overlay picture on a live swarm of one node; test/lab/swarm.test.ts has two. */
import assert from 'node:assert/strict';
import { until } from '../lab/run.ts';
import { choose, clipboardText, openContainer, rowsWhere, runCommand, view, webview } from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const session = suite({ lab: '28.5' });

const docker = (...args: readonly string[]) => session.engine.docker(...args);

async function panel() {
  const frame = await webview(session.code, '#panel-overlay:not([hidden])');
  return { frame, overlay: frame.locator('#panel-overlay') };
}

session.ui('without an overlay the tab says so, and how to make one', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  await rowsWhere(view(code, 'Networks'), 'the networks', (all) => all.length === 3);
  await runCommand(code, 'Docker Networks: Open Overlay Picture');
  const { overlay } = await panel();
  await overlay.locator('.empty', { hasText: 'docker swarm init' }).waitFor();
});

session.ui('the picture shows the host, its end of the tunnel, the service and its task as soon as they are there', async () => {
  await docker('swarm', 'init', '--advertise-addr', session.engine.address);
  await docker('network', 'create', '-d', 'overlay', '--attachable', 'uber-net');
  const service = ['service', 'create', '--detach', '--no-resolve-image', '--network', 'uber-net', '--name', 'web'];
  await docker(...service, '--publish', '8080:80', 'alpine', 'sleep', '1d');
  const { overlay } = await panel();
  await until(
    'the whole picture',
    async () => {
      const text = (await overlay.locator('.diagram').textContent()) ?? '';
      return ['uber-net', `VTEP ${session.engine.address}`, 'web.1', '8080 → 80/tcp', 'one host: nothing to tunnel'].every(
        (part) => text.includes(part),
      );
    },
    60_000,
  );
});

session.ui('the keyboard leads from the host to its task, and the path is lit and said', async () => {
  const { code } = session;
  const { frame, overlay } = await panel();
  await overlay.locator('.kind-frame[data-shape]').first().focus();
  await code.page.keyboard.press('ArrowRight');
  const focused = () => frame.evaluate<string>(`document.activeElement?.getAttribute('class') ?? ''`);
  await until('the task has the focus', async () => (await focused()).includes('kind-sandbox'));
  await code.page.keyboard.press('Enter');
  await overlay.locator('.diagram.has-path').waitFor();
  await overlay.locator('.selection .path', { hasText: /web → .*web\.1 → .*VXLAN/ }).waitFor();
});

session.ui(
  'from the picture a task leads to the question of what it reaches, and the published port through the mesh to its trace',
  async () => {
    const { code } = session;
    const { overlay } = await panel();
    const press = (label: string) => overlay.locator('.selection vscode-button', { hasText: label }).press('Enter');
    await press('Explain reachability from here…');
    await choose(code, 'Outside of the host');
    const asked = await webview(code, '.view.path .outcome');
    await asked.locator('.outcome h2', { hasText: /web\.1.* → Outside of the host, icmp/ }).waitFor();

    await runCommand(code, 'Docker Networks: Open Overlay Picture');
    await overlay.locator('.kind-port[data-shape]').first().press('Enter');
    await press('Trace published port…');
    const traced = await webview(code, '.view.path .outcome');
    await traced.locator('.outcome h2', { hasText: '*:8080, tcp 8080' }).waitFor();
    // nothing listens in the task; where the kernel has no IPVS it does not get that far
    await traced.locator('.outcome .verdict', { hasText: 'Refused' }).waitFor();
    await runCommand(code, 'Docker Networks: Open Overlay Picture');
  },
);

session.ui('another overlay is chosen, and the table and the copied text have the same content', async () => {
  const { frame, overlay } = await panel();
  await overlay.locator('vscode-dropdown').click();
  await frame.locator('vscode-option', { hasText: 'ingress' }).click();
  await overlay.locator('.diagram', { hasText: 'takes published ports in' }).waitFor();
  await overlay.getByRole('button', { name: 'Table' }).click();
  await overlay.locator('tbody tr').first().waitFor();
  const names = await overlay.locator('tbody th').allTextContents();
  assert.ok(names.includes('ingress-sbox'), names.join());
  await overlay.getByRole('button', { name: 'Copy as text' }).click();
  const text = await until('the text', async () => {
    const copied = await clipboardText(session.code);
    return copied.startsWith('Overlay: ingress') && copied;
  });
  for (const name of names) assert.ok(text.includes(name), name);
});
