import { isRunning } from '../model/lookup.ts';
import type { NetworkId, Sandbox, SandboxId, Topology } from '../model/topology.ts';
import { nameIndex } from './nameRecords.ts';
import { servesNames } from './userDefined.ts';

/** Whom a matrix is about: everybody on a network, or the sandboxes that a person chose. */
export type MatrixScope = { readonly network: NetworkId } | { readonly sandboxes: readonly SandboxId[] };

export interface NameMatrix {
  readonly rows: readonly MatrixRow[];
  readonly names: readonly MatrixName[];
}

export interface MatrixRow {
  readonly sandbox: Sandbox;
  /** False for one that is not on the network, shown to tell it apart. */
  readonly member: boolean;
}

export interface MatrixName {
  readonly name: string;
  readonly kind: 'container' | 'alias' | 'service';
  readonly member: boolean;
}

/** Of those that are not on the network: enough to see what sharing no network means. */
const mostOutsiders = 4;

/** Who may ask for what: containers as rows; their names, then aliases, then services as columns. Short ids are left out. */
export function nameMatrix(topology: Topology, scope: MatrixScope): NameMatrix {
  const members = membersOf(topology, scope);
  const outsiders = 'network' in scope && members.length > 0 ? outsidersOf(topology, scope.network, members) : [];
  const names = new Map<string, MatrixName>();
  const add = (name: string | undefined, kind: MatrixName['kind'], member = true) => {
    const key = name?.toLowerCase();
    if (name && key && !names.has(key)) names.set(key, { name, kind, member });
  };
  for (const { containers } of members) add(containers[0]?.name, 'container');
  for (const { containers } of outsiders) add(containers[0]?.name, 'container', false);
  const networks = networksOf(topology, scope, members);
  const { endpoints } = nameIndex(topology);
  for (const { id } of members) {
    for (const { network, aliases } of endpoints.get(id) ?? []) {
      if (networks.has(network)) for (const alias of aliases ?? []) add(alias, 'alias');
    }
  }
  for (const service of members.length === 0 ? [] : topology.services) {
    if (!service.networks.some(({ network }) => networks.has(network))) continue;
    add(service.name, 'service');
    add(`tasks.${service.name}`, 'service');
  }
  return {
    rows: [...members.map((sandbox) => ({ sandbox, member: true })), ...outsiders.map((sandbox) => ({ sandbox, member: false }))],
    names: [...names.values()],
  };
}

function membersOf(topology: Topology, scope: MatrixScope): readonly Sandbox[] {
  if ('sandboxes' in scope) {
    const chosen = new Set<string>(scope.sandboxes);
    return topology.sandboxes.filter(({ id, containers }) => chosen.has(id) && containers.length > 0);
  }
  const on = new Set(topology.endpoints.filter(({ network }) => network === scope.network).map(({ sandbox }) => sandbox));
  return topology.sandboxes.filter(({ id, kind }) => kind === 'container' && on.has(id));
}

/** Running ones of the same engine that are on other networks only. */
function outsidersOf(topology: Topology, network: NetworkId, members: readonly Sandbox[]): readonly Sandbox[] {
  const inside = new Set(members);
  const engines = topology.networks.find(({ id }) => id === network)?.engines ?? [];
  return topology.sandboxes
    .filter((sandbox) => sandbox.kind === 'container' && engines.includes(sandbox.engine))
    .filter((sandbox) => isRunning(sandbox) && !inside.has(sandbox))
    .slice(0, mostOutsiders);
}

function networksOf(topology: Topology, scope: MatrixScope, members: readonly Sandbox[]): ReadonlySet<NetworkId> {
  if ('network' in scope) return new Set([scope.network]);
  const { endpoints } = nameIndex(topology);
  const serving = new Set(topology.networks.filter(servesNames).map(({ id }) => id));
  return new Set(
    members.flatMap(({ id }) => (endpoints.get(id) ?? []).map(({ network }) => network)).filter((id) => serving.has(id)),
  );
}
