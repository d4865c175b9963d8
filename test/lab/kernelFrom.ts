/** A Topology with what an unprivileged process in the engine's network namespace reads of the kernel. */
import type { Topology } from '../../src/model/topology.ts';
import type { Lab } from './labTest.ts';
import { nobody, readWires } from './wiresFrom.ts';

export async function withKernel(lab: Lab): Promise<Topology> {
  const topology = await lab.store.readFull();
  const { stacks, wires } = await readWires(['ip', 'netns', 'exec', lab.engine.namespace, ...nobody], topology);
  return { ...topology, stacks, wires };
}
