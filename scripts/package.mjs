#!/usr/bin/env node
// npm run package [-- FILE.vsix]: the extension as a package that VS Code installs.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { callersFolder, root, show } from './project.mjs';
import { deps } from './setup.mjs';

const [given] = process.argv.slice(2);
const file = given ? path.resolve(callersFolder('package'), given) : path.join(root, 'out', 'docker-network-explorer.vsix');

deps();
mkdirSync(path.dirname(file), { recursive: true });
rmSync(file, { force: true });
if (show(process.execPath, ['esbuild.js', '--production']) !== 0) process.exit(1);
const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
process.exitCode = show(
  process.execPath,
  [
    vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ],
  {
    shell: false,
  },
);
