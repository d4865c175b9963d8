import type { Endpoint, Network, Sandbox, Topology } from '../../model/topology.ts';
import type { Word } from '../../model/word.ts';
import { word } from '../../model/word.ts';
import { askerName } from '../../predictions/answer.ts';
import { bareAddresses, type NameRecord, nameIndex } from '../../predictions/nameRecords.ts';
import type { Finding, FindingEvidence, Fix, Rule, RuleInput } from '../finding.ts';
import { findingId } from '../finding.ts';
import { sharesOnPurpose } from '../sharedName.ts';
import { containerArgument, dockerLine } from '../shellLine.ts';

/**
 * One name that several containers of a network go by: who asks gets all their addresses in changing order, and talks to one or the
 * other by chance. A note, not a warning, where they are replicas of one service. Silent for `tasks.<service>`, which means just that.
 */
export const nameCollision: Rule = { code: 'name-collision', find };

const shownContainers = 10;
const shownNames = 3;

interface Collision {
  readonly names: string[];
  readonly sandboxes: readonly Sandbox[];
  /** A service's virtual address among the answers. */
  readonly virtual: readonly string[];
}

function find({ topology }: RuleInput): readonly Finding[] {
  const index = nameIndex(topology);
  return [...index.records].flatMap(([id, { names }]) => {
    const network = index.networks.get(id);
    const collisions = new Map<string, Collision>();
    for (const [name, records] of names) {
      const collision = collisionOf(records);
      if (collision === undefined) continue;
      const key = JSON.stringify([collision.sandboxes.map((sandbox) => sandbox.id), collision.virtual]);
      const known = collisions.get(key);
      if (known === undefined) collisions.set(key, { ...collision, names: [name] });
      else known.names.push(name);
    }
    return network === undefined ? [] : [...collisions.values()].map((collision) => finding(topology, network, collision));
  });
}

function collisionOf(records: readonly NameRecord[]): Omit<Collision, 'names'> | undefined {
  if (records.length < 2 || records.every(({ origin }) => origin === 'task')) return undefined;
  const sandboxes = new Map(records.flatMap(({ sandbox }) => (sandbox === undefined ? [] : [[sandbox.id, sandbox] as const])));
  const virtual = [...new Set(records.flatMap(({ sandbox, addresses }) => (sandbox === undefined ? addresses : [])))].sort();
  if (sandboxes.size + virtual.length < 2) return undefined;
  return { sandboxes: [...sandboxes.values()].sort((a, b) => (askerName(a) < askerName(b) ? -1 : 1)), virtual };
}

function finding(topology: Topology, network: Network, { names, sandboxes, virtual }: Collision): Finding {
  const onPurpose = virtual.length === 0 && sharesOnPurpose(sandboxes);
  const subjects = [network.id, ...sandboxes.map((sandbox) => sandbox.id)].sort();
  const sorted = [...names].sort();
  const { endpoints } = nameIndex(topology);
  const on = (sandbox: Sandbox) => endpoints.get(sandbox.id)?.find((endpoint) => endpoint.network === network.id);
  const evidence: Word<FindingEvidence>[] = sandboxes
    .slice(0, shownContainers)
    .map((sandbox) => word('evidence.shares-name', askerName(sandbox), bareAddresses(on(sandbox)?.addresses ?? []).join(', ')));
  if (sandboxes.length > shownContainers) evidence.push(word('evidence.more-containers', sandboxes.length - shownContainers));
  evidence.push(...virtual.map((address) => word('evidence.shares-name', sorted[0] ?? '', address)));
  if (onPurpose) evidence.push(word('evidence.shared-on-purpose'));
  const fix = onPurpose ? undefined : fixOf(topology, network, sandboxes, sorted, on);
  return {
    id: findingId('name-collision', subjects),
    code: 'name-collision',
    severity: onPurpose ? 'info' : 'warning',
    subjects,
    message: word('finding.name-collision', network.name, sandboxes.length + virtual.length, listed(sorted)),
    evidence,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** The one that has the name only as an alias is the easier one to move; the line attaches it again without that alias. */
function fixOf(
  topology: Topology,
  network: Network,
  sandboxes: readonly Sandbox[],
  names: readonly string[],
  on: (sandbox: Sandbox) => Endpoint | undefined,
): Fix | undefined {
  const isOwn = (sandbox: Sandbox) => names.includes(askerName(sandbox).toLowerCase());
  const containers = sandboxes.filter(({ kind }) => kind === 'container');
  const mover = containers.findLast((sandbox) => !isOwn(sandbox)) ?? containers.at(-1);
  const endpoint = mover && on(mover);
  const owner = mover?.containers[0];
  if (mover === undefined || endpoint === undefined || owner === undefined) return undefined;
  const engine = topology.engines.find((each) => each.id === mover.engine);
  const kept = (endpoint.aliases ?? []).filter((alias) => !names.includes(alias.toLowerCase()));
  const target = [network.name, containerArgument(owner)];
  const aliases = kept.flatMap((alias) => [`--alias=${alias}`]);
  const lines = [dockerLine(engine, 'network', 'disconnect', ...target)];
  if (!isOwn(mover)) lines.push(dockerLine(engine, 'network', 'connect', ...aliases, ...target));
  return {
    title: word('fix.detach', owner.name, network.name),
    command: 'dockerNetworks.detachEndpoint',
    arguments: [endpoint.id],
    cli: lines.join(' && '),
  };
}

function listed(names: readonly string[]): string {
  return names.slice(0, shownNames).join(', ') + (names.length > shownNames ? ', …' : '');
}
