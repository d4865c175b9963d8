import type { EngineClient } from '../engine/engine.ts';
import { sandboxesWithProcess } from '../model/lookup.ts';
import type { KernelReading } from '../model/snapshot.ts';
import type { Topology } from '../model/topology.ts';
import type { HelperContainers, HelperPermit } from './helperContainer.ts';
import { kernelThrough } from './helperKernel.ts';
import { readHost, readSandboxes } from './readKernel.ts';

const how = 'helper container';

/**
 * The kernel of an engine's host that cannot be seen from here, through a helper in the host's network namespace with a view of its
 * processes. A handful of runs, whatever the number of containers. Rejects with `EngineError`, or when the signal aborts.
 */
export function readKernelByHelper(
  topology: Topology,
  client: EngineClient,
  containers: HelperContainers,
  permit: HelperPermit,
  signal: AbortSignal,
): Promise<KernelReading> {
  const running = sandboxesWithProcess(topology, client.identity.id);
  return containers.run(client, 'host-processes', permit, signal, async (helper) => {
    const kernel = kernelThrough(how, helper.exec, signal);
    const readAt = new Date().toISOString();
    const [host, sandboxes] = await Promise.all([readHost(kernel, '/proc/self/net', how), readSandboxes(running, kernel)]);
    return { here: 'no' as const, readAt, ...host, sandboxes };
  });
}
