/**
 * What the kernels of the engines' hosts showed last, one reading an engine. Looks again whenever the engine's picture has changed;
 * one look runs, at most one waits.
 */
import { Emitter, type Subscription } from './engine/emitter.ts';
import { isRunning } from './model/lookup.ts';
import type { KernelReading, Snapshot } from './model/snapshot.ts';
import type { EngineId, Topology } from './model/topology.ts';

export type ReadKernel = (topology: Topology, engine: EngineId) => Promise<KernelReading>;

export class KernelReadings {
  readonly #read: ReadKernel | undefined;
  readonly #changed = new Emitter<void>();
  readonly #readings = new Map<EngineId, KernelReading>();
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
    const kernel = this.#readings.get(snapshot.engine.id);
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

  /** Forgets what engines that are no longer connected showed. */
  keep(engines: readonly EngineId[]): void {
    for (const id of [...this.#readings.keys()]) if (!engines.includes(id)) this.#readings.delete(id);
  }

  async #lookNow(topology: Topology): Promise<void> {
    const read = this.#read;
    if (!read) return;
    const known = new Set(topology.sandboxes.flatMap((box) => (box.pid !== undefined && isRunning(box) ? [box.engine] : [])));
    const ready = topology.engines.filter(({ id, state }) => state === 'ready' && known.has(id));
    const looked = await Promise.all(ready.map(async ({ id }) => [id, await read(topology, id)] as const));
    for (const [id, reading] of looked) this.#readings.set(id, reading);
    if (looked.length > 0) this.#changed.fire();
  }
}
