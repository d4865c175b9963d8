/** The README's screenshots, from the blog's scenario on a live engine. */
import path from 'node:path';
import { startEngine } from '../lab/engine.ts';
import { blogScenario } from '../lab/scenario.ts';
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

await using engine = await startEngine('28.5');
await blogScenario(engine);
await using code = await VSCode.start({
  vsix: path.join(root, 'out', 'docker-network-explorer.vsix'),
  namespace: engine.namespace,
  environment: { DOCKER_HOST: engine.host, DOCKER_CONFIG: path.join(engine.folder, 'cli') },
  size: { width: 1440, height: 900 },
});

const picture = async (name: string) => {
  await clearNotifications(code);
  await parkMouse(code);
  await code.page.screenshot({ path: path.join(root, 'docs', `${name}.png`) });
  console.log(`docs/${name}.png`);
};

await openContainer(code, 'Docker Networks');
const networks = view(code, 'Networks');
await rowsWhere(networks, 'the networks', (rows) => rows.length === 5);
await widenSideBar(code, 340);
await expand(networks, 'localnet');
await runCommand(code, 'Docker Networks: Open Host Map');
const map = await webview(code, '.diagram');
await map.locator('[data-shape]').filter({ hasText: 'web' }).first().click();
await map.locator('.diagram.has-path').waitFor();
await picture('host-map');

await map.locator('#tab-dns').click();
for (const [asker, name] of [
  ['c2', 'c1'],
  ['c4', 'c3'],
] as const) {
  const sandbox = await engine.docker('inspect', asker, '--format', '{{.Id}}');
  await map.locator('vscode-dropdown').first().click();
  await map.locator(`vscode-option[value="${sandbox}"]`).click();
  await map.locator('vscode-text-field input').fill(name);
  await map.locator('vscode-text-field input').press('Enter');
  await map.locator('.card', { hasText: `${asker} asks for ${name}` }).waitFor();
}
await picture('dns');
