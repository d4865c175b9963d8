/** The process of an engine in this process' own network namespace, and whether it was started to write firewall rules. */
import { type KernelReader, readText } from './kernelReader.ts';

/**
 * False as soon as one engine there was told not to (`--iptables=false`, or `"iptables": false` in its configuration): its chains are not to
 * be missed. Undefined where no engine's process was found, or its configuration makes no sense. Only root sees whose namespace a process is in.
 */
export async function writesRules(kernel: KernelReader): Promise<boolean | undefined> {
  const ours = await kernel.linkName('/proc/self/ns/net');
  const pids = await enginesIn(kernel, ours);
  const writes = await Promise.all(pids.map((pid) => isToldTo(kernel, pid)));
  if (writes.includes(false)) return false;
  return writes.length === 0 || writes.includes(undefined) ? undefined : true;
}

async function enginesIn(kernel: KernelReader, namespace: string | undefined): Promise<readonly number[]> {
  const isOurs = async (pid: number) =>
    namespace !== undefined &&
    (await readText(kernel, `/proc/${pid}/comm`))?.trim() === 'dockerd' &&
    (await kernel.linkName(`/proc/${pid}/ns/net`)) === namespace;
  const usual = Number((await readText(kernel, '/var/run/docker.pid'))?.trim());
  if (usual > 0 && (await isOurs(usual))) return [usual];
  const pids = ((await kernel.list('/proc')) ?? []).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(pids.map(async (pid) => ((await isOurs(pid)) ? [pid] : [])));
  return found.flat();
}

async function isToldTo(kernel: KernelReader, pid: number): Promise<boolean | undefined> {
  const argv = (await readText(kernel, `/proc/${pid}/cmdline`))?.split('\0');
  if (!argv) return undefined;
  if (argv.some((arg) => /^--iptables=(false|f|0)$/i.test(arg))) return false;
  const at = argv.findIndex((arg) => /^--config-file(=|$)/.test(arg));
  const named = at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  const text = await readText(kernel, `/proc/${pid}/root${named ?? '/etc/docker/daemon.json'}`);
  // without a file the engine has its defaults, and writes
  if (text === undefined || text.trim() === '') return named === undefined ? true : undefined;
  try {
    const settings: unknown = JSON.parse(text);
    return (settings as { readonly iptables?: unknown } | null)?.iptables !== false;
  } catch {
    return undefined;
  }
}
