import { engineId } from '../../src/model/ids.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { Inventory } from '../support/inventory.ts';
import { median, row } from './measure.ts';
import { shipped } from './shipped.ts';

const { buildTopology, findAll, hostMap, layoutDiagram, svgText } = shipped;

/** Building, rules, layout and drawing of one engine's lists, beside parsing their JSON. */
export function pureParts(endpoints: number): void {
  const inventory = new Inventory({ networks: Math.max(4, endpoints / 10), containers: endpoints / 2, endpoints });
  const texts = [inventory.networkList, inventory.containerList].map((list) => JSON.stringify(list));
  const [networks = [], containers = []] = texts.map((text) => JSON.parse(text) as unknown[]);
  const engine = { id: engineId('bench'), context: 'bench', endpoint: 'bench', state: 'ready', apiVersion: '1.51' } as const;
  const snapshot: Snapshot = { engine, readAt: '', api: { networks: { answer: networks }, containers: { answer: containers } } };
  const parse = median(9, () => texts.map((text) => JSON.parse(text)));
  const build = median(9, () => buildTopology([snapshot], ''));
  const topology = buildTopology([snapshot], '');
  const rules = median(5, () => findAll({ topology, observations: [] }));
  const draw = median(5, () =>
    svgText(
      layoutDiagram(hostMap(topology), (label) => String(typeof label === 'string' ? label : label.code)),
      (label) => String(label),
    ),
  );
  row(`build, ${endpoints} endpoints`, build, 'parsing the JSON', parse);
  row(`rules, ${endpoints} endpoints`, rules, 'parsing the JSON', parse);
  row(`map with layout and SVG, ${endpoints} endpoints`, draw, 'parsing the JSON', parse);
}
