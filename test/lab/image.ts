/**
 * Two images without a registry: `alpine:latest`, a static busybox with one link per applet, and `static:latest`, one static binary and
 * nothing else (no shell, no look-up tool), which stands for distroless images.
 */
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { LabEngine } from './engine.ts';
import { run } from './run.ts';

/** Imports both images into the engine. */
export async function loadImages(engine: LabEngine): Promise<void> {
  const folder = path.join(engine.folder, 'images');
  try {
    for (const [name, fill] of [
      ['alpine', busyboxRoot],
      ['static', staticRoot],
    ] as const) {
      const root = path.join(folder, name);
      mkdirSync(path.join(root, 'bin'), { recursive: true });
      await fill(root);
      const archive = path.join(folder, `${name}.tar`);
      await run('tar', ['-C', root, '-cf', archive, '.']);
      await engine.docker('import', archive, `${name}:latest`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function busyboxRoot(root: string): Promise<void> {
  const busybox = await path0('busybox');
  cpSync(busybox, path.join(root, 'bin/busybox'));
  const applets = (await run(busybox, ['--list'])).split('\n').filter((name) => name && name !== 'busybox');
  for (const applet of applets) symlinkSync('busybox', path.join(root, 'bin', applet));
  for (const name of ['tmp', 'etc', 'www']) mkdirSync(path.join(root, name), { recursive: true });
}

/** Busybox answers to the name it is started by: as `sleep` it can only sleep. */
async function staticRoot(root: string): Promise<void> {
  cpSync(await path0('busybox'), path.join(root, 'bin/sleep'));
}

async function path0(program: string): Promise<string> {
  return (await run('sh', ['-c', `command -v ${program}`])).trim();
}
