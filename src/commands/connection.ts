/** What is shown: the engine again, or the sample. */
import type { Services } from './command.ts';

export async function refresh({ store }: Services): Promise<void> {
  await store.refresh();
}

export async function retry({ store, connect }: Services): Promise<void> {
  // a context that could not be used may be mended by now
  if (store.topology.engines.some(({ state }) => state === 'refused')) await connect();
  store.retry();
  await store.refresh();
}

export async function openSample(services: Services): Promise<void> {
  await services.openSample();
}

export async function closeSample(services: Services): Promise<void> {
  if (services.store.isSample) await services.connect();
}
