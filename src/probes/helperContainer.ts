/**
 * Short-lived helper containers, made only with the user's consent: one joins a sandbox, or the engine's host, and answers what cannot be
 * read from here. It has no capability and nothing to write to, ends by itself, and is removed as soon as nobody needs it.
 */
import { randomBytes } from 'node:crypto';
import type { EngineClient, ExecResult } from '../engine/engine.ts';
import { EngineError } from '../engine/engineError.ts';
import { fieldsOf } from '../model/raw.ts';
import { helperLabel } from '../model/readContainers.ts';
import type { EngineId } from '../model/topology.ts';
import { chooseHelperImage } from './helperImage.ts';
import { thisOwner } from './helperOwner.ts';
import { untilAborted } from './untilAborted.ts';

/** The user's consent for one engine, as long as it holds. */
export interface HelperPermit {
  /** From the setting; '' lets the rule of `helperImage.ts` choose. */
  readonly image: string;
}

/** Where a helper runs: inside the network namespace of a running container, or in the host's, there also with a view of all processes. */
export type HelperPlace = { readonly sandbox: string } | 'host' | 'host-processes';

export interface Helper {
  readonly image: string;
  /** Runs argv in it, no shell. */
  exec(argv: readonly string[], signal?: AbortSignal, maxBytes?: number): Promise<ExecResult>;
}

/** Seconds that a helper lives at most, whatever becomes of us. */
export const helperLifetime = 120;
/** Milliseconds: after its use a helper waits for another one; after half its life it gets no new use. */
const linger = 2_000;
const usableFor = (helperLifetime * 1000) / 2;

interface Kept {
  readonly key: string;
  readonly client: EngineClient;
  readonly name: string;
  readonly born: number;
  readonly helper: Promise<Helper>;
  users: number;
  timer?: NodeJS.Timeout;
  removed?: true;
}

/** The engine has no image that a helper could be made from; `reference` would have to be fetched first. */
export class HelperImageMissing extends EngineError {
  constructor(readonly reference: string) {
    super('not-found', `No such image: ${reference}`);
  }
}

const namePrefix = 'docker-network-explorer-';

export function isHelperName(name: string): boolean {
  return name.startsWith(namePrefix) && /^[0-9a-f]{12}$/.test(name.slice(namePrefix.length));
}

export class HelperContainers {
  readonly #owner = thisOwner();
  readonly #kept = new Map<string, Kept>();
  readonly #removing = new Set<Promise<void>>();

  /**
   * Runs `use` with a helper, which is shared with whoever wants one at the same place meanwhile. Rejects with what `use` rejects with, or
   * `EngineError`: `HelperImageMissing`, or `conflict` when the sandbox does not run.
   */
  async run<T>(
    client: EngineClient,
    place: HelperPlace,
    permit: HelperPermit,
    signal: AbortSignal,
    use: (helper: Helper) => Promise<T>,
  ): Promise<T> {
    const key = await keyOf(client, place, signal);
    signal.throwIfAborted();
    const kept = this.#take(key, client, place, permit);
    try {
      return await use(await untilAborted(signal, kept.helper));
    } finally {
      this.#release(kept, signal.aborted);
    }
  }

  /** Removes every helper now, of one engine or of all; what is under way in them fails. Never rejects. */
  async end(engine?: EngineId): Promise<void> {
    for (const kept of [...this.#kept.values()])
      if (engine === undefined || kept.client.identity.id === engine) this.#remove(kept);
    await Promise.all(this.#removing);
  }

  #take(key: string, client: EngineClient, place: HelperPlace, permit: HelperPermit): Kept {
    const running = this.#kept.get(key);
    if (running && performance.now() - running.born < usableFor) {
      clearTimeout(running.timer);
      running.users += 1;
      return running;
    }
    const name = `${namePrefix}${randomBytes(6).toString('hex')}`;
    const helper = start(client, place, permit, name, this.#owner);
    const kept: Kept = { key, client, name, born: performance.now(), helper, users: 1 };
    this.#kept.set(key, kept);
    helper.catch(() => this.#remove(kept));
    return kept;
  }

  #release(kept: Kept, atOnce: boolean): void {
    kept.users -= 1;
    if (kept.users > 0) return;
    if (atOnce || this.#kept.get(kept.key) !== kept) this.#remove(kept);
    else kept.timer = setTimeout(() => this.#remove(kept), linger);
  }

  /** By name: the engine may have made it though we never got its id. What fails here ends by itself, and is swept at the next start. */
  #remove(kept: Kept): void {
    clearTimeout(kept.timer);
    if (kept.removed) return;
    kept.removed = true;
    if (this.#kept.get(kept.key) === kept) this.#kept.delete(kept.key);
    const removal = kept.helper
      .then(
        () => {},
        () => {},
      )
      .then(() => kept.client.removeContainer(kept.name))
      .catch(() => {})
      .finally(() => this.#removing.delete(removal));
    this.#removing.add(removal);
  }
}

async function start(
  client: EngineClient,
  place: HelperPlace,
  permit: HelperPermit,
  name: string,
  owner: string,
): Promise<Helper> {
  const image = chooseHelperImage(await client.images(), permit.image);
  if (!image.present) throw new HelperImageMissing(image.reference);
  const { id } = await client.createHelper({
    name,
    image: image.reference,
    argv: ['sleep', String(helperLifetime)],
    labels: { [helperLabel]: owner },
    networkMode: typeof place === 'string' ? 'host' : `container:${place.sandbox}`,
    hostProcesses: place === 'host-processes',
  });
  await client.startContainer(id);
  return { image: image.reference, exec: (argv, signal, maxBytes) => client.exec(id, argv, signal, maxBytes) };
}

/** A container that was started anew has another stack: the helper in the old one must not answer for it. */
async function keyOf(client: EngineClient, place: HelperPlace, signal: AbortSignal): Promise<string> {
  const engine = client.identity.id;
  if (typeof place === 'string') return `${engine} ${place}`;
  const container = fieldsOf(await client.inspectContainer(place.sandbox, signal), () => {});
  if (!container.flag('State', 'Running') || container.flag('State', 'Paused'))
    throw new EngineError('conflict', `${place.sandbox} does not run`);
  return `${engine} ${place.sandbox} ${container.text('State', 'StartedAt')}`;
}
