import { duplicates } from '../duplicates.ts';
import type { Rule, RuleInput } from '../finding.ts';

/** Two endpoints of one network with the same MAC (`--mac-address`): a bridge sends the frames of both to whoever spoke last. */
export const duplicateMac: Rule = {
  code: 'duplicate-mac',
  // ipvlan has its parent's MAC everywhere, on purpose.
  find: ({ topology }: RuleInput) =>
    duplicates(topology, 'duplicate-mac', ({ mac }, { driver }) => (mac && driver !== 'ipvlan' ? [mac.toLowerCase()] : [])),
};
