import type { RawAnswers, Read } from '../model/snapshot.ts';
import type { EngineClient } from './engine.ts';
import { EngineError } from './engineError.ts';
import { isSwarmManager } from './isSwarmManager.ts';
import { readOf } from './readOf.ts';

export interface Lists {
  readonly networks: Read;
  readonly containers: Read;
  /** Of a swarm's manager only. */
  readonly nodes?: Read;
  readonly services?: Read;
  readonly tasks?: Read;
}

/** The two lists, and the swarm's three where the engine is a manager. Rejects when the engine is gone, or shows nothing at all. */
export async function readLists(client: EngineClient, info: RawAnswers['info']): Promise<Lists> {
  const swarm = isSwarmManager(info) ? [client.nodes(), client.services(), client.tasks()] : [];
  const [networks, containers, nodes, services, tasks] = await Promise.all(
    [client.networks(), client.containers(), ...swarm].map((call) => readOf(call)),
  );
  if (!networks || !containers) throw new EngineError('failed', 'the lists were not asked for');
  // the engine is there, but we may see nothing of it
  if (isDenied(networks) && isDenied(containers)) throw new EngineError('forbidden', networks.failed.message);
  return { networks, containers, ...(nodes && services && tasks ? { nodes, services, tasks } : {}) };
}

function isDenied(read: Read): read is Extract<Read, { failed: unknown }> {
  return 'failed' in read && read.failed.reason === 'forbidden';
}
