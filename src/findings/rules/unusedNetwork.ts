import type { Network, NetworkId, Topology } from '../../model/topology.ts';
import type { Word } from '../../model/word.ts';
import { word } from '../../model/word.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { orphanedNetworks } from '../orphanedNetworks.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * A network that nothing is on, and that no stopped container is set up for. It holds a subnet that others cannot have. Docker's own
 * answer (`dangling=true`) is wrong before 29. Silent where one could not look: containers that were not listed, and overlays
 * that may have containers on other nodes.
 */
export const unusedNetwork: Rule = { code: 'unused-network', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const used = usedNetworks(topology);
  // These have a finding of their own.
  const orphaned = new Set(orphanedNetworks(topology));
  return topology.networks
    .filter(
      (network) =>
        !used.has(network.id) && !orphaned.has(network) && !isMadeByDocker(network) && !isConfigInUse(topology, network),
    )
    .filter((network) => couldLook(topology, network))
    .map((network) => finding(topology, network));
}

function usedNetworks(topology: Topology): ReadonlySet<NetworkId> {
  const balancers = new Set(topology.sandboxes.filter((sandbox) => sandbox.kind === 'loadBalancer').map((sandbox) => sandbox.id));
  const used = new Set<NetworkId>();
  for (const endpoint of topology.endpoints) {
    if (endpoint.sandbox === undefined || !balancers.has(endpoint.sandbox)) used.add(endpoint.network);
  }
  for (const service of topology.services) for (const attached of service.networks) used.add(attached.network);
  return used;
}

function isMadeByDocker(network: Network): boolean {
  if (network.driver === 'host' || network.driver === 'null' || network.ingress) return true;
  return network.driver === 'bridge' && (network.name === 'bridge' || network.name === 'docker_gwbridge');
}

function isConfigInUse(topology: Topology, network: Network): boolean {
  if (!network.configOnly) return false;
  return topology.networks.some((other) => other.configFrom === network.name || other.configFrom === network.id);
}

function couldLook(topology: Topology, network: Network): boolean {
  const engines = topology.engines.filter((engine) => network.engines.includes(engine.id));
  const blind = topology.gaps.some((gap) => {
    const matters =
      gap.code === 'containers-not-listed' || gap.code === 'malformed-container' || gap.code === 'malformed-endpoint';
    return matters && (gap.engine === undefined || network.engines.includes(gap.engine));
  });
  if (blind) return false;
  if (network.scope !== 'swarm') return true;
  // No node takes part in an overlay that nothing uses, so that it has no peers; only an inspect tells.
  const manager = engines.some((engine) => engine.swarm?.role === 'manager');
  return manager && network.detail === 'full' && (network.peers ?? []).length === 0;
}

function finding(topology: Topology, network: Network): Finding {
  const engine = topology.engines.find((candidate) => network.engines.includes(candidate.id));
  const evidence: Word<FindingEvidence>[] = [word('evidence.no-endpoint'), word('evidence.driver', network.driver)];
  if (network.created !== '') evidence.push(word('evidence.created', network.created));
  for (const pool of network.pools) evidence.push(word('evidence.subnet', network.name, pool.subnet));
  return {
    id: findingId('unused-network', [network.id]),
    code: 'unused-network',
    severity: 'info',
    subjects: [network.id],
    message: word('finding.unused-network', network.name),
    evidence,
    fix: {
      title: word('fix.remove-network', network.name),
      command: 'dockerNetworks.removeNetwork',
      arguments: [network.id],
      cli: dockerLine(engine, 'network', 'rm', network.id),
    },
  };
}
