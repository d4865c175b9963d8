import type { Container, Sandbox, Topology } from '../model/topology.ts';

export interface KnownContainer {
  readonly container: Container;
  readonly sandbox: Sandbox;
}

/** Every container of a Topology by its lower-case name and by its short id. */
export function containersByName(topology: Topology): ReadonlyMap<string, readonly KnownContainer[]> {
  const containers = new Map<string, KnownContainer[]>();
  for (const sandbox of topology.sandboxes) {
    for (const container of sandbox.containers) {
      for (const key of [container.name.toLowerCase(), container.id.slice(0, 12)]) {
        const known = containers.get(key);
        if (known) known.push({ container, sandbox });
        else containers.set(key, [{ container, sandbox }]);
      }
    }
  }
  return containers;
}
