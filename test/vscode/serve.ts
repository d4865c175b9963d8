/** `serve.ts FOLDER`: VS Code's server with the packaged extension, for a browser of this machine, until Ctrl-C. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installExtension, type ServerOptions, startServer } from './server.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const folder = path.join(root, '.cache', 'vscode');
/** Whoever else is on this machine must not get in. */
const token = randomBytes(16).toString('hex');
const options: ServerOptions = {
  userData: path.join(folder, 'data'),
  extensions: path.join(folder, 'extensions'),
  log: path.join(folder, 'server.log'),
  environment: process.env,
  token,
  ...(process.env.PORT ? { port: Number(process.env.PORT) } : {}),
};
const settings = path.join(options.userData, 'User', 'settings.json');
const firstSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
};

mkdirSync(path.dirname(settings), { recursive: true });
if (!existsSync(settings)) writeFileSync(settings, `${JSON.stringify(firstSettings, undefined, 2)}\n`);
rmSync(options.extensions, { recursive: true, force: true });
mkdirSync(options.extensions, { recursive: true });
await installExtension(options, path.join(root, 'out', 'docker-network-explorer.vsix'));

const server = await startServer(options);
const query = new URLSearchParams({ tkn: token, folder: process.argv[2] ?? root });
console.log(`VS Code is at http://127.0.0.1:${server.port}/?${query}\nCtrl-C ends it.`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void server.stop().then(() => process.exit(0));
  });
}
await server.ended;
if (!stopping) {
  console.error(`VS Code's server ended:\n${server.tail()}`);
  process.exit(1);
}
