import { hostName, type OverlayHost, overlayHosts, overlaysOf } from '../../model/overlayHosts.ts';
import type { Network, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import { checkPorts } from '../checkPorts.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';

/**
 * Hosts of one overlay that have no tunnel to each other, though something of it runs on both: two connected nodes whose lists of peers
 * both lack the other, or a node with running tasks that nobody's list names. Packets between their endpoints are lost.
 *
 * Silent where only one of two lists lacks the other: the two were not read at the same moment. Silent for nodes where nothing of the
 * overlay runs: they take no part, and no list has them.
 */
export const overlayPeerMissing: Rule = { code: 'overlay-peer-missing', find };

const shown = 8;

function find({ topology }: RuleInput): readonly Finding[] {
  return overlaysOf(topology).flatMap((network) => {
    const hosts = overlayHosts(topology, network);
    return hosts.some(({ misses }) => misses.length > 0) ? [finding(topology, network, hosts)] : [];
  });
}

function finding(topology: Topology, network: Network, hosts: readonly OverlayHost[]): Finding {
  const blind = hosts.filter(({ misses }) => misses.length > 0);
  const missing = blind.flatMap((host) => host.misses.map((address) => ({ host, address })));
  const named = new Map(hosts.map((host) => [host.address, host] as const));
  const evidence = [
    ...missing.slice(0, shown).map(({ host, address }) => {
      const other = named.get(address);
      return word('evidence.peer-unknown', hostName(host), other ? hostName(other) : address);
    }),
    ...blind.slice(0, shown).map((host) => {
      const others = (host.knows ?? []).filter((address) => address !== host.address);
      return others.length === 0
        ? word('evidence.peers-known-none', hostName(host))
        : word('evidence.peers-known', hostName(host), others.slice(0, shown).join(', '));
    }),
    word('evidence.tunnel-ports'),
  ];
  return {
    id: findingId('overlay-peer-missing', [network.id]),
    code: 'overlay-peer-missing',
    severity: 'error',
    subjects: [network.id],
    message: word('finding.overlay-peer-missing', network.name, missing.length),
    evidence,
    fix: checkPorts(topology, missing[0]?.address ?? ''),
  };
}
