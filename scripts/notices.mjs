#!/usr/bin/env node
// npm run notices: writes THIRD-PARTY-NOTICES.md, the licences of what the bundles hold. A test compares it with what esbuild puts in.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './project.mjs';
import { withoutUnused } from './withoutUnused.mjs';

export const noticesFile = path.join(root, 'THIRD-PARTY-NOTICES.md');

const bundles = [
  { entryPoints: ['src/extension.ts'], platform: 'node', format: 'cjs', external: ['vscode'], plugins: [withoutUnused()] },
  { entryPoints: ['src/webview/main.ts'], platform: 'browser', format: 'iife' },
];

/** Folders of the packages of which something is in a bundle, from the project's folder, sorted. */
export async function bundledPackages() {
  const folders = new Set();
  for (const bundle of bundles) {
    const { metafile } = await build({
      ...bundle,
      absWorkingDir: root,
      bundle: true,
      write: false,
      metafile: true,
      minify: true,
      outdir: 'dist',
      logLevel: 'silent',
    });
    for (const { inputs } of Object.values(metafile.outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
        if (folder && bytesInOutput > 0) folders.add(folder);
      }
    }
  }
  return [...folders].sort();
}

/** The whole text of the file. */
export async function noticesText() {
  const packages = (await bundledPackages()).map(noticeOf);
  return [
    '# Third-party notices',
    '',
    'Parts of these packages are in `dist/`. Written by `npm run notices`; the extension’s own licence is in `LICENSE`.',
    '',
    ...packages.map(({ name, version, licence }) => `- ${name} ${version}: ${licence}`),
    ...packages.flatMap(({ name, text }) => ['', `## ${name}`, '', ...text]),
    '',
  ].join('\n');
}

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(path.join(root, folder)).find((one) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(one));
  const said = typeof author === 'string' ? author : author?.name;
  const text = file
    ? [
        '```',
        readFileSync(path.join(root, folder, file), 'utf8')
          .trim()
          .replaceAll('\r\n', '\n')
          .replace(/[ \t]+$/gm, ''),
        '```',
      ]
    : [`The package has no file with its licence. Its package.json says ${license}${said ? `, by ${said}` : ''}.`];
  return { name, version, licence: license ?? 'not said', text };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(noticesFile, await noticesText());
  console.log(path.relative(root, noticesFile));
}
