/**
 * What a person does not want to be told again: one finding, or all of a rule; in this workspace or everywhere. Kept in VS Code's
 * storage. A silenced finding is still found and counted.
 */
import { Emitter, type Subscription } from './engine/emitter.ts';
import type { Finding } from './findings/finding.ts';
import { field, isRecord } from './model/raw.ts';

export type SilenceScope = 'workspace' | 'user';

/** `of` is the id of a finding or the code of a rule. */
export interface Silence {
  readonly kind: 'finding' | 'rule';
  readonly of: string;
  readonly scope: SilenceScope;
}

export interface SilenceStorage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'dockerNetworks.silences';

export class Silences {
  readonly #storages: Readonly<Record<SilenceScope, SilenceStorage>>;
  readonly #changed = new Emitter<void>();

  constructor(storages: Readonly<Record<SilenceScope, SilenceStorage>>) {
    this.#storages = storages;
  }

  onDidChange(listener: () => void): Subscription {
    return this.#changed.on(listener);
  }

  /** All of them; what is broken in the storage is left out. The storage is asked each time: another window may have changed it. */
  list(): readonly Silence[] {
    return (['workspace', 'user'] as const).flatMap((scope) => this.#stored(scope));
  }

  /** Those that keep a finding silent. */
  of({ id, code }: Pick<Finding, 'id' | 'code'>, all = this.list()): readonly Silence[] {
    return all.filter(({ kind, of }) => of === (kind === 'rule' ? code : id));
  }

  /** Ids of the findings that are silent. */
  silent(findings: readonly Finding[]): ReadonlySet<string> {
    const all = this.list();
    if (all.length === 0) return new Set();
    const known = new Set(all.map(({ kind, of }) => `${kind} ${of}`));
    return new Set(findings.flatMap(({ id, code }) => (known.has(`rule ${code}`) || known.has(`finding ${id}`) ? [id] : [])));
  }

  async add(silence: Silence): Promise<void> {
    const others = this.#stored(silence.scope).filter((one) => !isSame(one, silence));
    await this.#store(silence.scope, [...others, silence]);
  }

  async remove(silences: readonly Silence[]): Promise<void> {
    for (const scope of new Set(silences.map((silence) => silence.scope))) {
      await this.#store(
        scope,
        this.#stored(scope).filter((one) => !silences.some((other) => isSame(one, other))),
      );
    }
  }

  async #store(scope: SilenceScope, silences: readonly Silence[]): Promise<void> {
    await this.#storages[scope].update(
      key,
      silences.map(({ kind, of }) => ({ kind, of })),
    );
    this.#changed.fire();
  }

  #stored(scope: SilenceScope): readonly Silence[] {
    const stored = this.#storages[scope].get(key);
    if (!Array.isArray(stored)) return [];
    return stored.filter(isRecord).flatMap((record): readonly Silence[] => {
      const [kind, of] = [field(record, 'kind'), field(record, 'of')];
      return (kind === 'finding' || kind === 'rule') && typeof of === 'string' ? [{ kind, of, scope }] : [];
    });
  }
}

function isSame(one: Silence, other: Silence): boolean {
  return one.kind === other.kind && one.of === other.of && one.scope === other.scope;
}
