// Where things are, and how programs are run. Plain JavaScript, like everything that must run before any install.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Folder of the project. */
export const root = path.dirname(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname));
/** Folder of the VS Code that tests, and `npm start` without a desktop VS Code, run in. */
export const vscodeFolder = path.join(root, 'test', 'vscode');

/** Full path of a program on the PATH, or undefined. */
export function which(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const file of process.platform === 'win32' ? [`${name}.cmd`, `${name}.exe`] : [name]) {
      const full = path.join(folder || '.', file);
      try {
        accessSync(full, constants.X_OK);
        return full;
      } catch {
        // not in this folder
      }
    }
  }
  return undefined;
}

/** Runs a program with the output shown; returns its exit status, 1 when it could not be started. */
export function show(program, args, options = {}) {
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell, ...options });
  if (error) console.error(`${program}: ${error.message}`);
  return status ?? 1;
}

/** The folder that the person who called npm stands in: npm itself runs scripts in the project's folder. */
export function callersFolder(script) {
  return process.env.npm_lifecycle_event === script && process.env.INIT_CWD ? process.env.INIT_CWD : process.cwd();
}
