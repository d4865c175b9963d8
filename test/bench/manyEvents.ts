import { until } from '../lab/run.ts';
import { collect, openHandles } from '../support/leftovers.ts';
import { SimulatedEngine } from '../support/simulatedEngine.ts';
import { count, middle, row, timed } from './measure.ts';
import { lists, rawOf } from './rawEngine.ts';
import { storeOn } from './storeOn.ts';

/** From an event to the new Topology; heap and handles before and after 10,000 of them. */
export async function manyEvents(): Promise<void> {
  await using engine = await SimulatedEngine.start({ networks: 50, containers: 200, endpoints: 400 });
  const store = await storeOn(engine.host);
  const changed = () =>
    new Promise<void>((resolve) => {
      const subscription = store.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
  store.setVisible(true);
  await until('the events are followed', () => engine.fake.followers > 0);
  const waits: number[] = [];
  for (let count = 0; count < 20; count++) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    const seen = changed();
    const began = performance.now();
    const made = engine.inventory.addNetwork();
    engine.changed();
    engine.fake.emit('network', 'create', made.id, { name: made.name });
    await seen;
    waits.push(performance.now() - began);
  }
  const raw = rawOf(engine.fake.socket);
  const one = await timed(9, () => lists(raw));
  row('first event → new Topology', middle(waits), 'both lists, raw', one);
  raw.end();
  const before = left();
  for (let sent = 0; sent < 10_000; sent++)
    engine.fake.emit('network', 'connect', engine.inventory.networks[sent % 50]?.id ?? '', {});
  const last = changed();
  const made = engine.inventory.addNetwork();
  engine.changed();
  engine.fake.emit('network', 'create', made.id, { name: made.name });
  await last;
  await store.refresh();
  const after = left();
  count('heap after 10,000 events, without a window', after.heap / 1e6, 'MB', 'before', before.heap / 1e6);
  count('handles after 10,000 events, without a window', after.handles, '', 'before', before.handles);
  store.dispose();
}

function left(): { readonly heap: number; readonly handles: number } {
  collect();
  return {
    heap: process.memoryUsage().heapUsed,
    handles: Object.values(openHandles()).reduce((sum, one) => sum + one, 0),
  };
}
