import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { until } from '../lab/run.ts';
import { type Answers, FakeEngine } from '../support/fakeEngine.ts';
import { openContainer, rowsWhere, runCommand, view, webview } from '../vscode/workbench.ts';
import { suite } from './suite.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dne-crowd-'));
const socket = path.join(folder, 'docker.sock');
const hostile = '<img src=x onerror=alert(1)>"\'</svg><script>document.title="broken"</script>';
let engine: FakeEngine | undefined;
before(async () => {
  chmodSync(folder, 0o755);
  engine = await FakeEngine.start({ socket, answers: crowd(500) });
});
after(async () => {
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const session = suite({ environment: { DOCKER_HOST: `unix://${socket}` } });

session.ui('five hundred sandboxes stay legible: the map groups them, and a group unfolds', async () => {
  const { code } = session;
  await openContainer(code, 'Docker Networks');
  await rowsWhere(view(code, 'Networks'), 'the network', (all) => all.some(({ name }) => name === 'crowded'));
  await runCommand(code, 'Docker Networks: Open Host Map');
  const frame = await webview(code, '.diagram [data-shape]');
  const fold = frame.locator('[data-shape][aria-expanded="false"]').first();
  await fold.waitFor();
  const before = await frame.locator('[data-shape]').count();
  assert.ok(before < 120, `${before} shapes`);
  await fold.focus();
  await code.page.keyboard.press('Enter');
  await until('more shapes', async () => (await frame.locator('[data-shape]').count()) > before + 100);
});

session.ui('names that try to break out of picture, table and page stay text', async () => {
  const { code } = session;
  const frame = await webview(code, '.diagram [data-shape]');
  await frame.getByRole('button', { name: 'Table' }).click();
  await frame.locator('.tables tbody', { hasText: '<img src=x onerror=alert(1)>' }).first().waitFor();
  await frame.getByRole('button', { name: 'Picture' }).click();
  await frame.locator('.diagram [data-shape]').first().waitFor();
  const found = await frame.evaluate<Found>(
    `({ strays: document.querySelectorAll('#app img, #app script').length, title: document.title,
        pictures: document.querySelectorAll('svg.diagram').length })`,
  );
  assert.deepEqual([found.strays, found.pictures], [0, 1]);
  assert.notEqual(found.title, 'broken');
  assert.deepEqual(
    code.console.filter((line) => /Content Security Policy/.test(line)),
    [],
  );
});

interface Found {
  readonly strays: number;
  readonly title: string;
  readonly pictures: number;
}

/** A network with many containers, one of them with a name that no engine would accept. */
function crowd(count: number): Answers {
  const network = 'c'.repeat(64);
  const hex = (index: number) => index.toString(16).padStart(64, '0');
  return {
    networks: [
      {
        Name: 'crowded',
        Id: network,
        Created: '2026-01-01T00:00:00Z',
        Scope: 'local',
        Driver: 'bridge',
        IPAM: { Driver: 'default', Config: [{ Subnet: '10.50.0.0/16', Gateway: '10.50.0.1' }] },
        Options: {},
        Labels: { hostile },
      },
    ],
    containers: Array.from({ length: count }, (_, index) => ({
      Id: hex(index + 1),
      Names: [index === 0 ? `/${hostile}` : `/worker-${String(index).padStart(3, '0')}`],
      Image: 'alpine',
      State: 'running',
      Status: 'Up',
      Ports: index < 3 ? [{ IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8000 + index, Type: 'tcp' }] : [],
      Labels: {},
      HostConfig: { NetworkMode: 'crowded' },
      NetworkSettings: {
        Networks: {
          crowded: {
            NetworkID: network,
            EndpointID: hex(index + 100_000),
            IPAddress: `10.50.${Math.floor(index / 200) + 1}.${(index % 200) + 2}`,
            IPPrefixLen: 16,
            Gateway: '10.50.0.1',
            MacAddress: `02:42:0a:32:${(index >> 8).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`,
          },
        },
      },
    })),
  };
}
