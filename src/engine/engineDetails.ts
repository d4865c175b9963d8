/**
 * Inspect answers that were read, kept while they are true: dropped when their object is gone, stale after an event that touches it or
 * when its record in the list changed.
 */
import type { RawRecord } from '../model/raw.ts';
import { sameContent } from '../model/sameContent.ts';
import type { Read } from '../model/snapshot.ts';
import type { EngineClient } from './engine.ts';
import { readOf } from './readOf.ts';

export type DetailKind = 'networks' | 'containers';

interface Kept {
  readonly read: Read;
  /** The listed record at the time of the inspect. */
  readonly listed: RawRecord | undefined;
}

/** One thing to inspect, with its record in the list. */
export interface Wanted {
  readonly kind: DetailKind;
  readonly id: string;
  readonly listed: RawRecord | undefined;
}

const atOnce = 8;

export class EngineDetails {
  readonly #client: EngineClient;
  readonly #kept: Readonly<Record<DetailKind, Map<string, Kept>>> = { networks: new Map(), containers: new Map() };
  readonly #stale = new Set<string>();

  constructor(client: EngineClient) {
    this.#client = client;
  }

  answers(kind: DetailKind): Readonly<Record<string, Read>> {
    return Object.fromEntries([...this.#kept[kind]].map(([id, { read }]) => [id, read]));
  }

  has(kind: DetailKind, id: string): boolean {
    return this.#kept[kind].has(id) && !this.#stale.has(id);
  }

  touch(ids: readonly string[]): void {
    for (const id of ids) this.#stale.add(id);
  }

  touchAll(): void {
    this.touchKind('networks');
    this.touchKind('containers');
  }

  touchKind(kind: DetailKind): void {
    this.touch([...this.#kept[kind].keys()]);
  }

  /** Peers and endpoints on other nodes come and go without an event here. Only a swarm's networks have ids of 25 base-36 digits. */
  touchOverlays(): void {
    this.touch([...this.#kept.networks.keys()].filter((id) => /^[0-9a-z]{25}$/.test(id)));
  }

  /** After the lists were read: drops what is gone and reads again what is stale. */
  async follow(kind: DetailKind, records: ReadonlyMap<string, RawRecord>, signal: AbortSignal | undefined): Promise<void> {
    const old: Wanted[] = [];
    for (const [id, { listed }] of this.#kept[kind]) {
      const now = records.get(id);
      if (now === undefined) this.#kept[kind].delete(id);
      // its status says "Up 3 seconds"
      else if (this.#stale.has(id) || !sameContent(now, listed, 'Status')) old.push({ kind, id, listed: now });
    }
    await this.read(old, signal);
  }

  /**
   * Inspects these, some at once. A failure is kept as such: one failing inspect costs one detail, and so does one that hangs (one
   * container's lock in the daemon; whether the engine as a whole hangs, the heartbeat tells).
   */
  async read(wanted: readonly Wanted[], signal?: AbortSignal): Promise<void> {
    const queue = [...wanted];
    const worker = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { kind, id, listed } = next;
        this.#stale.delete(id);
        const asked = kind === 'networks' ? this.#client.inspectNetwork(id, signal) : this.#client.inspectContainer(id, signal);
        this.#kept[kind].set(id, { read: await readOf(asked, 'timed-out'), listed });
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, worker));
  }
}
