/** The README's screenshots, from the blog's scenario on a live engine, and its overlay exercise on two. */
import path from 'node:path';
import { writeContext } from '../lab/context.ts';
import { startEngine } from '../lab/engine.ts';
import { blogScenario } from '../lab/scenario.ts';
import { startSwarm } from '../lab/swarm.ts';
import { VSCode } from './vscode.ts';
import {
  clearNotifications,
  expand,
  openContainer,
  parkMouse,
  rowsWhere,
  runCommand,
  view,
  webview,
  widenSideBar,
} from './workbench.ts';

const root = path.join(import.meta.dirname, '..', '..');

await blogPictures();
await overlayPicture();

async function picture(code: VSCode, name: string): Promise<void> {
  await clearNotifications(code);
  await parkMouse(code);
  await code.page.screenshot({ path: path.join(root, 'docs', `${name}.png`) });
  console.log(`docs/${name}.png`);
}

async function blogPictures(): Promise<void> {
  await using engine = await startEngine('28.5');
  await blogScenario(engine);
  await using code = await VSCode.start({
    vsix: path.join(root, 'out', 'docker-network-explorer.vsix'),
    namespace: engine.namespace,
    environment: { DOCKER_HOST: engine.host, DOCKER_CONFIG: path.join(engine.folder, 'cli') },
    size: { width: 1440, height: 900 },
  });

  await openContainer(code, 'Docker Networks');
  const networks = view(code, 'Networks');
  await rowsWhere(networks, 'the networks', (rows) => rows.length === 5);
  await widenSideBar(code, 340);
  await expand(networks, 'localnet');
  await runCommand(code, 'Docker Networks: Open Host Map');
  const map = await webview(code, '.diagram');
  await map.locator('[data-shape]').filter({ hasText: 'web' }).first().click();
  await map.locator('.diagram.has-path').waitFor();
  await picture(code, 'host-map');

  await map.locator('#tab-dns').click();
  await map.getByRole('button', { name: 'Observe All' }).click();
  await map.locator('.progress').waitFor({ state: 'visible' });
  await map.locator('.progress').waitFor({ state: 'hidden' });
  await map.locator('.grid .cell', { hasText: 'c3 asks for c1' }).click();
  await map.locator('.detail .card', { hasText: 'c3 asks for c1' }).waitFor();
  await picture(code, 'dns');
}

/** Both nodes connected side by side, each by a context of its own. */
async function overlayPicture(): Promise<void> {
  await using swarm = await startSwarm();
  await swarm.node1.docker('run', '-d', '--name', 'probe', '--network', 'uber-net', 'alpine', 'sleep', '1d');
  const config = path.join(swarm.node1.folder, 'cli');
  writeContext(config, 'node1', swarm.node1.host);
  writeContext(config, 'node2', swarm.node2.host);
  await using code = await VSCode.start({
    vsix: path.join(root, 'out', 'docker-network-explorer.vsix'),
    environment: { DOCKER_HOST: undefined, DOCKER_CONFIG: config },
    settings: { 'dockerNetworks.contexts': ['node1', 'node2'] },
    size: { width: 1440, height: 1160 },
  });
  await openContainer(code, 'Docker Networks');
  await rowsWhere(view(code, 'Networks'), 'the engines', (rows) => rows.length >= 2);
  await widenSideBar(code, 260);
  await runCommand(code, 'Docker Networks: Open Host Map');
  const panel = await webview(code, '.diagram');
  await panel.locator('#tab-overlay').click();
  const shapes = panel.locator('#panel-overlay [data-shape]');
  await shapes.filter({ hasText: '8080' }).first().click();
  await panel.locator('#panel-overlay .diagram.has-path').waitFor();
  await picture(code, 'overlay');
}
