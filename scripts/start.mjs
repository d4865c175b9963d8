#!/usr/bin/env node
// npm start [-- --server]: VS Code with the extension. The desktop one where `code` is on the PATH, otherwise (or with --server) VS Code's server,
// for a browser of this machine. Without a Docker engine in reach the extension begins with its sample; none is installed or started.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { callersFolder, root, show, which } from './project.mjs';
import { deps, vscode } from './setup.mjs';

const folder = callersFolder('start');
const env = { ...process.env, DOCKER_NETWORKS_SAMPLE: '1' };

deps();
if (show(process.execPath, ['esbuild.js']) !== 0) process.exit(1);
if (process.argv.includes('--server') || !openDesktop()) serve();

function openDesktop() {
  const code = which('code');
  if (!code) return false;
  const status = show(code, ['--new-window', `--extensionDevelopmentPath=${root}`], { env });
  console.log(status === 0 ? 'VS Code opens with the extension.' : `${code} failed: VS Code's server is used instead.`);
  return status === 0;
}

function serve() {
  const reason = vscode();
  if (reason) {
    console.error(`There is no \`code\` on the PATH to open, and ${reason}.`);
    process.exit(1);
  }
  if (show(process.execPath, ['scripts/package.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] }) !== 0) process.exit(1);
  const script = path.join(root, 'test', 'vscode', 'serve.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (status) => process.exit(status ?? 1));
}
