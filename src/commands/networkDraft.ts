/** A network that is being thought up, and what can be said against it before the engine is asked. Pure. */
import type { NetworkSpec } from '../engine/engine.ts';
import { contains, isAddress, isCidr, overlaps, parseRange } from '../model/address.ts';
import type { Network } from '../model/topology.ts';

export interface NetworkDraft {
  readonly name: string;
  readonly driver: string;
  readonly parent: string;
  readonly subnet: string;
  readonly gateway: string;
}

export const emptyDraft: NetworkDraft = { name: '', driver: 'bridge', parent: '', subnet: '', gateway: '' };

export type Problem =
  | { readonly code: 'name-empty' | 'name-form' | 'subnet-form' | 'subnet-host-bits' | 'gateway-form' | 'parent-form' }
  | { readonly code: 'name-taken'; readonly name: string }
  | { readonly code: 'subnet-overlap'; readonly name: string; readonly subnet: string }
  | { readonly code: 'gateway-outside'; readonly subnet: string };

/** Docker's own form of names (moby daemon/names: `[a-zA-Z0-9][a-zA-Z0-9_.-]`). */
const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

export function nameProblem(name: string, networks: readonly Network[]): Problem | undefined {
  if (name === '') return { code: 'name-empty' };
  if (!nameForm.test(name)) return { code: 'name-form' };
  return networks.some((network) => network.name === name) ? { code: 'name-taken', name } : undefined;
}

/** '' lets the engine choose. An overlap is a warning: overlapping overlays and macvlans are allowed. */
export function subnetProblem(subnet: string, networks: readonly Network[]): Problem | undefined {
  if (subnet === '') return undefined;
  const range = isCidr(subnet) ? parseRange(subnet) : undefined;
  if (!range) return { code: 'subnet-form' };
  if (range.address !== range.first) return { code: 'subnet-host-bits' };
  for (const network of networks) {
    const pool = network.pools.find((candidate) => overlaps(candidate.subnet, subnet));
    if (pool) return { code: 'subnet-overlap', name: network.name, subnet: pool.subnet };
  }
  return undefined;
}

export function gatewayProblem(gateway: string, subnet: string): Problem | undefined {
  if (gateway === '') return undefined;
  if (!isAddress(gateway)) return { code: 'gateway-form' };
  return contains(subnet, gateway) ? undefined : { code: 'gateway-outside', subnet };
}

/** Names of interfaces: at most 15 characters, no blank and no slash (kernel `dev_valid_name`). */
export function parentProblem(parent: string): Problem | undefined {
  return parent === '' || /^[^\s/:]{1,15}$/.test(parent) ? undefined : { code: 'parent-form' };
}

/** Drivers with a parent interface on the host. */
export function hasParent(driver: string): boolean {
  return driver === 'macvlan' || driver === 'ipvlan';
}

export function specOf(draft: NetworkDraft): NetworkSpec {
  const { name, driver, parent, subnet, gateway } = draft;
  return {
    name,
    driver,
    ...(subnet === '' ? {} : { pools: [{ subnet, ...(gateway === '' ? {} : { gateway }) }] }),
    ...(hasParent(driver) && parent !== '' ? { options: { parent } } : {}),
    ...(subnet.includes(':') ? { ipv6: true } : {}),
    ...(driver === 'overlay' ? { attachable: true } : {}),
  };
}
