/**
 * Whether the user has agreed to helper containers, engine by engine. Kept in VS Code's storage, which is the same for every machine that a
 * window is connected to: a consent counts on the machine where it was given. A setting decides instead where there is no one to ask.
 */
import { Emitter, type Subscription } from './engine/emitter.ts';
import type { EngineIdentity } from './engine/engine.ts';
import { fieldsOf } from './model/raw.ts';
import type { EngineId } from './model/topology.ts';
import type { HelperPermit } from './probes/helperContainer.ts';

/** `ask`: who was asked and agreed. `allow` and `never` hold for every engine. */
export type HelperMode = 'ask' | 'allow' | 'never';

export interface ConsentRecord extends EngineIdentity {
  readonly machine: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface ConsentParts {
  readonly storage: { get(key: string): unknown; update(key: string, value: unknown): PromiseLike<void> };
  /** Name of the machine that the extension runs on. */
  readonly machine: string;
  /** The settings, read anew each time. */
  readonly mode: () => HelperMode;
  readonly image: () => string;
  readonly now?: () => Date;
}

const key = 'dockerNetworks.helperConsent';

export class Consent {
  readonly #parts: ConsentParts;
  readonly #changed = new Emitter<void>();

  constructor(parts: ConsentParts) {
    this.#parts = parts;
  }

  get mode(): HelperMode {
    return this.#parts.mode();
  }

  /** The image that the setting names; '' when it names none. */
  get image(): string {
    return this.#parts.image();
  }

  /** What a probe needs to make a helper on that engine; undefined without consent. Ask again for each use: it may be revoked. */
  permit(engine: EngineId): HelperPermit | undefined {
    const allowed = this.mode === 'allow' || (this.mode === 'ask' && this.given().some(({ id }) => id === engine));
    return allowed ? { image: this.image } : undefined;
  }

  /** Consents given on this machine, the newest last. The storage is asked each time: another window may have changed it. */
  given(): readonly ConsentRecord[] {
    return this.#all().filter(({ machine }) => machine === this.#parts.machine);
  }

  async give({ id, context, endpoint }: EngineIdentity): Promise<void> {
    const at = (this.#parts.now?.() ?? new Date()).toISOString();
    await this.#keep([...this.#without(id), { id, context, endpoint, machine: this.#parts.machine, at }]);
  }

  async revoke(engine: EngineId): Promise<void> {
    await this.#keep(this.#without(engine));
  }

  /** Tells those who listen that a setting has changed. */
  settingsChanged(): void {
    this.#changed.fire();
  }

  onDidChange(listener: () => void): Subscription {
    return this.#changed.on(listener);
  }

  #without(engine: EngineId): readonly ConsentRecord[] {
    return this.#all().filter(({ id, machine }) => id !== engine || machine !== this.#parts.machine);
  }

  async #keep(records: readonly ConsentRecord[]): Promise<void> {
    await this.#parts.storage.update(key, records);
    this.#changed.fire();
  }

  #all(): readonly ConsentRecord[] {
    const stored = this.#parts.storage.get(key);
    return (Array.isArray(stored) ? (stored as readonly unknown[]) : []).flatMap((item) => {
      const fields = fieldsOf(item, () => {});
      const [id, machine] = [fields.text('id') as EngineId, fields.text('machine')];
      if (id === '' || machine === '') return [];
      return [{ id, machine, context: fields.text('context'), endpoint: fields.text('endpoint'), at: fields.text('at') }];
    });
  }
}
