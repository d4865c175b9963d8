import { isRunning } from '../model/lookup.ts';
import { type OverlayHost, overlayHosts } from '../model/overlayHosts.ts';
import type { Network, Sandbox, SandboxId, Service, Topology } from '../model/topology.ts';

/** What the picture is drawn from: one overlay with its hosts. */
export interface OverlayView {
  readonly topology: Topology;
  readonly network: Network;
  readonly hosts: readonly OverlayHost[];
  readonly sandboxes: ReadonlyMap<SandboxId, Sandbox>;
  readonly services: readonly Service[];
}

/** The overlay with its hosts, indexed. */
export function viewOverlay(topology: Topology, network: Network): OverlayView {
  return {
    topology,
    network,
    hosts: overlayHosts(topology, network),
    sandboxes: new Map(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox])),
    services: topology.services.filter(({ networks }) => networks.some((each) => each.network === network.id)),
  };
}

/** Whether nothing gets from this host to the others: it is down, or it and all the others miss each other. */
export function isCut(host: OverlayHost, hosts: readonly OverlayHost[]): boolean {
  if (host.node?.state === 'down') return true;
  const others = hosts.filter((other) => other.id !== host.id && other.takesPart && other.node?.state !== 'down');
  if (others.length === 0 || !host.takesPart) return false;
  return others.every((other) => host.misses.includes(other.address) || other.misses.includes(host.address));
}

/** Whether the stack of an endpoint is up; an endpoint without one counts where Docker's own id of it is known. */
export function isUp(sandbox: Sandbox | undefined, endpointId: string | undefined): boolean {
  return sandbox ? isRunning(sandbox) : endpointId !== undefined;
}
