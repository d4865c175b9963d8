/** The root folder that the newer engine runs from: Debian sid's own docker.io, made once per machine in the user's cache. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { run, until } from './run.ts';

const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'docker-network-explorer');
const root = path.join(cache, 'sid');
const lock = path.join(cache, 'sid.lock');

/** Path of a root folder with `/usr/sbin/dockerd`; made on the first call (about 35 s, 540 MB), by one process at a time. */
export async function newerRoot(): Promise<string> {
  mkdirSync(cache, { recursive: true });
  await until('the root folder of the newer engine', async () => isThere() || (takeLock() && (await make())), 600_000);
  return root;
}

function isThere(): boolean {
  return existsSync(path.join(root, 'usr/sbin/dockerd'));
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    mkdirSync(path.join(lock, String(process.pid)));
    return true;
  } catch {
    const holder = existsSync(lock) ? readdirSync(lock, { encoding: 'utf8' })[0] : undefined;
    if (holder && !existsSync(`/proc/${holder}`)) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

async function make(): Promise<boolean> {
  try {
    if (isThere()) return true;
    for (const half of readdirSync(cache).filter((name) => /^sid-/.test(name)))
      rmSync(path.join(cache, half), { recursive: true });
    const folder = mkdtempSync(path.join(cache, 'sid-'));
    await run('debootstrap', [
      '--variant=minbase',
      '--include=docker.io,iptables,iproute2,ca-certificates',
      'sid',
      folder,
      mirror(),
    ]);
    rmSync(path.join(folder, 'var/cache/apt'), { recursive: true, force: true });
    mkdirSync(path.join(folder, 'lab'));
    renameSync(folder, root);
    return true;
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** The machine's own mirror, from its own apt sources. */
function mirror(): string {
  const folder = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(folder) ? readdirSync(folder).map((file) => path.join(folder, file)) : []),
  ];
  for (const file of files.filter((candidate) => existsSync(candidate))) {
    const text = readFileSync(file, 'utf8');
    const found = /^URIs:\s*(\S+)/m.exec(text)?.[1] ?? /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)/m.exec(text)?.[1];
    if (found) return found;
  }
  throw new Error('no mirror in the apt sources of this machine');
}
