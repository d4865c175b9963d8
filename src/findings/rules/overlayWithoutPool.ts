import { overlaysOf } from '../../model/overlayHosts.ts';
import type { Network, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * A network of the swarm that it found no addresses for. The swarm accepts an overlay whose subnet overlaps another one's, gives it an id,
 * and then leaves it without driver and pool (seen on 20.10); its tasks wait for ever, and nothing says why.
 */
export const overlayWithoutPool: Rule = { code: 'overlay-without-pool', find };

function find({ topology }: RuleInput): readonly Finding[] {
  return topology.networks.filter(isWithoutPool).map((network) => finding(topology, network));
}

function isWithoutPool({ scope, driver, pools, configOnly }: Network): boolean {
  return scope === 'swarm' && driver === '' && pools.length === 0 && !configOnly;
}

function finding(topology: Topology, network: Network): Finding {
  const engine = topology.engines.find(({ id }) => network.engines.includes(id));
  const taken = overlaysOf(topology).flatMap(({ name, pools }) =>
    pools.map(({ subnet }) => word('evidence.subnet', name, subnet)),
  );
  return {
    id: findingId('overlay-without-pool', [network.id]),
    code: 'overlay-without-pool',
    severity: 'error',
    subjects: [network.id],
    message: word('finding.overlay-without-pool', network.name),
    evidence: [word('evidence.no-pool-given', network.name), ...taken.slice(0, 12)],
    fix: {
      title: word('fix.new-overlay', network.name),
      command: 'dockerNetworks.removeNetwork',
      arguments: [network.id],
      cli: dockerLine(engine, 'network', 'rm', network.id),
    },
  };
}
