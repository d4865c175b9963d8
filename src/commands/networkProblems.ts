/** What can be said against a network that is being thought up, before the engine is asked. Pure. */
import { contains, isAddress, isCidr, parseRange } from '../model/address.ts';
import type { Network } from '../model/topology.ts';
import { overlapOf, type UsedSubnet } from '../predictions/freeSubnet.ts';
import { listOf } from './attachDraft.ts';
import type { CreateField, NetworkDraft } from './networkDraft.ts';

export type Problem =
  | {
      readonly code:
        | 'name-empty'
        | 'name-form'
        | 'subnet-form'
        | 'subnet-host-bits'
        | 'subnet-family'
        | 'gateway-form'
        | 'parent-form'
        | 'vlan-form'
        | 'mtu-form'
        | 'binding-form'
        | 'pairs-form'
        | 'needs-subnet';
    }
  | { readonly code: 'name-taken'; readonly name: string }
  | { readonly code: 'subnet-overlap'; readonly used: UsedSubnet }
  | { readonly code: 'gateway-outside' | 'range-outside' | 'reserved-outside'; readonly subnet: string };

/** Docker's own form of names (moby daemon/names: `[a-zA-Z0-9][a-zA-Z0-9_.-]`). */
const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

export function nameProblem(name: string, networks: readonly Network[]): Problem | undefined {
  if (name === '') return { code: 'name-empty' };
  if (!nameForm.test(name)) return { code: 'name-form' };
  return networks.some((network) => network.name === name) ? { code: 'name-taken', name } : undefined;
}

/** '' lets the engine choose. An overlap is a warning: overlapping overlays and macvlans are allowed. */
export function subnetProblem(subnet: string, used: readonly UsedSubnet[], family?: 4 | 6): Problem | undefined {
  if (subnet === '') return undefined;
  const range = isCidr(subnet) ? parseRange(subnet) : undefined;
  if (!range) return { code: 'subnet-form' };
  if (range.address !== range.first) return { code: 'subnet-host-bits' };
  if (family !== undefined && range.family !== family) return { code: 'subnet-family' };
  const overlap = overlapOf(subnet, used);
  return overlap && { code: 'subnet-overlap', used: overlap };
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

/** 802.1Q: 1 to 4094. */
export function vlanProblem(vlan: string): Problem | undefined {
  return vlan === '' || (/^\d{1,4}$/.test(vlan) && Number(vlan) >= 1 && Number(vlan) <= 4094) ? undefined : { code: 'vlan-form' };
}

export function fieldProblem(field: CreateField, text: string, draft: NetworkDraft): Problem | undefined {
  if (text === '') return undefined;
  switch (field) {
    case 'mtu':
      return /^\d{2,5}$/.test(text) && Number(text) >= 68 && Number(text) <= 65535 ? undefined : { code: 'mtu-form' };
    case 'host-binding':
      return isAddress(text) && !text.includes(':') ? undefined : { code: 'binding-form' };
    case 'bridge-name':
      return parentProblem(text);
    case 'labels':
    case 'driver-options':
      return text.split(/\s+/).every((one) => /^[^=]+(=.*)?$/.test(one)) ? undefined : { code: 'pairs-form' };
    case 'range':
      return insideProblem(listOf(text), isCidr, draft, 'range-outside');
    case 'reserved': {
      const addresses = listOf(text).map((one) => one.slice(one.indexOf('=') + 1));
      return insideProblem(addresses, isAddress, draft, 'reserved-outside');
    }
    case 'gateway-mode':
    case 'config-from':
      return undefined;
    default:
      return field satisfies never;
  }
}

function insideProblem(
  parts: readonly string[],
  isForm: (text: string) => boolean,
  { subnet, subnet6 }: NetworkDraft,
  outside: 'range-outside' | 'reserved-outside',
): Problem | undefined {
  const subnets = [subnet, subnet6].filter((one) => one !== '');
  // the engine takes neither where it chooses the subnet itself
  if (subnets.length === 0) return { code: 'needs-subnet' };
  const isInside = (part: string) => isForm(part) && subnets.some((one) => contains(one, part));
  return parts.every(isInside) ? undefined : { code: outside, subnet: subnets.join(', ') };
}
