/** The measured parts as they ship: bundled, minified, without what the bundle leaves out. Run from their sources they take up to twice as long. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { withoutUnused } from '../../scripts/withoutUnused.mjs';
import type * as Product from './product.ts';

const here = JSON.stringify(pathToFileURL(import.meta.filename).href);
const { outputFiles } = await build({
  entryPoints: [path.join(import.meta.dirname, 'product.ts')],
  bundle: true,
  minify: true,
  write: false,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(${here});` },
  plugins: [withoutUnused()],
});
const code = outputFiles[0]?.text ?? '';

export const { product: shipped } = (await import(
  `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
)) as typeof Product;
