/**
 * What the explorer costs beside the raw API, the docker CLI, JSON.parse and an empty view: `npm run bench`. One line a row, each ending in
 * its ratio. Rows on a real engine start one, rows in a window a VS Code; where that can't be they say so. Nothing here is asserted.
 * `npm run bench -- window` runs the rows whose file is named so.
 */
import { availableParallelism, cpus } from 'node:os';
import { labUnavailable } from '../lab/available.ts';
import { inWindow } from './inWindow.ts';
import { manyEvents } from './manyEvents.ts';
import { pureParts } from './pureParts.ts';
import { realEngine } from './realEngine.ts';
import { rulesOverNetworks } from './rulesOverNetworks.ts';
import { simulatedEngine } from './simulatedEngine.ts';

const rows: Readonly<Record<string, () => Promise<void>>> = {
  real: async () => {
    const unavailable = labUnavailable();
    if (unavailable) console.log(`real engines: not run, ${unavailable}`);
    else for (const containers of [10, 100]) await realEngine(containers);
  },
  simulated: async () => {
    for (const containers of [1_000, 5_000]) await simulatedEngine(containers);
  },
  pure: async () => {
    for (const endpoints of [100, 1_000, 5_000, 10_000]) pureParts(endpoints);
  },
  rules: rulesOverNetworks,
  events: manyEvents,
  window: inWindow,
};

console.log(`node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(rows, name));
if (unknown.length > 0) throw new Error(`no such rows: ${unknown.join(', ')}; there are ${Object.keys(rows).join(', ')}`);
for (const [name, run] of Object.entries(rows)) if (asked.length === 0 || asked.includes(name)) await run();
