/** Helper containers are asked for in words that say what is made, and the answer can be taken back. */
import assert from 'node:assert/strict';
import { helperLabel } from '../../src/model/readContainers.ts';
import { until } from '../lab/run.ts';
import {
  answer,
  choices,
  choose,
  clearNotifications,
  dialogText,
  notification,
  openContainer,
  press,
  question,
  rowsWhere,
  runCommand,
  view,
  webview,
} from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const session = suite({
  lab: '20.10',
  // root without the right to enter other namespaces, as anybody else is
  through: ['setpriv', '--bounding-set=-sys_admin'],
  prepare: async (engine) => {
    await engine.docker('network', 'create', 'net');
    await engine.docker('run', '-d', '--name', 'c1', '--network', 'net', 'alpine', 'sleep', '1d');
    await engine.docker('run', '-d', '--name', 'bare', '--network', 'net', 'static', 'sleep', '1d');
  },
});

const allow = () => runCommand(session.code, 'Docker Networks: Allow Helper Containers…');
const revoke = () => runCommand(session.code, 'Docker Networks: Revoke Consent for Helper Containers…');

session.ui('helper containers are asked for with image, place, rights and life, and a no is a no', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  await rowsWhere(view(code, 'Sandboxes'), 'the sandboxes', (all) => all.some(({ name }) => name === 'c1'));
  await allow();
  const text = await dialogText(code);
  for (const part of ['context “default”', 'alpine:latest', 'network namespace', 'no capability', 'removed after its use'])
    assert.ok(text.includes(part), `${part}: ${text}`);
  if (process.env.CONSENT_PICTURE) await code.page.screenshot({ path: process.env.CONSENT_PICTURE });
  await press(code, 'Cancel');
  await revoke();
  await question(code, 'Engine on which no more');
  assert.ok((await choices(code)).some((label) => label.includes('on no engine')));
  await code.page.keyboard.press('Escape');
});

session.ui('a yes is kept until it is revoked', async () => {
  const { code } = session;
  await allow();
  await press(code, 'Allow');
  await revoke();
  await question(code, 'Engine on which no more');
  await choose(code, 'default');
  await allow();
  assert.ok((await dialogText(code)).includes('alpine:latest'), 'it is asked again');
  await press(code, 'Cancel');
  assert.equal(await session.engine.docker('ps', '-aq', '--filter', `label=${helperLabel}`), '', 'nothing was made');
});

session.ui('a look-up in an image without tools asks first, then is answered by a helper that is gone afterwards', async () => {
  const { code, engine } = session;
  const ask = () => runCommand(code, 'Docker Networks: Check DNS Resolution…');
  const about = async () => {
    await ask();
    await choose(code, 'bare');
    await question(code, 'Name to look up');
    await choose(code, 'c1');
  };
  await about();
  assert.ok((await dialogText(code)).includes('no capability'));
  await press(code, 'Cancel');
  await notification(code, 'you have not agreed to one');
  await clearNotifications(code);
  await about();
  await press(code, 'Allow');
  await notification(code, await engine.docker('inspect', 'c1', '--format', '{{.NetworkSettings.Networks.net.IPAddress}}'));
  await clearNotifications(code);
  await until(
    'the helper is gone',
    async () => (await engine.docker('ps', '-aq', '--filter', `label=${helperLabel}`)) === '',
    15_000,
  );
});

session.ui('so does a connect from there, which a helper then tries', async () => {
  const { code } = session;
  await revoke();
  await question(code, 'Engine on which no more');
  await choose(code, 'default');
  await runCommand(code, 'Docker Networks: Explain Reachability…');
  await choose(code, 'bare');
  await choose(code, 'c1');
  await answer(code, 'TCP port', '9');
  const frame = await webview(code, '.view.path .outcome');
  const test = frame.locator('.outcome vscode-button', { hasText: 'Test it' });
  await test.click();
  assert.ok((await dialogText(code)).includes('no capability'));
  await press(code, 'Cancel');
  await frame.locator('.outcome dd', { hasText: 'you have not agreed to one' }).waitFor();
  await test.click();
  await press(code, 'Allow');
  await frame.locator('.outcome dd', { hasText: 'refused, by helper nc' }).waitFor();
  await frame.locator('.compared', { hasText: 'as predicted' }).waitFor();
});
