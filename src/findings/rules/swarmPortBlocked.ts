import { hostName } from '../../model/overlayHosts.ts';
import type { Node, NodeId } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import type { PortObservation } from '../../predictions/swarmPorts.ts';
import { checkPorts } from '../checkPorts.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';

/**
 * Ports between the nodes of a swarm that a connect did not get through: without 2377/tcp a node hears nothing of its managers, without 7946
 * the nodes do not find each other's endpoints. Found only where somebody tried (Check Swarm Ports…).
 *
 * Silent for UDP, which gives nothing to see, and for nodes that are no more.
 */
export const swarmPortBlocked: Rule = { code: 'swarm-port-blocked', find };

function find(input: RuleInput): readonly Finding[] {
  const nodes = new Map<NodeId, Node>(input.topology.nodes.map((node) => [node.id, node]));
  const blocked = new Map<Node, PortObservation[]>();
  for (const seen of input.ports ?? []) {
    const node = nodes.get(seen.target.node);
    if (!node || (seen.outcome !== 'refused' && seen.outcome !== 'silent')) continue;
    blocked.set(node, [...(blocked.get(node) ?? []), seen]);
  }
  return [...blocked].map(([node, seen]) => ({
    id: findingId('swarm-port-blocked', [node.id]),
    code: 'swarm-port-blocked',
    severity: 'error',
    subjects: [node.id],
    message: word('finding.swarm-port-blocked', portsOf(seen), hostName({ node, address: node.address })),
    evidence: seen.map(({ target, from, place, how, outcome, at }) => {
      const origin = from && nodes.get(from);
      const where = origin ? hostName({ node: origin, address: origin.address }) : place;
      const code = outcome === 'refused' ? ('evidence.port-refused' as const) : ('evidence.port-silent' as const);
      return word(code, `${target.port}/${target.protocol}`, where || how, how, at);
    }),
    fix: checkPorts(input.topology, node.address),
  }));
}

function portsOf(seen: readonly PortObservation[]): string {
  return [...new Set(seen.map(({ target }) => `${target.port}/${target.protocol}`))].sort().join(', ');
}
