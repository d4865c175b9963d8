/**
 * What the kernel of an engine's host shows of that engine's sandboxes, read unprivileged: `/sys/class/net` for the host's side,
 * `/proc/<pid>/net` for each sandbox; where this process is root's, also the packet filter's rules. Nothing of another machine's or namespace's kernel gets in: see `engineHere.ts`.
 */
import { engineById, sandboxesWithProcess } from '../model/lookup.ts';
import type { KernelReading, StackReading } from '../model/snapshot.ts';
import type { EngineId, Link, Sandbox, SandboxId, Topology } from '../model/topology.ts';
import { isOwnProcess, kernelHere, processFiles } from './engineHere.ts';
import { type KernelReader, readText } from './kernelReader.ts';
import { readFirewall } from './readFirewall.ts';
import { readHostLinks, readLearned } from './readHostLinks.ts';
import { netFiles, readNetFolder } from './readNetFolder.ts';

/** moby libnetwork/drivers/overlay/encryption.go: the one that every encrypted overlay uses. */
const overlayCipher = 'rfc4106(gcm(aes))';

/**
 * Never rejects. The topology needs the pids of the containers (full detail): those without are not in the answer.
 *
 * @param only the sandboxes to read; every one of the engine when left out
 */
export async function readKernel(
  topology: Topology,
  engine: EngineId,
  kernel: KernelReader,
  only?: readonly SandboxId[],
): Promise<KernelReading> {
  const running = sandboxesWithProcess(topology, engine);
  const here = await kernelHere(running, kernel);
  const readAt = new Date().toISOString();
  if (here !== 'yes') return { here, readAt, sandboxes: {} };
  const wanted = only ? running.filter(({ id }) => only.includes(id)) : running;
  // The rules first: who still runs when they have been read had its own among them.
  const firewall = await readRules(topology, engine, kernel);
  const [host, sandboxes] = await Promise.all([readHost(kernel, '/proc/self/net', 'sysfs'), readSandboxes(wanted, kernel)]);
  if (firewall === undefined) return { here, readAt, ...host, sandboxes };
  if ('failed' in firewall) return { here, readAt, ...host, firewallFailed: firewall.failed, sandboxes };
  return { here, readAt, ...host, ...(host.host ? { host: { ...host.host, ...firewall } } : {}), sandboxes };
}

/** An engine that says it writes nftables rules of its own has none that could be listed so. */
function readRules(topology: Topology, engine: EngineId, kernel: KernelReader): ReturnType<typeof readFirewall> {
  const told = engineById(topology, engine)?.firewall ?? 'iptables';
  return told.startsWith('iptables') ? readFirewall(kernel) : Promise.resolve(undefined);
}

/** The host's own stack, and what its bridges have learned. `net` is its `/proc/…/net`. */
export async function readHost(kernel: KernelReader, net: string, how: string): Promise<Pick<KernelReading, 'host' | 'learned'>> {
  const [links, stack, forwarding, files, ciphers] = await Promise.all([
    readHostLinks(kernel),
    readNetFolder(kernel, net, how),
    readText(kernel, '/proc/sys/net/ipv4/ip_forward'),
    kernel.list(net),
    readText(kernel, '/proc/crypto'),
  ]);
  if (!links || !stack) return {};
  const addresses = new Map(stack.links.map((link) => [link.name, link.addresses] as const));
  const addressed = links.map((link): Link => ({ ...link, addresses: addresses.get(link.name) ?? [] }));
  const forwards = forwarding === undefined ? {} : { forwards: forwarding.trim() === '1' };
  const swarm = {
    // IPVS has its files in every namespace as soon as the kernel has it
    ...(files?.includes('dev') ? { balances: files.includes('ip_vs') } : {}),
    ...(ciphers ? { encrypts: ciphers.includes(overlayCipher) } : {}),
  };
  return { host: { ...stack, ...forwards, ...swarm, links: addressed }, learned: await readLearned(kernel, links) };
}

/** By the id of the owning container. Those whose process is not, or is no more, the container's are left out. */
export async function readSandboxes(
  sandboxes: readonly Sandbox[],
  kernel: KernelReader,
): Promise<Readonly<Record<string, StackReading>>> {
  const pids = sandboxes.flatMap(({ pid }) => pid ?? []);
  await kernel.prefetch?.(pids.flatMap((pid) => [...processFiles(pid), ...netFiles(`/proc/${pid}/net`)]));
  const read = await Promise.all(
    sandboxes.map(async (sandbox) => {
      // Another process may have got the pid since the topology was read, or may get it while we read.
      if (!(await isOwnProcess(sandbox, kernel))) return [];
      const stack = await readNetFolder(kernel, `/proc/${sandbox.pid}/net`, kernel.how ?? '/proc/<pid>/net');
      return stack && (await isOwnProcess(sandbox, kernel))
        ? [[sandbox.id, { ...stack, ...(sandbox.pid === undefined ? {} : { pid: sandbox.pid }) }] as const]
        : [];
    }),
  );
  return Object.fromEntries(read.flat());
}
