// Bundles the extension (dist/extension.cjs) and its webview (dist/webview.js). --production: minified, no source maps. --watch: again at
// every change, with lines that VS Code's problem matcher reads.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build, context } from 'esbuild';

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

/**
 * Of dockerode only its connection is used (`modem`); as it loads it requires all that it knows, and what it needs for SSH, gRPC, BuildKit and image
 * builds. That is most of the size, and parts of it are native: empty modules take its place. readable-stream is a copy of Node's own
 * streams, debug prints nothing unless asked by a variable.
 */
function withoutUnused() {
  const unused = /^(ssh2|cpu-features|protobufjs|@grpc\/.*|tar-fs|@balena\/dockerignore|debug)$|\.node$/;
  const objects = /^\.\/(container|image|volume|network|service|plugin|secret|config|task|node|exec|session)$/;
  const stub = (path) => ({ path, namespace: 'unused' });
  return {
    name: 'without-unused',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: unused }, ({ path: name }) => stub(name));
      onResolve({ filter: objects }, ({ path: name, importer }) =>
        /[\\/]dockerode[\\/]lib[\\/]docker\.js$/.test(importer) ? stub(name) : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = () => () => {};', loader: 'js' }));
      onResolve({ filter: /^readable-stream$/ }, () => ({ path: 'node:stream', external: true }));
    },
  };
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
