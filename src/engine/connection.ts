/**
 * The life of one engine: connecting → ready | refused | lost. It reads the two lists, follows the events while somebody looks, and
 * comes back for ever. A lost engine keeps what was read last, with the time it was read.
 */
import type { RawAnswers, Snapshot } from '../model/snapshot.ts';
import type { EngineState } from '../model/topology.ts';
import { Backoff } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import { Coalescer } from './coalescer.ts';
import { Emitter, type Subscription } from './emitter.ts';
import type { EngineClient, EngineIdentity } from './engine.ts';
import { type DetailKind, EngineDetails, type Wanted } from './engineDetails.ts';
import type { EngineError } from './engineError.ts';
import { isOfCluster, isOfSwarm, isRelevant, touchedBy } from './eventPolicy.ts';
import { listedRecords } from './listedRecords.ts';
import { readLists } from './readLists.ts';
import { asEngineError, readOf } from './readOf.ts';
import { RefreshQueue } from './refreshQueue.ts';
import { repeatedly } from './repeatedly.ts';

/** Milliseconds. A stopped engine process keeps its socket open: only a heartbeat tells. What emits no event is seen by the slow poll. */
const heartbeatEvery = 10_000;
const pollEvery = 30_000;
/** Some engines (Podman) send no header before the first event: after this the stream counts as open. */
const openWithin = 2_000;
/** Machines lock out who knocks on sshd again and again. */
const deniedEvery = 60_000;

export class EngineConnection {
  readonly client: EngineClient;
  readonly #clock: Clock;
  readonly #changed = new Emitter<Snapshot>();
  readonly #queue = new RefreshQueue(() => this.#readLists());
  readonly #details: EngineDetails;
  readonly #backoff: Backoff;
  #state: EngineState = 'connecting';
  #error: EngineError | undefined;
  #answers: RawAnswers = {};
  /** Version and info are in the answers. They are asked for beside the lists: `/info` takes longer than both. */
  #about: Promise<void> = Promise.resolve();
  #readAt = '';
  #apiVersion: string | undefined;
  /** Where the event stream goes on, in the engine's own time. */
  #since: string | undefined;
  #following: AbortController | undefined;
  #wake: (() => void) | undefined;
  #infoIsOld = false;
  #disposed = false;

  constructor(client: EngineClient, clock: Clock = systemClock, random?: () => number) {
    this.client = client;
    this.#clock = clock;
    this.#backoff = new Backoff(random);
    this.#details = new EngineDetails(client);
  }

  get snapshot(): Snapshot {
    const identity: EngineIdentity = this.client.identity;
    return {
      engine: {
        ...identity,
        state: this.#state,
        ...(this.#error ? { reason: this.#error.reason, said: this.#error.message } : {}),
        ...(this.#apiVersion ? { apiVersion: this.#apiVersion } : {}),
      },
      readAt: this.#readAt,
      api: {
        ...this.#answers,
        networkDetails: this.#details.answers('networks'),
        containerDetails: this.#details.answers('containers'),
      },
    };
  }

  onDidChange(listener: (snapshot: Snapshot) => void): Subscription {
    return this.#changed.on(listener);
  }

  /** Begins to follow the engine; catches up first. Does nothing while it follows already. */
  follow(): void {
    if (this.#following || this.#disposed) return;
    const following = new AbortController();
    this.#following = following;
    void this.#live(following.signal);
  }

  /** Stops following; what was read stays. */
  pause(): void {
    this.#following?.abort();
    this.#following = undefined;
    this.retry();
  }

  /** Tries now instead of after the wait. */
  retry(): void {
    this.#backoff.reset();
    this.#wake?.();
  }

  /** Reads the lists again. Never rejects: a failure is the state. */
  async refresh(): Promise<void> {
    try {
      if (this.#state !== 'ready') await this.#connect();
      await this.#poll();
      this.retry();
    } catch (error) {
      this.#lose(asEngineError(error));
    }
  }

  /** Inspects what is not read yet, or no more true. Never rejects. */
  async readDetails(kind: DetailKind, ids: readonly string[]): Promise<void> {
    const records = listedRecords(this.#answers[kind]);
    await this.#readLacking(ids.map((id) => ({ kind, id, listed: records.get(id) })));
  }

  /** Lists and every inspect. Never rejects. */
  async readFull(): Promise<void> {
    // nobody follows the events: what only a network's inspect tells (ghosts, peers, services), and whether it is in a swarm, may have changed unseen
    if (!this.#following) {
      this.#details.touchKind('networks');
      this.#infoIsOld = true;
    }
    await this.refresh();
    if (this.#state !== 'ready') return;
    await this.#readLacking(
      (['networks', 'containers'] as const).flatMap((kind) =>
        [...listedRecords(this.#answers[kind])].map(([id, listed]) => ({ kind, id, listed })),
      ),
    );
  }

  dispose(): void {
    this.#disposed = true;
    this.pause();
    this.#changed.clear();
    this.client.close();
  }

  /** Connects, follows, comes back; ends with the signal. */
  async #live(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#connect(signal);
        await this.#followOnce(signal);
      } catch (error) {
        if (!signal.aborted) this.#lose(asEngineError(error));
      }
      if (!signal.aborted) await this.#sleep(this.#untilNext());
    }
  }

  /** Tells of all of them together. */
  async #readLacking(asked: readonly Wanted[]): Promise<void> {
    const lacking = asked.filter(({ kind, id }) => !this.#details.has(kind, id));
    if (lacking.length === 0) return;
    try {
      await this.#details.read(lacking);
      this.#changed.fire(this.snapshot);
    } catch (error) {
      this.#lose(asEngineError(error));
    }
  }

  #poll(): Promise<void> {
    this.#details.touchOverlays();
    return this.#queue.run();
  }

  #untilNext(): number {
    const isDenied = this.#error?.reason === 'forbidden' && this.client.identity.endpoint.startsWith('ssh:');
    return Math.max(this.#backoff.next(), isDenied ? deniedEvery : 0);
  }

  async #connect(signal?: AbortSignal): Promise<void> {
    const { apiVersion } = await this.client.ping(signal);
    this.#apiVersion = apiVersion;
    const { client } = this;
    this.#about = Promise.all([readOf(client.version(signal)), readOf(client.info(signal))]).then(([version, info]) => {
      this.#answers = { ...this.#answers, version, info };
    });
    this.#about.catch(() => {}); // whoever reads the lists meets it
  }

  /** The stream is opened before the lists are read, so that no change falls between the two. */
  async #followOnce(signal: AbortSignal): Promise<void> {
    const ours = new AbortController();
    const end = () => ours.abort();
    signal.addEventListener('abort', end);
    const fail = (error: unknown) => {
      this.#lose(asEngineError(error));
      ours.abort();
    };
    const coalescer = new Coalescer(this.#clock, () => void this.#queue.run().catch(fail));
    let opened: () => void = () => {};
    const open = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const timers: (() => void)[] = [];
    try {
      const stream = this.client.followEvents(
        {
          open: opened,
          event: (event) => {
            if (event.time) this.#since = event.time;
            if (!isRelevant(event)) return;
            if (isOfSwarm(event)) this.#infoIsOld = true;
            this.#details.touch(touchedBy(event));
            if (isOfCluster(event)) this.#details.touchOverlays();
            coalescer.event();
          },
        },
        this.#since,
        ours.signal,
      );
      timers.push(this.#clock.after(openWithin, opened));
      await Promise.race([open, stream]);
      this.#details.touchAll();
      await this.#queue.run();
      this.#backoff.reset();
      timers.push(repeatedly(this.#clock, heartbeatEvery, () => this.client.ping(ours.signal), fail));
      timers.push(repeatedly(this.#clock, pollEvery, () => this.#poll(), fail));
      await stream;
    } finally {
      for (const stop of timers) stop();
      coalescer.dispose();
      signal.removeEventListener('abort', end);
      ours.abort();
    }
    // the stream ended without an error: the engine is going down, or told us to come again
    await this.client.ping(signal);
  }

  async #readLists(): Promise<void> {
    const { client } = this;
    if (this.#infoIsOld) {
      this.#infoIsOld = false;
      this.#answers = { ...this.#answers, info: await readOf(client.info()) };
    }
    const info = this.#about.then(() => this.#answers.info);
    const { networks, containers, ...swarm } = await readLists(client, info);
    // a list that failed says nothing about what is gone
    if ('answer' in networks) await this.#details.follow('networks', listedRecords(networks), undefined);
    if ('answer' in containers) await this.#details.follow('containers', listedRecords(containers), undefined);
    if (this.#disposed) return;
    const { version, info: known } = this.#answers;
    this.#answers = { ...(version ? { version } : {}), ...(known ? { info: known } : {}), networks, containers, ...swarm };
    this.#readAt = new Date(this.#clock.now()).toISOString();
    this.#state = 'ready';
    this.#error = undefined;
    this.#changed.fire(this.snapshot);
  }

  #lose(error: EngineError): void {
    if (this.#disposed || error.reason === 'cancelled') return;
    this.#state = this.#readAt === '' ? 'refused' : 'lost';
    this.#error = error;
    this.#changed.fire(this.snapshot);
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(milliseconds, () => this.#wake?.());
      this.#wake = () => {
        cancel();
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
