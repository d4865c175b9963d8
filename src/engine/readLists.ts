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

/**
 * The two lists, and the swarm's three where the engine is a manager; `info` says so, and may come while the lists are read. Rejects when the
 * engine is gone, or shows nothing at all.
 */
export async function readLists(client: EngineClient, info: Promise<RawAnswers['info']>): Promise<Lists> {
  const [networks, containers, swarm] = await Promise.all([
    readOf(client.networks()),
    readOf(client.containers()),
    info.then((known) => (isSwarmManager(known) ? readSwarm(client) : {})),
  ]);
  // the engine is there, but we may see nothing of it
  if (isDenied(networks) && isDenied(containers)) throw new EngineError('forbidden', networks.failed.message);
  return { networks, containers, ...swarm };
}

async function readSwarm(client: EngineClient): Promise<Pick<Lists, 'nodes' | 'services' | 'tasks'>> {
  const [nodes, services, tasks] = await Promise.all([readOf(client.nodes()), readOf(client.services()), readOf(client.tasks())]);
  return { nodes, services, tasks };
}

function isDenied(read: Read): read is Extract<Read, { failed: unknown }> {
  return 'failed' in read && read.failed.reason === 'forbidden';
}
