/**
 * What the lab has made on this machine: one file per engine, so that whatever a killed test run left can be found and removed,
 * and nothing else. A record is removed with the last thing that it names.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tryNow } from './run.ts';

export interface LabRecord {
  readonly name: string;
  /** The test process, and when it started (clock ticks since boot): pids are used again. */
  readonly owner: { readonly pid: number; readonly started: string };
  /** Data, socket, logs: everything of the engine. */
  readonly folder: string;
  readonly namespaces: readonly string[];
}

const folder = path.join(tmpdir(), 'docker-network-explorer-lab');

/** Every namespace of the lab begins with this. */
export const namePrefix = 'dne-';

export function thisProcess(): LabRecord['owner'] {
  return { pid: process.pid, started: startOf(process.pid) };
}

export function keepRecord(record: LabRecord): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(recordFile(record.name), JSON.stringify(record));
}

/** Ends and removes everything that the record names. Can be called twice, and for what is half made. */
export function tearDown(record: LabRecord): void {
  for (let round = 0; round < 20; round++) {
    const pids = processesOf(record);
    if (pids.length === 0) break;
    for (const pid of pids) kill(pid);
    tryNow('sleep', ['0.05']);
  }
  for (const mount of mountsUnder(record.folder)) tryNow('umount', ['--lazy', mount]);
  for (const namespace of record.namespaces) tryNow('ip', ['netns', 'del', namespace]);
  for (const cgroup of leftCgroups(record)) tryNow('rmdir', [cgroup]);
  rmSync(record.folder, { recursive: true, force: true, maxRetries: 5 });
  rmSync(recordFile(record.name), { force: true });
}

/** Removes what test processes that are gone left behind. Returns the names. */
export function reapDead(): readonly string[] {
  const dead = records().filter(({ owner }) => startOf(owner.pid) !== owner.started);
  for (const record of dead) tearDown(record);
  return dead.map(({ name }) => name);
}

export function records(): readonly LabRecord[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as LabRecord);
  } catch {
    return [];
  }
}

/** What there still is of it, in words; `containers` are ids whose cgroups must be gone too. */
export function tracesOf(record: LabRecord, containers: readonly string[] = []): readonly string[] {
  const namespaces = tryNow('ip', ['netns', 'list'])
    .split('\n')
    .map((line) => line.split(' ')[0]);
  return [
    ...record.namespaces.filter((name) => namespaces.includes(name)).map((name) => `namespace ${name}`),
    ...processesOf(record).map((pid) => `process ${pid} ${tryRead(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`),
    ...mountsUnder(record.folder).map((mount) => `mount ${mount}`),
    ...(existsSync(record.folder) ? [`folder ${record.folder}`] : []),
    ...(existsSync(recordFile(record.name)) ? [`record ${record.name}`] : []),
    ...cgroupsOf(containers).map((cgroup) => `cgroup ${cgroup}`),
  ];
}

/** Processes in the record's namespaces, or started with its folder on the command line (the engine, its containerd and shims). */
export function processesOf(record: LabRecord): readonly number[] {
  const inNamespace = record.namespaces.flatMap((namespace) => tryNow('ip', ['netns', 'pids', namespace]).split('\n'));
  const byFolder = readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid && mentions(pid, record.folder),
  );
  const direct = [...inNamespace, ...byFolder].map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  return [...new Set([...direct, ...childrenOf(direct)])];
}

function recordFile(name: string): string {
  return path.join(folder, `${name}.json`);
}

function mentions(pid: string, text: string): boolean {
  try {
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (argv.includes(text)) return true;
    return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DNE_LAB_FOLDER=${text}`);
  } catch {
    return false;
  }
}

/** Containers are children of a shim and mention nothing of ours. */
function childrenOf(parents: readonly number[]): readonly number[] {
  const found: number[] = [];
  for (const parent of parents) {
    const children = tryRead(`/proc/${parent}/task/${parent}/children`).split(' ').map(Number).filter(Boolean);
    found.push(...children, ...childrenOf(children));
  }
  return found;
}

function mountsUnder(parent: string): readonly string[] {
  return tryRead('/proc/mounts')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((mount) => mount === parent || mount.startsWith(`${parent}/`))
    .reverse();
}

function leftCgroups(record: LabRecord): readonly string[] {
  const ids = tryNow('sh', ['-c', `ls "${record.folder}/data/containers" 2>/dev/null`])
    .split('\n')
    .filter((id) => /^[0-9a-f]{64}$/.test(id));
  return cgroupsOf(ids);
}

function cgroupsOf(containers: readonly string[]): readonly string[] {
  return containers.flatMap((id) =>
    tryNow('sh', ['-c', `ls -d /sys/fs/cgroup/*/docker/${id} 2>/dev/null`])
      .split('\n')
      .filter(Boolean),
  );
}

function startOf(pid: number): string {
  const stat = tryRead(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}
