import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { FakeEngine } from '../support/fakeEngine.ts';
import { openContainer, view } from '../vscode/workbench.ts';
import { suite } from './suite.ts';

/** A socket that everybody sees and only its owner may open; the suite's VS Code is root without root's right to pass such locks. */
const folder = mkdtempSync(path.join(tmpdir(), 'dne-forbidden-'));
const socket = path.join(folder, 'docker.sock');
const somebodyElse = 65_534;
let engine: FakeEngine | undefined;
before(async () => {
  chmodSync(folder, 0o755);
  engine = await FakeEngine.start({ socket });
  chmodSync(socket, 0o600);
  chownSync(socket, somebodyElse, somebodyElse);
});
after(async () => {
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const session = suite({
  environment: { DOCKER_HOST: `unix://${socket}` },
  through: ['setpriv', '--bounding-set=-dac_override,-dac_read_search'],
});

session.ui('a socket that one may not open is named as such, with what to do', async () => {
  await openContainer(session.code, 'Docker Networks');
  const networks = view(session.code, 'Networks');
  await networks.getByText('no permission on its socket').first().waitFor();
  await networks.getByText('usermod -aG docker').first().waitFor();
});
