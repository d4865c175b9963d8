/** Run in a namespace of its own by `wire.test.ts`: a Topology on stdin, the wire of each of its endpoints on stdout. */
import { text } from 'node:stream/consumers';
import type { Topology } from '../../src/model/topology.ts';
import { readWire } from '../../src/probes/hostProbe.ts';
import { thisKernel } from '../../src/probes/kernelReader.ts';

const topology: Topology = JSON.parse(await text(process.stdin));
const wires: Record<string, unknown> = {};
for (const { id } of topology.endpoints) wires[id] = await readWire(topology, id, thisKernel);
process.stdout.write(JSON.stringify(wires));
