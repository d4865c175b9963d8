/** What netlink shows root of an engine's sandboxes: the truth that the explorer's wires are compared with. */
import { isRunning, sandboxById } from '../../src/model/lookup.ts';
import type { SandboxId, Topology } from '../../src/model/topology.ts';
import type { LabEngine } from './engine.ts';
import { run } from './run.ts';

export interface KernelLink {
  readonly ifname: string;
  readonly ifindex: number;
  readonly link_index?: number;
  readonly link_netnsid?: number;
  readonly master?: string;
  readonly mtu: number;
  readonly linkinfo?: { readonly info_kind?: string };
  readonly address?: string;
  readonly addr_info?: readonly { readonly local: string; readonly prefixlen: number; readonly scope: string }[];
}

export interface KernelTruth {
  readonly host: readonly KernelLink[];
  readonly sandboxes: ReadonlyMap<
    SandboxId,
    { readonly links: readonly KernelLink[]; readonly defaults: readonly KernelRoute[] }
  >;
}

export interface KernelRoute {
  readonly dst: string;
  readonly dev: string;
  readonly gateway?: string;
}

/** Of the running sandboxes with a process. */
export async function kernelTruth(engine: LabEngine, topology: Topology): Promise<KernelTruth> {
  const host: readonly KernelLink[] = JSON.parse(await engine.inNamespace('ip', '-j', '-d', 'addr'));
  const ids = topology.sandboxes
    .filter((box) => box.kind === 'container' && box.pid !== undefined && isRunning(box))
    .map(({ id }) => id);
  const sandboxes = new Map<SandboxId, { links: readonly KernelLink[]; defaults: readonly KernelRoute[] }>();
  for (const id of ids) {
    const inside = (...argv: readonly string[]) =>
      run('nsenter', [`--net=/proc/${sandboxById(topology, id)?.pid}/ns/net`, ...argv]);
    try {
      const [links, four, six] = await Promise.all([
        inside('ip', '-j', '-d', 'addr'),
        inside('ip', '-j', 'route', 'show', 'default'),
        inside('ip', '-j', '-6', 'route', 'show', 'default'),
      ]);
      sandboxes.set(id, { links: JSON.parse(links), defaults: [...JSON.parse(four), ...JSON.parse(six || '[]')] });
    } catch {
      // It restarts: its process is gone. The second look leaves it out.
    }
  }
  return { host, sandboxes };
}
