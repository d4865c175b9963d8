import type { Engine, Sandbox, Topology } from '../model/topology.ts';
import { groupedBy } from './groupedBy.ts';
import { dockerLine } from './shellLine.ts';

/** Networks that a container's record names and that its engine does not have. */
export interface MissingNetworks {
  readonly sandbox: Sandbox;
  readonly names: readonly string[];
  /** Whether a Compose project expects another one to have made them: its own networks carry its name in front. */
  readonly external: boolean;
  readonly project: string | undefined;
}

/** From the gaps that reading the containers left; those of one sandbox and kind together. */
export function missingNetworks(topology: Topology): readonly MissingNetworks[] {
  const gaps = topology.gaps.filter(({ code, subject }) => code === 'network-missing' && subject !== undefined);
  if (gaps.length === 0) return [];
  const sandboxes = new Map<string, Sandbox>(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox] as const));
  return [...groupedBy(gaps, ({ subject }) => subject ?? '')].flatMap(([id, own]) => {
    const sandbox = sandboxes.get(id);
    if (!sandbox) return [];
    const project = sandbox.containers[0]?.project;
    const isExternal = (name: string) => project !== undefined && !name.startsWith(`${project}_`);
    return [...groupedBy([...new Set(own.map(({ why }) => why))].sort(), isExternal)].map(([external, names]) => ({
      sandbox,
      names,
      external,
      project,
    }));
  });
}

/** Makes them anew; undefined where a name could pass for an option. */
export function createLine(engine: Engine | undefined, names: readonly string[]): string | undefined {
  if (names.some((name) => name.startsWith('-'))) return undefined;
  return names.map((name) => dockerLine(engine, 'network', 'create', name)).join(' && ');
}
