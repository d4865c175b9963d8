import assert from 'node:assert/strict';
import { openContainer, parkMouse, rows, rowsWhere, runCommand, themes, useTheme, view, webview } from '../vscode/workbench.ts';
import { violations } from './axe.ts';
import { suite } from './suite.ts';

/**
 * VS Code draws label and description of a row without a blank between them: the text that axe sees ("localnetbridge · …") is in no name
 * that can be read out. That a row's name has all its parts is asserted instead.
 */
const drawnByVSCode = 'label-content-name-mismatch';

const session = suite({});

session.ui('the sample is open, with views and panel', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  await runCommand(code, 'Docker Networks: Open Sample');
  await rowsWhere(view(code, 'Networks'), 'the sample', (all) => all.length > 3);
  await runCommand(code, 'Docker Networks: Open Host Map');
  await webview(code, '.diagram [data-shape]');
});

for (const theme of themes) {
  session.ui(`axe finds nothing in panel and views, in the theme ${theme}`, async () => {
    const { code } = session;
    await useTheme(code, theme);
    await parkMouse(code);
    const frame = await webview(code, '.tablist');
    for (const tab of ['Host Map', 'DNS', 'Overlay', 'Path']) {
      await frame.getByRole('tab', { name: tab }).click();
      await frame.locator('[role="tabpanel"]:not([hidden])').waitFor();
      assert.deepEqual(await violations(frame, 'body'), [], `${tab}, ${theme}`);
    }
    await frame.getByRole('tab', { name: 'Host Map' }).click();
    await frame.getByRole('button', { name: 'Table' }).click();
    await frame.locator('.tables tbody tr').first().waitFor();
    assert.deepEqual(await violations(frame, 'body'), [], `table, ${theme}`);
    await frame.getByRole('button', { name: 'Picture' }).click();
    await frame.locator('.diagram [data-shape]').first().waitFor();
    for (const title of ['Networks', 'Sandboxes', 'Findings']) {
      await view(code, title).evaluate((pane) => pane.setAttribute('data-axe', ''));
      for (const { name, description, label } of await rows(view(code, title))) {
        for (const part of [name, ...description.split(' · ')]) assert.ok(label.includes(part), `${label} lacks ${part}`);
      }
    }
    assert.deepEqual(await violations(code.page, '[data-axe] .pane-body', [drawnByVSCode]), [], `views, ${theme}`);
  });
}
