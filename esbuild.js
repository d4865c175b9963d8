// Bundles the extension (dist/extension.cjs) and its webview (dist/webview.js). --production: minified, no source maps. --watch: again at
// every change, with lines that VS Code's problem matcher reads.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build, context } from 'esbuild';
import { withoutUnused } from './scripts/withoutUnused.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const root = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  sourcesContent: false,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: watch ? 'silent' : 'warning',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

const host = {
  ...shared,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.cjs',
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  plugins: [withoutUnused(), forProblemMatcher('host')],
};

const webview = {
  ...shared,
  entryPoints: ['src/webview/main.ts'],
  outfile: 'dist/webview.js',
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  plugins: [forProblemMatcher('webview')],
};

/** The lines that `tasks.json`'s matcher waits for. */
function forProblemMatcher(name) {
  return {
    name: 'for-problem-matcher',
    setup({ onStart, onEnd }) {
      if (!watch) return;
      onStart(() => console.log(`[watch] ${name}: build started`));
      onEnd(({ errors }) => {
        for (const { text, location } of errors) {
          console.error(`✘ [ERROR] ${text}`);
          if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
        }
        console.log(`[watch] ${name}: build finished`);
      });
    },
  };
}

/** Whole files only: a VS Code that runs from dist/ may be reading. */
function put({ path: file, contents }) {
  mkdirSync(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, contents);
  renameSync(beside, file);
  if (!file.endsWith('.map')) console.log(`${path.relative(root, file)} ${(contents.length / 1000).toFixed(0)} kB`);
}

const bundles = [host, webview];
if (watch) {
  for (const bundle of bundles) await (await context(bundle)).watch();
} else {
  for (const bundle of bundles) {
    try {
      const { outputFiles } = await build({ ...bundle, write: false });
      outputFiles.forEach(put);
    } catch {
      // esbuild has said what is wrong
      process.exitCode = 1;
    }
  }
}
