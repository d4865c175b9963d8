import { canonicalAddress } from '../../model/address.ts';
import { duplicates } from '../duplicates.ts';
import type { Rule, RuleInput } from '../finding.ts';

/**
 * Two endpoints of one network with the same address: whoever answers first is reached. Docker's own IPAM never gives one out twice; remote
 * IPAM drivers, networks that share a subnet on several engines and hand-made changes do.
 */
export const duplicateAddress: Rule = {
  code: 'duplicate-address',
  find: ({ topology }: RuleInput) =>
    duplicates(topology, 'duplicate-address', ({ addresses }) =>
      addresses.map((address) => canonicalAddress(address) ?? address),
    ),
};
