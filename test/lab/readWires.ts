/**
 * Run in a namespace of its own by `kernelOracle.test.ts`: a Topology on stdin, what the kernel's reader adds to it on stdout. With the
 * URL of an engine as argument it goes on to what the first reading leaves open.
 */
import { text } from 'node:stream/consumers';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import { buildWires } from '../../src/model/buildWires.ts';
import { combineReadings } from '../../src/model/combineReadings.ts';
import { isRunning } from '../../src/model/lookup.ts';
import type { KernelReading } from '../../src/model/snapshot.ts';
import type { EngineId, Topology } from '../../src/model/topology.ts';
import { thisKernel } from '../../src/probes/kernelReader.ts';
import { readDeeper } from '../../src/probes/readDeeper.ts';
import { readKernel } from '../../src/probes/readKernel.ts';

const topology: Topology = JSON.parse(await text(process.stdin));
const readings = new Map<EngineId, KernelReading>();
for (const { id } of topology.engines) readings.set(id, await readKernel(topology, id, thisKernel));
const endpoint = process.argv[2];
if (endpoint !== undefined) {
  const client = openEngine({ context: 'default', endpoint });
  for (const [id, reading] of readings) {
    const running = topology.sandboxes.filter(
      (sandbox) => sandbox.engine === id && sandbox.pid !== undefined && isRunning(sandbox),
    );
    const deeper = await readDeeper(client, running, {}, new AbortController().signal);
    readings.set(id, combineReadings(reading, { readAt: '', sandboxes: deeper }) ?? reading);
  }
  client.close();
}
const here = topology.engines.map(({ id }) => readings.get(id)?.here);
process.stdout.write(JSON.stringify({ here, ...buildWires(readings, topology) }));
