/** Subnets that nothing known uses: for a network that is to be made. */
import { overlaps } from '../model/address.ts';
import type { Topology } from '../model/topology.ts';

/** What a subnet must not overlap, with a name for each: networks of every engine (the same subnet on two hosts makes traps), routes of hosts. */
export interface UsedSubnet {
  readonly subnet: string;
  /** Name of the network, or of the host's interface. */
  readonly by: string;
  readonly kind: 'network' | 'route';
}

export function usedSubnets(topology: Topology, except?: string): readonly UsedSubnet[] {
  const networks = topology.networks
    .filter(({ id }) => id !== except)
    .flatMap(({ name, pools }) => pools.map(({ subnet }): UsedSubnet => ({ subnet, by: name, kind: 'network' })));
  const own = new Set(topology.networks.flatMap(({ hostInterface }) => hostInterface ?? []));
  const routes = topology.stacks
    .filter(({ engine, sandbox }) => sandbox === `${engine}/host`)
    .flatMap((stack) => stack.routes)
    // default routes overlap everything; a bridge of Docker is its network's
    .filter(({ destination, device }) => !destination.endsWith('/0') && !own.has(device) && device !== 'lo')
    .map(({ destination, device }): UsedSubnet => ({ subnet: destination, by: device, kind: 'route' }));
  return [...networks, ...routes];
}

/** What of the used ones the subnet overlaps. */
export function overlapOf(subnet: string, used: readonly UsedSubnet[]): UsedSubnet | undefined {
  return used.find((other) => overlaps(other.subnet, subnet));
}

/** The first free /24 of 10.20.0.0/14, or the first free /64 of fd00:20::/32; undefined when all are used. */
export function freeSubnet(used: readonly UsedSubnet[], family: 4 | 6, taken: readonly string[] = []): string | undefined {
  const isFree = (subnet: string) => !overlapOf(subnet, used) && !taken.some((other) => overlaps(other, subnet));
  for (let at = 0; at < 1024; at++) {
    const subnet =
      family === 4 ? `10.${20 + (at >> 8)}.${at & 255}.0/24` : at === 0 ? 'fd00:20::/64' : `fd00:20:0:${at.toString(16)}::/64`;
    if (isFree(subnet)) return subnet;
  }
  return undefined;
}
