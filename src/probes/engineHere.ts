/**
 * Whether the kernel that we see is the engine's. Decided by looking at a running container's shim, which runs in the engine's own
 * network namespace: anyone may read its `/proc/<pid>/net`.
 */
import type { Engine, Sandbox } from '../model/topology.ts';
import { type KernelReader, readText } from './kernelReader.ts';
import { parseDev, parseUnixInodes } from './parseProcNet.ts';

const looked = 8;

/** The owning container's id, and its process. */
type Process = Pick<Sandbox, 'id' | 'pid'>;

/** Looks at the shims of up to eight of the running sandboxes; the first that says yes or no decides. */
export async function kernelHere(running: readonly Sandbox[], kernel: KernelReader): Promise<Engine['here']> {
  for (const sandbox of running.slice(0, looked)) {
    const here = await sandboxHere(sandbox, kernel);
    if (here !== 'unknown') return here;
  }
  return 'unknown';
}

/** Files that tell whose a process is. */
export function processFiles(pid: number): readonly string[] {
  return [`/proc/${pid}/status`];
}

/** Whether the sandbox's pid is its container's process still: its parent is the shim that was started for that container. */
export async function isOwnProcess(sandbox: Process, kernel: KernelReader): Promise<boolean> {
  return (await shimOf(sandbox, kernel)) !== undefined;
}

async function sandboxHere(sandbox: Sandbox, kernel: KernelReader): Promise<Engine['here']> {
  if (sandbox.pid === undefined) return 'unknown';
  const shim = await shimOf(sandbox, kernel);
  if (shim === undefined) {
    // Where other users' processes are hidden (hidepid) a missing one says nothing.
    return (await readText(kernel, '/proc/1/net/dev')) === undefined ? 'unknown' : 'no';
  }
  const [theirs, ours, theirSockets, ourSockets, sysfs] = await Promise.all([
    readText(kernel, `/proc/${shim}/net/dev`),
    readText(kernel, '/proc/self/net/dev'),
    readText(kernel, `/proc/${shim}/net/unix`),
    readText(kernel, '/proc/self/net/unix'),
    kernel.list('/sys/class/net'),
  ]);
  if (theirs === undefined || ours === undefined || !sysfs) return 'unknown';
  const names = parseDev(ours);
  if (!sameNames(parseDev(theirs), names)) return 'no';
  // Namespaces can hold interfaces of equal names; no two share a socket.
  const [one, other] = [parseUnixInodes(theirSockets ?? ''), parseUnixInodes(ourSockets ?? '')];
  if (one.size === 0 || other.size === 0) return 'unknown';
  if (![...one].some((inode) => other.has(inode))) return 'no';
  // /sys shows the namespace that it was mounted in, which need not be ours (nsenter).
  const interfaces: string[] = [];
  for (const name of sysfs) if ((await kernel.read(`/sys/class/net/${name}/ifindex`)) !== undefined) interfaces.push(name);
  return sameNames(interfaces, names) ? 'yes' : 'unknown';
}

/** The container's parent process, if its command line names the container: a pid alone may be that of another machine's process. */
async function shimOf(sandbox: Process, kernel: KernelReader): Promise<number | undefined> {
  const status = await readText(kernel, `/proc/${sandbox.pid}/status`);
  const parent = Number(/^PPid:\s*(\d+)$/m.exec(status ?? '')?.[1] ?? 0);
  if (parent <= 1) return undefined;
  const argv = (await readText(kernel, `/proc/${parent}/cmdline`))?.split('\0') ?? [];
  return argv.includes(sandbox.id) ? parent : undefined;
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && [...one].sort().join(' ') === [...other].sort().join(' ');
}
