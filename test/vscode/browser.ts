/** The window of the tests: Chromium without a screen, in the namespace of the server that it shows. */
import { accessSync, chmodSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

export interface BrowserOptions {
  /** Folder for its profile. */
  readonly folder: string;
  readonly namespace?: string | undefined;
  /** BCP 47, such as `ko`. */
  readonly language?: string | undefined;
  readonly size: { readonly width: number; readonly height: number };
  /** Pixels of the picture per CSS pixel. */
  readonly scale?: number | undefined;
}

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export async function openBrowser({ folder, namespace, language, size, scale }: BrowserOptions): Promise<BrowserContext> {
  mkdirSync(folder, { recursive: true });
  const program = browserProgram();
  const context = await chromium.launchPersistentContext(path.join(folder, 'profile'), {
    executablePath: namespace ? insideNamespace(program, namespace, folder) : program,
    headless: true,
    chromiumSandbox: false,
    viewport: size,
    args: quiet,
    timeout: 120_000,
    ...(language ? { locale: language } : {}),
    ...(scale ? { deviceScaleFactor: scale } : {}),
  });
  // without it the browser takes a copy only shortly after a click or a key
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return context;
}

function browserProgram(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of (process.env.PATH ?? '').split(':')) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // not in this folder
      }
    }
  }
  throw new Error('no Chromium on the PATH: set CHROMIUM');
}

/** Playwright starts one program without a shell. */
function insideNamespace(program: string, namespace: string, folder: string): string {
  const script = path.join(folder, 'chromium');
  writeFileSync(script, `#!/bin/sh\nexec nsenter --net=/run/netns/${namespace} '${program}' "$@"\n`);
  chmodSync(script, 0o755);
  return script;
}
