import { ownerOf, sandboxById } from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import type { RecordType } from '../predictions/observation.ts';
import { containerArgument, dockerLine } from './shellLine.ts';

/** The line that asks for a name in a sandbox from a shell; undefined where there is no container to ask in. */
export function lookupLine(
  topology: Topology,
  { sandbox: id, name, type }: { readonly sandbox: string; readonly name: string; readonly type: RecordType },
): string | undefined {
  const sandbox = sandboxById(topology, id);
  const container = sandbox && (ownerOf(sandbox) ?? sandbox.containers[0]);
  if (!container || name.startsWith('-')) return undefined;
  const engine = topology.engines.find((each) => each.id === sandbox.engine);
  const kind = type === 'A' ? [] : [`-type=${type}`];
  return dockerLine(engine, 'exec', containerArgument(container), 'nslookup', ...kind, name);
}
