/** The wire of one endpoint, read now: sandbox interface, host interface, bridge or parent. What is not certain is a gap, never a guess. */
import { buildWires } from '../model/buildWires.ts';
import { endpointById, engineById, networkById } from '../model/lookup.ts';
import type { Topology, Wire } from '../model/topology.ts';
import { inferredWire } from '../model/wireOf.ts';
import type { KernelReader } from './kernelReader.ts';
import { readKernel } from './readKernel.ts';

/** Never rejects. `endpoint` is our id or Docker's EndpointID; the topology needs the container's pid (full detail). */
export async function readWire(topology: Topology, endpoint: string, kernel: KernelReader): Promise<Wire> {
  const found = endpointById(topology, endpoint);
  const network = found && networkById(topology, found.network);
  if (!found || !network) return { gaps: [{ subject: endpoint, code: 'unknown-subject', why: endpoint }] };
  const engine = found.engine && engineById(topology, found.engine);
  if (!engine || engine.state === 'sample') {
    const gap = {
      ...(engine ? { engine: engine.id } : {}),
      subject: found.id,
      code: 'sample',
      why: engine?.context ?? '',
    } as const;
    return { endpoint: found.id, ...inferredWire(network), gaps: [gap] };
  }
  const reading = await readKernel(topology, engine.id, kernel, found.sandbox ? [found.sandbox] : []);
  const { wires } = buildWires(new Map([[engine.id, reading]]), topology);
  return wires.find((wire) => wire.endpoint === found.id) ?? { endpoint: found.id, ...inferredWire(network), gaps: [] };
}
