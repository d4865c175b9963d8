/**
 * A remote network driver, as third parties have them (moby libnetwork docs/remote.md): JSON over HTTP on a unix socket in the engine's
 * plugin folder. It allows everything and wires nothing, so that containers on its networks have an endpoint and no interface.
 */
import { rmSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import type { LabEngine } from './engine.ts';

const answers: Readonly<Record<string, object>> = {
  '/Plugin.Activate': { Implements: ['NetworkDriver'] },
  '/NetworkDriver.GetCapabilities': { Scope: 'local' },
  '/NetworkDriver.CreateEndpoint': { Interface: {} },
  '/NetworkDriver.Join': { InterfaceName: { SrcName: '', DstPrefix: 'eth' }, Gateway: '' },
};

/** Serves the driver to an engine that was started with `plugins`. It answers a call such as `/NetworkDriver.Join` once `before` it has. */
export async function remoteDriver(
  engine: LabEngine,
  name: string,
  before: (call: string) => Promise<void> = async () => {},
): Promise<AsyncDisposable> {
  const socket = path.join(engine.folder, 'plugins', `${name}.sock`);
  const server = http.createServer((request, response) => {
    request.resume().once('end', async () => {
      const { url = '' } = request;
      await before(url);
      response.setHeader('Content-Type', 'application/vnd.docker.plugins.v1.2+json');
      response.end(JSON.stringify(answers[url] ?? {}));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve));
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(socket, { force: true });
    },
  };
}
