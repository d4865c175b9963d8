import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recorded } from './fakeEngine.ts';
import { Inventory } from './inventory.ts';

type Shape = Readonly<Record<string, unknown>>;

const real = recorded('engine-28.5');
const made = new Inventory({ networks: 30, containers: 50, endpoints: 100, nodes: 5 });

/** Every field that the simulated answer has is one of the recorded answer's, of the same type. */
function assertFits(simulated: unknown, recordedOnes: readonly unknown[], path: string): void {
  if (Array.isArray(simulated)) {
    const elements = recordedOnes.flatMap((one) => (Array.isArray(one) ? one : []));
    if (elements.length > 0) for (const item of simulated) assertFits(item, elements, `${path}[]`);
    return;
  }
  if (typeof simulated === 'object' && simulated !== null) {
    const records = recordedOnes.filter((one): one is Shape => typeof one === 'object' && one !== null && !Array.isArray(one));
    // Keys that are names or ids: any of them stands for all.
    const isMap = /\.(Networks|Labels|Options|Containers|Ports|DriverOpts)$/.test(path);
    for (const [key, value] of Object.entries(simulated)) {
      const found = records.flatMap((record) =>
        isMap ? Object.values(record) : Object.hasOwn(record, key) ? [record[key]] : [],
      );
      if (!isMap) assert.ok(found.length > 0, `${path}.${key} is in no recorded answer`);
      assertFits(value, found, isMap ? `${path}.*` : `${path}.${key}`);
    }
    return;
  }
  const types = new Set(recordedOnes.filter((one) => one !== null).map((one) => typeof one));
  if (simulated !== null && types.size > 0)
    assert.ok(types.has(typeof simulated), `${path} is ${typeof simulated}, not ${[...types]}`);
}

test('the lists have the recorded shape', () => {
  assertFits(made.networkList, [real.networks], 'networks');
  assertFits(made.containerList, [real.containers], 'containers');
});

test('the inspect answers have the recorded shape', () => {
  const details = (all: Record<string, unknown> | undefined) => Object.values(all ?? {});
  assertFits(made.networkDetail(made.networks[0]?.id ?? ''), details(real.networkDetails), 'network');
  assertFits(made.containerDetail(made.boxes[0]?.id ?? ''), details(real.containerDetails), 'container');
});

test('the same seed gives the same engine, another seed another one', () => {
  const again = new Inventory({ networks: 30, containers: 50, endpoints: 100, nodes: 5 });
  assert.deepEqual(again.containerList, made.containerList);
  const other = new Inventory({ networks: 30, containers: 50, endpoints: 100, nodes: 5, seed: 2 });
  assert.notDeepEqual(other.containerList, made.containerList);
});
