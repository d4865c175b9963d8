/** Carries out one step on its engine. */
import type { AttachSettings, EngineClient } from '../engine/engine.ts';
import { EngineError } from '../engine/engineError.ts';
import { field } from '../model/raw.ts';
import type { Topology } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import type { NetworkIds } from './networkIds.ts';
import { specOfNetwork } from './specOfNetwork.ts';
import type { AttachStep, CreateStep, Step } from './step.ts';
import { undoOf } from './undoOf.ts';

/** What an undo will not bring back; what could not be brought back, or was left behind. */
export type LossCode = 'loss.none' | 'loss.chosen' | 'loss.address' | 'loss.left-entry';

export interface StepDone {
  readonly step: Step;
  /** What brings back what was before it; none where nothing does. */
  readonly undo: readonly Step[];
  readonly losses: readonly Word<LossCode>[];
  /** Id of a network that was made. */
  readonly createdId?: string;
  /** What the engine said beside its yes. */
  readonly warning?: string;
}

/** What would take the step back is told before the engine is asked: of a network that is made, the step itself. */
export type Announce = (undo: readonly Step[], making?: CreateStep) => Promise<void>;

/**
 * Rejects with `EngineError`; then nothing has changed: an entry that a failed attach leaves in the container's settings is taken away.
 * `topology` is from before the step and knows in full what it touches.
 */
export async function runStep(
  client: EngineClient,
  topology: Topology,
  given: Step,
  ids: NetworkIds,
  announce: Announce = async () => {},
): Promise<StepDone> {
  const step = withIds(given, ids);
  switch (step.kind) {
    case 'attach': {
      const undo = undoOf(topology, step);
      await announce(undo);
      const losses = await attach(client, step);
      return { step, undo, losses };
    }
    case 'detach': {
      const undo = undoOf(topology, step);
      await announce(undo);
      // by name where the network is gone: the engine then forgets the container's entry of that name
      await client.detach(dockerId(step.network.id), step.container.id, step.force ? { force: true } : {});
      return { step, undo, losses: [] };
    }
    case 'create': {
      await announce([], step);
      const { id, warning } = await client.createNetwork(step.spec);
      if (step.replaces !== undefined) ids.replaced(ids.now(step.replaces), id);
      return {
        step,
        undo: undoOf(topology, step, { createdId: id }),
        losses: [],
        createdId: id,
        ...(warning ? { warning } : {}),
      };
    }
    case 'remove': {
      const id = dockerId(step.network.id);
      const spec = specOfNetwork(await client.inspectNetwork(id));
      const undo = undoOf(topology, step, { spec });
      await announce(undo);
      await client.removeNetwork(id);
      return { step, undo, losses: [] };
    }
    default:
      return step satisfies never;
  }
}

function withIds(step: Step, ids: NetworkIds): Step {
  if (step.kind === 'create') return step;
  return { ...step, network: { ...step.network, id: ids.now(step.network.id) } };
}

/** Where ids are derived from names, ours have the engine before them. */
function dockerId(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

async function attach(client: EngineClient, step: AttachStep): Promise<readonly Word<LossCode>[]> {
  const { address, address6, linkLocal, ...rest } = step.settings;
  try {
    await connect(client, step, step.settings);
    return [];
  } catch (error) {
    const fixed = [address, address6, ...(linkLocal ?? [])].filter((one) => one !== undefined);
    const isOfAddress =
      error instanceof EngineError && ['address-invalid', 'address-in-use', 'not-allowed'].includes(error.reason);
    if (!step.lenient || fixed.length === 0 || !isOfAddress) throw error;
    await connect(client, step, rest);
    return [word('loss.address', step.container.name, fixed.join(', '), step.network.name)];
  }
}

async function connect(client: EngineClient, step: AttachStep, settings: AttachSettings): Promise<void> {
  const network = dockerId(step.network.id);
  const hadEntry = hasEntry(await client.inspectContainer(step.container.id), step.network.name);
  try {
    await client.attach(network, step.container.id, settings);
  } catch (error) {
    if (!hadEntry) await cleanUp(client, step, network).catch(() => {});
    throw error;
  }
}

/**
 * An attach that failed can leave an entry without ids in the settings of a running container (seen on 20.10; moby
 * updateNetworkSettings runs before CreateEndpoint), with which it does not start again. The engine says that it is not connected and
 * won't detach it; attached plainly and detached, it is gone.
 */
async function cleanUp(client: EngineClient, { container, network: { name } }: AttachStep, network: string): Promise<void> {
  if (!hasEntry(await client.inspectContainer(container.id), name)) return;
  await client.detach(network, container.id, { force: true }).catch(async () => {
    await client.attach(network, container.id);
    await client.detach(network, container.id);
  });
}

function hasEntry(container: unknown, network: string): boolean {
  return field(field(field(container, 'NetworkSettings'), 'Networks'), network) !== undefined;
}
