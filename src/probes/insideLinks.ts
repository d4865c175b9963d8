/**
 * A sandbox's stack as it sees itself, each interface with the index of its other end: the one sure key to the host's side. Both ways
 * need more than `/proc/<pid>/net` does: an exec (or a helper) in the sandbox, or root on the engine's machine.
 */
import type { StackReading } from '../model/snapshot.ts';
import type { Link } from '../model/topology.ts';
import { runInSandbox } from './enterSandbox.ts';
import { type KernelReader, readNumber, readText } from './kernelReader.ts';
import { parseIpLinks, parseIpRoutes } from './parseIp.ts';
import { readNetFolder } from './readNetFolder.ts';

/**
 * Through a reader that runs inside (`kernelThrough` over an exec in the container, or in a helper that joined it). What a container's own
 * programs print is the container's word: compare it with `/proc/<pid>/net` where that can be read. Undefined where nothing can be read.
 */
export async function insideLinks(inside: KernelReader): Promise<StackReading | undefined> {
  const stack = await readNetFolder(inside, '/proc/net', inside.how ?? 'exec');
  return stack && { ...stack, links: await Promise.all(stack.links.map((link) => withSysfs(link, inside))) };
}

/** By netlink, as root on the engine's own machine; undefined where that can't be done. Rejects when the signal aborts. */
export async function netlinkStack(container: string, pid: number, signal: AbortSignal): Promise<StackReading | undefined> {
  const ip = (...args: readonly string[]) => runInSandbox(container, pid, ['ip', '-j', ...args], signal);
  const [links, routes, routes6] = await Promise.all([ip('-d', 'addr'), ip('-4', 'route'), ip('-6', 'route')]);
  if (links?.exitCode !== 0) return undefined;
  const parsed = parseIpLinks(links.stdout);
  if (!parsed) return undefined;
  return {
    how: 'nsenter ip',
    pid,
    links: parsed,
    routes: [...(parseIpRoutes(routes?.stdout ?? '', 4) ?? []), ...(parseIpRoutes(routes6?.stdout ?? '', 6) ?? [])],
  };
}

async function withSysfs(link: Link, inside: KernelReader): Promise<Link> {
  const folder = `/sys/class/net/${link.name}`;
  const [ifindex, iflink, mtu, mac] = await Promise.all([
    readNumber(inside, `${folder}/ifindex`),
    readNumber(inside, `${folder}/iflink`),
    readNumber(inside, `${folder}/mtu`),
    readText(inside, `${folder}/address`).then((text) => text?.trim()),
  ]);
  const index = ifindex ?? link.index;
  return {
    ...link,
    ...(index === undefined ? {} : { index }),
    ...(iflink === undefined || iflink === index ? {} : { peerIndex: iflink }),
    ...(mtu === undefined ? {} : { mtu }),
    ...(mac ? { mac } : {}),
  };
}
