import { parseRange } from '../../model/address.ts';
import type { Network, PendingTask, Service, Topology } from '../../model/topology.ts';
import type { Word } from '../../model/word.ts';
import { word } from '../../model/word.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * Tasks that wait for an address: the swarm gives a task its addresses before it looks for a node, and leaves it in the state `new`,
 * without a word, as long as a pool of its networks is used up or was never given.
 *
 * Silent for tasks that have addresses and wait for a node, and for those that began to wait less than half a minute ago where no pool
 * explains it: every task is `new` for a moment.
 */
export const taskPendingAddress: Rule = { code: 'task-pending-address', find };

const patience = 30_000;
const shown = 5;

function find({ topology }: RuleInput): readonly Finding[] {
  return topology.services.flatMap((service) => {
    const waiting = (service.pending ?? []).filter(({ state }) => state === 'new');
    const networks = topology.networks.filter(({ id }) => service.networks.some(({ network }) => network === id));
    if (waiting.length === 0 || networks.length === 0) return [];
    const reasons = networks.flatMap((network) => reasonOf(topology, network));
    const old = waiting.filter((task) => isOld(task, topology.readAt));
    const found = reasons.length > 0 ? waiting : old;
    return found.length === 0 ? [] : [finding(topology, service, networks, found, reasons)];
  });
}

function isOld({ since }: PendingTask, now: string): boolean {
  return Date.parse(now) - Date.parse(since) > patience;
}

function reasonOf(topology: Topology, network: Network): readonly Word<FindingEvidence>[] {
  if (network.driver === '' && network.pools.length === 0) return [word('evidence.no-pool-given', network.name)];
  const [pool, ...more] = network.pools;
  const range = pool && more.length === 0 ? parseRange(pool.subnet) : undefined;
  if (range?.family !== 4) return [];
  // neither the network's own address nor the broadcast address is given away
  const usable = Number(range.last - range.first) - 1;
  const used = usedOn(topology, network) + (pool?.gateway ? 1 : 0);
  return used >= usable ? [word('evidence.pool-full', network.name, Math.min(used, usable), usable)] : [];
}

/** Endpoints, virtual addresses, and a load balancer on each host, which only the host's own engine shows. */
function usedOn(topology: Topology, network: Network): number {
  const addressed = topology.endpoints.filter((endpoint) => endpoint.network === network.id && endpoint.addresses.length > 0);
  const balancers = new Set(topology.sandboxes.filter(({ kind }) => kind === 'loadBalancer').map(({ id }) => id));
  const own = addressed.filter(({ sandbox }) => sandbox === undefined || !balancers.has(sandbox));
  const virtual = topology.services.flatMap(({ networks }) =>
    networks.filter((each) => each.network === network.id && each.virtualAddress !== undefined),
  );
  return own.length + virtual.length + new Set(addressed.map(({ node }) => node)).size;
}

function finding(
  topology: Topology,
  service: Service,
  networks: readonly Network[],
  waiting: readonly PendingTask[],
  reasons: readonly Word<FindingEvidence>[],
): Finding {
  const engine = topology.engines.find(({ id }) => id === service.engine);
  const subjects = networks.map(({ id }) => id).sort();
  return {
    id: findingId('task-pending-address', [...subjects, service.id]),
    code: 'task-pending-address',
    severity: 'error',
    subjects: [...subjects, service.id].sort(),
    message: word('finding.task-pending-address', waiting.length, service.name),
    evidence: [
      ...reasons,
      ...networks.flatMap(({ name, pools }) => pools.map(({ subnet }) => word('evidence.subnet', name, subnet))),
      ...waiting.slice(0, shown).map(({ id, state, since }) => word('evidence.task-waits', id, state, since)),
      ...(waiting.length > shown ? [word('evidence.more-tasks', waiting.length - shown)] : []),
    ],
    fix: {
      title: word('fix.new-overlay-subnet'),
      command: 'dockerNetworks.createNetwork',
      arguments: engine ? [engine.id] : [],
      cli: dockerLine(engine, 'network', 'create', '--driver', 'overlay', '--subnet', 'SUBNET', 'NAME'),
    },
  };
}
