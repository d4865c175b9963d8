/**
 * Reads of the kernel what its first, unprivileged reading left open: as root or by an exec in the sandbox; where the engine is
 * elsewhere by a helper container, if the user has consented. It never asks for consent: what needs it is a gap.
 */
import { type OpenWire, openWires } from './model/openWires.ts';
import type { EndpointId, EngineId, Gap, Sandbox, SandboxId, Topology } from './model/topology.ts';
import type { HelperContainers, HelperPermit } from './probes/helperContainer.ts';
import { readDeeper } from './probes/readDeeper.ts';
import { readKernelByHelper } from './probes/readKernelByHelper.ts';
import type { TopologyStore } from './topologyStore.ts';

export interface LadderParts {
  readonly store: TopologyStore;
  readonly helpers: HelperContainers;
  /** The user's consent, undefined where there is none. */
  readonly permit: (engine: EngineId) => HelperPermit | undefined;
}

/** The wires, of these endpoints, that are not known whole. */
export function openWiresOf(topology: Topology, endpoints: readonly EndpointId[]): readonly OpenWire[] {
  const wanted = new Set(endpoints);
  return openWires(topology).filter(({ endpoint }) => wanted.has(endpoint));
}

/** The engines whose host can be read through a helper only. */
export function enginesElsewhere(topology: Topology, endpoints: readonly EndpointId[]): readonly EngineId[] {
  const engines = new Set(openWiresOf(topology, endpoints).map(({ sandbox }) => sandbox.engine));
  return topology.engines.filter(({ id, here }) => engines.has(id) && here !== 'yes').map(({ id }) => id);
}

/** Adds to the store's Topology what could be read. Rejects only when the signal aborts. The gaps are what would need consent. */
export async function climb(
  { store, helpers, permit }: LadderParts,
  endpoints: readonly EndpointId[],
  signal: AbortSignal,
): Promise<readonly Gap[]> {
  const gaps: Gap[] = [];
  for (const engine of enginesElsewhere(store.topology, endpoints)) {
    const consent = permit(engine);
    const context = store.topology.engines.find(({ id }) => id === engine)?.context ?? engine;
    if (!consent) gaps.push({ engine, code: 'consent-needed', why: context });
    else {
      const failed = await throughHelper(store, helpers, engine, consent, signal);
      if (failed !== undefined) gaps.push({ engine, code: 'probe-failed', why: failed });
    }
    signal.throwIfAborted();
  }
  const left = new Map<SandboxId, Sandbox>();
  for (const { sandbox } of openWiresOf(store.topology, endpoints)) {
    // a stack whose host's side can't be read needs no index
    if (!gaps.some(({ engine }) => engine === sandbox.engine)) left.set(sandbox.id, sandbox);
  }
  for (const engine of new Set([...left.values()].map((sandbox) => sandbox.engine))) {
    const client = store.client(engine);
    if (!client) continue;
    const wanted = [...left.values()].filter((sandbox) => sandbox.engine === engine);
    const means = { helpers: { containers: helpers, permit: permit(engine) } };
    const sandboxes = await readDeeper(client, wanted, means, signal);
    store.addKernel(engine, { readAt: new Date().toISOString(), sandboxes });
    signal.throwIfAborted();
  }
  return gaps;
}

/** Why it failed, if it did. */
async function throughHelper(
  store: TopologyStore,
  helpers: HelperContainers,
  engine: EngineId,
  permit: HelperPermit,
  signal: AbortSignal,
): Promise<string | undefined> {
  const client = store.client(engine);
  if (!client) return engine;
  try {
    const reading = await readKernelByHelper(store.topology, client, helpers, permit, signal);
    store.addKernel(engine, reading);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
