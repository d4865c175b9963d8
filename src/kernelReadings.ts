/**
 * What the kernels of the engines' hosts showed last, one reading an engine. Looks again whenever the engine's picture has changed;
 * one look runs, at most one waits.
 */
import { Emitter, type Subscription } from './engine/emitter.ts';
import { combineReadings, type Deeper } from './model/combineReadings.ts';
import { isRunning } from './model/lookup.ts';
import { sameContent } from './model/sameContent.ts';
import type { KernelReading, Snapshot } from './model/snapshot.ts';
import type { EngineId, Topology } from './model/topology.ts';

export type ReadKernel = (topology: Topology, engine: EngineId) => Promise<KernelReading>;

export class KernelReadings {
  readonly #read: ReadKernel | undefined;
  readonly #changed = new Emitter<void>();
  readonly #readings = new Map<EngineId, KernelReading>();
  /** What was read by means that are not used by themselves: root, an exec, a helper container. */
  readonly #deeper = new Map<EngineId, Deeper>();
  #running: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;

  constructor(read: ReadKernel | undefined) {
    this.#read = read;
  }

  onDidChange(listener: () => void): Subscription {
    return this.#changed.on(listener);
  }

  /** The snapshot with the reading of its engine. */
  added(snapshot: Snapshot): Snapshot {
    const { id } = snapshot.engine;
    const kernel = combineReadings(this.#readings.get(id), this.#deeper.get(id));
    return kernel ? { ...snapshot, kernel } : snapshot;
  }

  /** Looks at the kernels of the engines that have a running container whose pid is known. Resolves after a look that began after this call. */
  look(topology: () => Topology): Promise<void> {
    if (!this.#read) return Promise.resolve();
    this.#waiting ??= (this.#running ?? Promise.resolve()).then(() => {
      this.#running = this.#waiting;
      this.#waiting = undefined;
      return this.#lookNow(topology());
    });
    return this.#waiting;
  }

  /** Keeps what was read by further means until the containers are started anew; a host's reading replaces the last one. */
  addDeeper(engine: EngineId, { host, learned, sandboxes, readAt }: Deeper): void {
    const known = this.#deeper.get(engine);
    this.#deeper.set(engine, {
      readAt,
      ...(host ? { host, ...(learned ? { learned } : {}) } : known && pickHost(known)),
      sandboxes: { ...known?.sandboxes, ...sandboxes },
    });
    this.#changed.fire();
  }

  /** Forgets what engines that are no longer connected showed. */
  keep(engines: readonly EngineId[]): void {
    for (const readings of [this.#readings, this.#deeper]) {
      for (const id of [...readings.keys()]) if (!engines.includes(id)) readings.delete(id);
    }
  }

  async #lookNow(topology: Topology): Promise<void> {
    const read = this.#read;
    if (!read) return;
    const known = new Set(topology.sandboxes.flatMap((box) => (box.pid !== undefined && isRunning(box) ? [box.engine] : [])));
    const ready = topology.engines.filter(({ id, state }) => state === 'ready' && known.has(id));
    const looked = await Promise.all(ready.map(async ({ id }) => [id, await read(topology, id)] as const));
    const isNew = looked.some(([id, reading]) => !sameContent(reading, this.#readings.get(id), 'readAt'));
    for (const [id, reading] of looked) this.#readings.set(id, reading);
    if (isNew) this.#changed.fire();
  }
}

function pickHost({ host, learned }: Deeper): Pick<Deeper, 'host' | 'learned'> {
  return { ...(host ? { host } : {}), ...(learned ? { learned } : {}) };
}
