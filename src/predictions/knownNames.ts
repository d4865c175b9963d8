import type { SandboxId, Topology } from '../model/topology.ts';
import { nameIndex } from './nameRecords.ts';

export interface KnownName {
  readonly name: string;
  /** Names of the networks where it is known; empty for a container that is only elsewhere. */
  readonly networks: readonly string[];
}

/**
 * Names worth asking for in a sandbox: first those that its networks know, then containers of the same engine that it may not
 * reach by name, which is what people ask about. Short ids are left out.
 */
export function knownNames(topology: Topology, sandbox: SandboxId): readonly KnownName[] {
  const index = nameIndex(topology);
  const asker = index.sandboxes.get(sandbox);
  if (asker === undefined) return [];
  const found = new Map<string, { name: string; networks: string[] }>();
  for (const endpoint of index.endpoints.get(asker.id) ?? []) {
    const network = index.networks.get(endpoint.network);
    const names = index.records.get(endpoint.network)?.names ?? new Map();
    for (const name of names.keys()) {
      if (network === undefined || /^[0-9a-f]{12}$/.test(name)) continue;
      const known = found.get(name) ?? { name, networks: [] };
      found.set(name, { ...known, networks: [...new Set([...known.networks, network.name])] });
    }
  }
  const elsewhere: KnownName[] = [];
  for (const other of topology.sandboxes) {
    const name = other.containers[0]?.name;
    if (other.engine !== asker.engine || other.id === asker.id || other.kind !== 'container' || name === undefined) continue;
    if (!found.has(name.toLowerCase())) elsewhere.push({ name, networks: [] });
  }
  const byName = (a: KnownName, b: KnownName) => (a.name < b.name ? -1 : 1);
  return [...[...found.values()].sort(byName), ...elsewhere.sort(byName)];
}
