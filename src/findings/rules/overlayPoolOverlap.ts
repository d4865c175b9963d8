import { contains } from '../../model/address.ts';
import { overlaysOf } from '../../model/overlayHosts.ts';
import type { Network, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * An overlay whose subnet holds the own address of a node: what its containers send there stays inside of the overlay, so that they
 * reach neither that host nor, through it, the world. The swarm accepts such a subnet.
 *
 * Silent for two networks that claim the same addresses: `overlapping-subnets` and `overlay-without-pool` find those.
 */
export const overlayPoolOverlap: Rule = { code: 'overlay-pool-overlap', find };

function find({ topology }: RuleInput): readonly Finding[] {
  return overlaysOf(topology).flatMap((network) =>
    network.pools.flatMap(({ subnet }) => {
      const inside = topology.nodes.filter(({ address }) => address !== '' && contains(subnet, address));
      return inside.length > 0 ? [finding(topology, network, subnet, inside)] : [];
    }),
  );
}

function finding(topology: Topology, network: Network, subnet: string, inside: Topology['nodes']): Finding {
  const engine = topology.engines.find(({ id }) => network.engines.includes(id));
  return {
    id: findingId('overlay-pool-overlap', [network.id]),
    code: 'overlay-pool-overlap',
    severity: 'warning',
    subjects: [network.id],
    message: word('finding.overlay-pool-overlap', network.name, subnet, inside[0]?.address ?? ''),
    evidence: [
      word('evidence.subnet', network.name, subnet),
      ...inside.map((node) => word('evidence.node-address', node.hostname || node.id, node.address)),
    ],
    fix: {
      title: word('fix.new-overlay-subnet'),
      command: 'dockerNetworks.createNetwork',
      arguments: engine ? [engine.id] : [],
      cli: dockerLine(engine, 'network', 'create', '--driver', 'overlay', '--subnet', 'SUBNET', 'NAME'),
    },
  };
}
