import type { Read } from '../model/snapshot.ts';

/** Whether `/info` says that this engine is an active manager: only then are nodes, services and tasks asked for. */
export function isSwarmManager(info: Read | undefined): boolean {
  if (!info || !('answer' in info)) return false;
  const { Swarm: swarm } = (info.answer ?? {}) as { readonly Swarm?: unknown };
  const { LocalNodeState: state, ControlAvailable: control } = (swarm ?? {}) as Record<string, unknown>;
  return state === 'active' && control === true;
}
