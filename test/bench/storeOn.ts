import { EngineConnection } from '../../src/engine/connection.ts';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import { TopologyStore } from '../../src/topologyStore.ts';

/** A store that has read the engine once. */
export async function storeOn(endpoint: string): Promise<TopologyStore> {
  const store = new TopologyStore({ openEngine, connect: (client) => new EngineConnection(client) });
  store.connect([{ context: 'default', endpoint }]);
  await store.refresh();
  return store;
}
