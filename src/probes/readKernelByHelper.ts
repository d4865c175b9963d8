import type { EngineClient } from '../engine/engine.ts';
import { isRunning } from '../model/lookup.ts';
import type { KernelReading } from '../model/snapshot.ts';
import type { SandboxId, Topology } from '../model/topology.ts';
import type { HelperContainers, HelperPermit } from './helperContainer.ts';
import { kernelThrough } from './helperKernel.ts';
import { readHost, readSandboxes } from './readKernel.ts';

const how = 'helper container';

/**
 * The kernel of an engine's host that cannot be seen from here, through a helper in the host's network namespace with a view of its
 * processes. A handful of runs, whatever the number of containers. Rejects with `EngineError`, or when the signal aborts.
 *
 * @param only the sandboxes to read; every one of the engine when left out
 */
export function readKernelByHelper(
  topology: Topology,
  client: EngineClient,
  containers: HelperContainers,
  permit: HelperPermit,
  signal: AbortSignal,
  only?: readonly SandboxId[],
): Promise<KernelReading> {
  const running = topology.sandboxes.filter(
    (sandbox) =>
      sandbox.engine === client.identity.id &&
      sandbox.kind === 'container' &&
      sandbox.pid !== undefined &&
      isRunning(sandbox) &&
      (only?.includes(sandbox.id) ?? true),
  );
  return containers.run(client, 'host-processes', permit, signal, async (helper) => {
    const kernel = kernelThrough(how, helper.exec, signal);
    const readAt = new Date().toISOString();
    const [host, sandboxes] = await Promise.all([readHost(kernel, '/proc/self/net', how), readSandboxes(running, kernel)]);
    return { here: 'no' as const, readAt, ...host, sandboxes };
  });
}
