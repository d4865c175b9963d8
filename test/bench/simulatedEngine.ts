import { SimulatedEngine } from '../support/simulatedEngine.ts';
import { compare } from './measure.ts';
import { lists, rawOf } from './rawEngine.ts';
import { storeOn } from './storeOn.ts';

/** A simulated engine with this many containers. */
export async function simulatedEngine(containers: number): Promise<void> {
  await using engine = await SimulatedEngine.start({ networks: containers / 5, containers, endpoints: containers * 2 });
  const store = await storeOn(engine.host);
  const raw = rawOf(engine.fake.socket);
  await compare(
    `refresh, ${containers} containers simulated`,
    () => store.refresh(),
    'both lists, raw',
    () => lists(raw),
    9,
  );
  const change = () => {
    engine.churn();
    return lists(raw);
  };
  await compare(
    `refresh after a change, ${containers} containers simulated`,
    () => store.refresh(),
    'both lists, raw',
    () => lists(raw),
    9,
    change,
  );
  store.dispose();
  raw.end();
}
