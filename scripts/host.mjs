#!/usr/bin/env node
// npm run host -- FILE.cjs [args…]: runs a module's run(args) in the extension host of a real VS Code with the built extension.
import { statSync } from 'node:fs';
import path from 'node:path';
import { callersFolder, root, show } from './project.mjs';
import { browser, deps, vscode } from './setup.mjs';

const [given, ...args] = process.argv.slice(2);
if (!given) stop('Usage: npm run host -- FILE.cjs [args…]\nFILE.cjs exports run(args), which may return a promise.');
const folder = callersFolder('host');
const file = path.resolve(folder, given);
if (!statSync(file, { throwIfNoEntry: false })?.isFile()) stop(`No such file: ${file}`);
const limit = process.env.HOST_TIMEOUT_S;
if (limit !== undefined && !(Number(limit) > 0)) stop(`HOST_TIMEOUT_S must be a number of seconds, not "${limit}".`);

deps();
if (!process.env.VSCODE_EXECUTABLE) {
  const reason = vscode() ?? browser();
  if (reason) stop(`No VS Code to run in: ${reason}`);
}
if (show(process.execPath, ['esbuild.js'], { stdio: ['ignore', 'ignore', 'inherit'] }) !== 0) stop('The build failed.');
const runner = path.join(root, 'test', 'vscode', 'runInHost.ts');
process.exitCode = show(process.execPath, ['--import', 'tsx', runner, file, ...args], {
  env: { ...process.env, CODE_FOLDER: folder },
  shell: false,
});

function stop(why) {
  console.error(why);
  process.exit(2);
}
