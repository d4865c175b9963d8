import { startEngine } from '../lab/engine.ts';
import { compare } from './measure.ts';
import { lists, pooled, rawOf } from './rawEngine.ts';
import { openStore, storeOn } from './storeOn.ts';

/** A real engine with this many containers on one network. */
export async function realEngine(containers: number): Promise<void> {
  const engine = await startEngine('28.5');
  try {
    const names = Array.from({ length: containers }, (_, index) => `b${index}`);
    await engine.docker('network', 'create', 'bench');
    for (let at = 0; at < names.length; at += 4) {
      const some = names.slice(at, at + 4);
      await Promise.all(
        some.map((name) => engine.docker('run', '-d', '--name', name, '--network', 'bench', 'alpine', 'sleep', '1d')),
      );
    }
    const store = await storeOn(engine.host);
    const raw = rawOf(engine.socket);
    await compare(
      `refresh, ${containers} containers`,
      () => store.refresh(),
      'both lists, raw',
      () => lists(raw),
    );
    const cli = async () => {
      const ids = (await engine.docker('network', 'ls', '-q')).split('\n');
      await engine.docker('network', 'inspect', ...ids);
    };
    await compare(`refresh, ${containers} containers`, () => store.refresh(), 'docker network ls and inspect', cli, 5);
    const inspects = async () => {
      const [networks, boxes] = await lists(raw);
      const paths = [
        ...networks.map(({ Id }) => `/networks/${Id}?verbose=true`),
        ...boxes.map(({ Id }) => `/containers/${Id}/json`),
      ];
      await pooled(paths, 8, (path) => raw.get(path));
    };
    const full = async () => {
      const fresh = openStore(engine.host);
      await fresh.readFull();
      fresh.dispose();
    };
    await compare(`topology(), ${containers} containers`, full, 'the calls it needs, raw', inspects, 7);
    store.dispose();
    raw.end();
  } finally {
    await engine.stop();
  }
}
