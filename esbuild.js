// Bundles the extension (dist/extension.cjs, and beside it what is loaded later) and its webview (dist/webview.js). --production: minified, no source maps. --watch: again at
// every change, with lines that VS Code's problem matcher reads.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build, context, transform } from 'esbuild';
import { withoutUnused } from './scripts/withoutUnused.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const root = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);

const shared = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  minify: production,
  sourcesContent: false,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: watch ? 'silent' : 'warning',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

/** esbuild splits only ES modules; VS Code's extension host takes CommonJS: each piece is translated by itself. */
const host = {
  ...shared,
  entryPoints: ['src/extension.ts'],
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  chunkNames: 'host-[hash]',
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: production ? false : 'inline',
  external: ['vscode'],
  plugins: [withoutUnused(), written(putHost), forProblemMatcher('host')],
};

const webview = {
  ...shared,
  entryPoints: ['src/webview/main.ts'],
  outfile: 'dist/webview.js',
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  sourcemap: production ? false : 'linked',
  plugins: [written((files) => files.forEach(put)), forProblemMatcher('webview')],
};

function written(putAll) {
  return {
    name: 'written',
    setup({ onEnd }) {
      onEnd(({ outputFiles, errors }) => (errors.length === 0 ? putAll(outputFiles) : undefined));
    },
  };
}

/** The entry last: a VS Code that starts meanwhile finds what it asks for. */
async function putHost(files) {
  const isEntry = ({ path: file }) => path.basename(file) === 'extension.cjs';
  for (const file of [...files].sort((a, b) => isEntry(a) - isEntry(b))) {
    const { code } = await transform(file.text, {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      minify: production,
      sourcemap: production ? false : 'inline',
      sourcesContent: false,
      legalComments: 'none',
      charset: 'utf8',
      supported: { 'dynamic-import': false },
    });
    put({ path: file.path, contents: Buffer.from(code) });
  }
  const kept = new Set(files.map(({ path: file }) => path.basename(file)));
  for (const name of readdirSync(path.join(root, 'dist'))) {
    if (/^(host-|extension\.cjs\.map)/.test(name) && !kept.has(name)) rmSync(path.join(root, 'dist', name));
  }
}

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

// the sample as it ships: without the blanks that make it readable
const sample = JSON.parse(readFileSync(path.join(root, 'media', 'sample.json'), 'utf8'));
put({ path: path.join(root, 'dist', 'sample.json'), contents: Buffer.from(JSON.stringify(sample)) });

for (const bundle of [host, webview]) {
  if (watch) await (await context(bundle)).watch();
  else {
    try {
      await build(bundle);
    } catch {
      // esbuild has said what is wrong
      process.exitCode = 1;
    }
  }
}
