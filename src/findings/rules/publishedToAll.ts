import { isLoopback } from '../../model/listening.ts';
import { isRunning, sandboxName } from '../../model/lookup.ts';
import type { Link, Sandbox, Stack, Topology } from '../../model/topology.ts';
import { type Word, word } from '../../model/word.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { hostStacks, madeByDocker } from '../hostStacks.ts';
import { firstFew, makeFinding, nameList } from '../makeFinding.ts';
import { isEverywhere, portTexts } from '../portText.ts';

/**
 * A port published on `0.0.0.0` or `::`: whoever reaches the host reaches the container, past the host's own firewall front ends (ufw). A
 * note, as that is often meant; a warning for ports that usually belong to databases and control interfaces. Silent where the host's
 * interfaces were read and none of them leads to others. Ports that a swarm publishes on all nodes are always public and no finding.
 */
export const publishedToAll: Rule = { code: 'published-to-all', find };

/** By the port inside the container. */
const seldomPublic: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [2375, 'Docker'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [8086, 'InfluxDB'],
  [9200, 'Elasticsearch'],
  [11211, 'memcached'],
  [27017, 'MongoDB'],
]);

function find({ topology }: RuleInput): readonly Finding[] {
  const stacks = hostStacks(topology);
  const reach = new Map(topology.engines.map(({ id }) => [id, reachOf(topology, stacks.get(id))] as const));
  return topology.sandboxes.flatMap((sandbox) => {
    if (sandbox.publishedPorts.length === 0 || !isRunning(sandbox)) return [];
    const ports = sandbox.publishedPorts.filter(isEverywhere);
    const host = reach.get(sandbox.engine);
    return ports.length === 0 || host === 'nobody' ? [] : [finding(sandbox, ports, host)];
  });
}

/** Where others reach the host: an address of a link that is not Docker's own; `nobody` where there is none. */
function reachOf(topology: Topology, stack: Stack | undefined): Link | 'nobody' | undefined {
  if (!stack) return undefined;
  const isDockers = madeByDocker(topology.networks.filter(({ engines }) => engines.includes(stack.engine)));
  const open = stack.links.find(
    (link) => link.up !== false && link.kind !== 'loopback' && !isDockers(link) && publicAddress(link) !== undefined,
  );
  return open ?? 'nobody';
}

function publicAddress({ addresses }: Link): string | undefined {
  return addresses.find((address) => !isLoopback(address) && !/^(fe80:|169\.254\.|::1)/i.test(address));
}

function finding(sandbox: Sandbox, ports: Sandbox['publishedPorts'], host: Link | undefined | 'nobody'): Finding {
  const known = ports.filter(({ port }) => seldomPublic.has(port));
  const texts = portTexts(ports);
  const hostWord: Word<FindingEvidence> =
    host === undefined || host === 'nobody'
      ? word('evidence.host-unknown')
      : word('evidence.host-address', publicAddress(host) ?? '', host.name);
  return makeFinding({
    code: 'published-to-all',
    severity: known.length > 0 ? 'warning' : 'info',
    subjects: [sandbox.id],
    args: [sandboxName(sandbox), nameList(texts)],
    evidence: [
      ...new Map(known.map(({ port }) => [port, word('evidence.known-service', port, seldomPublic.get(port) ?? '')])).values(),
      ...firstFew(ports.map(({ hostPort, port, protocol }) => word('evidence.published', hostPort, `${port}/${protocol}`))),
      hostWord,
    ],
  });
}
