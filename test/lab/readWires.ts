/** Run in a namespace of its own by `kernelOracle.test.ts`: a Topology on stdin, what the kernel's reader adds to it on stdout. */
import { text } from 'node:stream/consumers';
import { buildWires } from '../../src/model/buildWires.ts';
import type { KernelReading } from '../../src/model/snapshot.ts';
import type { EngineId, Topology } from '../../src/model/topology.ts';
import { thisKernel } from '../../src/probes/kernelReader.ts';
import { readKernel } from '../../src/probes/readKernel.ts';

const topology: Topology = JSON.parse(await text(process.stdin));
const readings = new Map<EngineId, KernelReading>();
for (const { id } of topology.engines) readings.set(id, await readKernel(topology, id, thisKernel));
const here = topology.engines.map(({ id }) => readings.get(id)?.here);
process.stdout.write(JSON.stringify({ here, ...buildWires(readings, topology) }));
