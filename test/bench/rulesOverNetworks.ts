import { SimulatedEngine } from '../support/simulatedEngine.ts';
import { compare } from './measure.ts';
import { lists, rawOf } from './rawEngine.ts';
import { shipped } from './shipped.ts';
import { storeOn } from './storeOn.ts';

/** All rules over 500 networks, beside the two list calls that the same engine needs. */
export async function rulesOverNetworks(): Promise<void> {
  await using engine = await SimulatedEngine.start({ networks: 500, containers: 1_000, endpoints: 2_000 });
  const store = await storeOn(engine.host);
  const raw = rawOf(engine.fake.socket);
  const { topology } = store;
  await compare(
    'rules over 500 networks',
    async () => shipped.findAll({ topology, observations: [] }),
    'both lists, raw',
    () => lists(raw),
  );
  store.dispose();
  raw.end();
}
