/**
 * A socket that the user of VS Code's server may not open. Root is never refused: here it is root without its right to pass such locks.
 */
import assert from 'node:assert/strict';
import { chmodSync, chownSync } from 'node:fs';
import { openContainer, type Row, rowsWhere, view } from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const somebodyElse = 65_534;
const session = suite({
  lab: '28.5',
  prepare: async (engine) => chownSync(engine.socket, somebodyElse, somebodyElse),
  through: ['setpriv', '--bounding-set=-dac_override,-dac_read_search'],
});

const networks = () => view(session.code, 'Networks');
const named = (all: readonly Row[], name: string) => all.find((each) => each.name === name);

session.ui('a socket that one may not open is named as such, with what to do', async () => {
  await openContainer(session.code, 'Docker Networks');
  await networks().getByText('no permission on its socket').first().waitFor();
  await networks().getByText('usermod -aG docker').first().waitFor();
});

session.ui('once the permission is given the networks are there by themselves', async () => {
  chownSync(session.engine.socket, 0, 0);
  await rowsWhere(networks(), 'the networks', (all) => named(all, 'bridge') !== undefined);
});

session.ui(
  'where it is taken away while the networks are shown, they stay and the reason is told; given back, all is up to date',
  async () => {
    const { code, engine } = session;
    // of the folder: the engine makes its socket anew when it starts
    chmodSync(engine.folder, 0o700);
    chownSync(engine.folder, somebodyElse, somebodyElse);
    try {
      await engine.kill();
      await engine.start();
      await engine.docker('network', 'create', 'unseen');
      const kept = await rowsWhere(networks(), 'what was read last', (all) => named(all, 'bridge') !== undefined);
      assert.equal(named(kept, 'unseen'), undefined);
      await code.page.locator('.sidebar').getByText('You no longer have permission').first().waitFor();
    } finally {
      chownSync(engine.folder, 0, 0);
    }
    await rowsWhere(networks(), 'what was made meanwhile', (all) => named(all, 'unseen') !== undefined);
    await code.page.locator('.sidebar').getByText('You no longer have permission').first().waitFor({ state: 'hidden' });
  },
);
