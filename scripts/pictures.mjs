#!/usr/bin/env node
// npm run pictures: takes the README's screenshots anew, from the blog's scenario on a live engine.
import { root, show } from './project.mjs';
import { browser, deps, lab, vscode } from './setup.mjs';

deps();
const reason = vscode() ?? browser() ?? lab();
if (reason) {
  console.error(`No pictures: ${reason}`);
  process.exit(1);
}
process.exitCode =
  show(process.execPath, ['scripts/package.mjs']) ||
  show(process.execPath, ['--import', 'tsx', 'test/vscode/pictures.ts'], { cwd: root });
