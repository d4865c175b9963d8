import type { TopologyStore } from '../../src/topologyStore.ts';
import { shipped } from './shipped.ts';

/** A store that has read the engine once. */
export async function storeOn(endpoint: string): Promise<TopologyStore> {
  const store = openStore(endpoint);
  await store.refresh();
  return store;
}

/** A store that has read nothing yet. */
export function openStore(endpoint: string): TopologyStore {
  const { EngineConnection, openEngine, TopologyStore } = shipped;
  const store = new TopologyStore({ openEngine, connect: (client) => new EngineConnection(client) });
  store.connect([{ context: 'default', endpoint }]);
  return store;
}
