import type { Network, Stack, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { hostStacks, linkNamed } from '../hostStacks.ts';
import { lineFix, makeFinding } from '../makeFinding.ts';
import { shellQuote } from '../shellLine.ts';

/**
 * The parent interface of a macvlan or ipvlan network is not there, or is down: its containers do not start, or reach nobody. Needs the host's links.
 * Silent for the dummy interfaces that Docker makes for networks without a parent.
 */
export const macvlanParentMissing: Rule = { code: 'macvlan-parent-missing', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const stacks = hostStacks(topology);
  if (stacks.size === 0) return [];
  return topology.networks.flatMap((network) => {
    const stack = stacks.get(network.engines[0] ?? ('' as never));
    if ((network.driver !== 'macvlan' && network.driver !== 'ipvlan') || network.parent === undefined || !stack) return [];
    if (network.options.parent === undefined) return [];
    const link = linkNamed(stack, network.parent);
    return link && link.up !== false ? [] : [finding(topology, network, network.parent, link !== undefined, stack)];
  });
}

function finding(topology: Topology, network: Network, parent: string, isThere: boolean, stack: Stack): Finding {
  const isUsed = topology.endpoints.some((endpoint) => endpoint.network === network.id);
  const line = isThere ? `sudo ip link set ${shellQuote(parent)} up` : vlanLine(parent);
  return makeFinding({
    code: 'macvlan-parent-missing',
    severity: isUsed ? 'error' : 'warning',
    subjects: [network.id],
    args: [network.name, parent],
    evidence: [
      word(isThere ? 'evidence.interface-down' : 'evidence.interface-missing', parent),
      word('evidence.seen-by', stack.how),
    ],
    fix: line === undefined || parent.startsWith('-') ? undefined : lineFix('macvlan-parent-missing', [network.id], line),
  });
}

/** A sub-interface, such as `eth0.100`, can be made again. */
function vlanLine(parent: string): string | undefined {
  const [, base, vlan] = /^([A-Za-z0-9_-]+)\.(\d{1,4})$/.exec(parent) ?? [];
  if (base === undefined || vlan === undefined) return undefined;
  return `sudo ip link add link ${base} name ${parent} type vlan id ${vlan} && sudo ip link set ${parent} up`;
}
