/**
 * Tolerant readers of JSON that nobody has checked. They look at own data properties only (a key such as `__proto__` is a key like
 * any other, a getter is never called) and never throw.
 */

export type RawRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property of a record, undefined where there is none. */
export function field(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Key and value of each own property. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) ? Object.entries(value) : [];
}

/** A plain record in which the second one's properties win. What is no record counts as an empty one. */
export function merged(first: unknown, second: unknown): RawRecord {
  if (!isRecord(first)) return isRecord(second) ? second : {};
  return isRecord(second) ? { ...first, ...second } : first;
}

/** Reads typed fields by path. What is absent or null reads as empty; what has another type reads as empty too and is reported by its path. */
export interface Fields {
  text(...path: readonly string[]): string;
  flag(...path: readonly string[]): boolean;
  /** Any finite number. */
  number(...path: readonly string[]): number | undefined;
  /** A whole number from 0 on; one that is too big to be exact reads as `Number.MAX_SAFE_INTEGER`. */
  count(...path: readonly string[]): number | undefined;
  list(...path: readonly string[]): readonly unknown[];
  texts(...path: readonly string[]): readonly string[];
  record(...path: readonly string[]): RawRecord | undefined;
  /** Only the values that are strings; others are reported. */
  textRecord(...path: readonly string[]): Readonly<Record<string, string>>;
  /** Whether the path leads to something else than null. */
  has(...path: readonly string[]): boolean;
}

export function fieldsOf(record: unknown, broken: (path: string) => void): Fields {
  return new RawFields(record, broken);
}

const noList: readonly never[] = Object.freeze([]);

/** A class, because there is one for each record of an answer: closures of their own would cost more than the reading. */
class RawFields implements Fields {
  readonly #record: unknown;
  readonly #broken: (path: string) => void;

  constructor(record: unknown, broken: (path: string) => void) {
    this.#record = record;
    this.#broken = broken;
  }

  text(...path: readonly string[]): string {
    const value = this.#at(path);
    if (typeof value === 'string') return value;
    this.#wrong(value, path);
    return '';
  }

  flag(...path: readonly string[]): boolean {
    const value = this.#at(path);
    if (typeof value === 'boolean') return value;
    this.#wrong(value, path);
    return false;
  }

  number(...path: readonly string[]): number | undefined {
    const value = this.#at(path);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.#wrong(value, path);
    return undefined;
  }

  count(...path: readonly string[]): number | undefined {
    const value = this.#at(path);
    if (typeof value === 'number' && value >= 0 && Number.isInteger(value)) return Math.min(value, Number.MAX_SAFE_INTEGER);
    this.#wrong(value, path);
    return undefined;
  }

  list(...path: readonly string[]): readonly unknown[] {
    const value = this.#at(path);
    if (Array.isArray(value)) return value;
    this.#wrong(value, path);
    return noList;
  }

  texts(...path: readonly string[]): readonly string[] {
    const list = this.list(...path);
    if (list.length === 0) return noList;
    return list.filter((item, index): item is string => {
      if (typeof item !== 'string') this.#broken(`${path.join('.')}.${index}`);
      return typeof item === 'string';
    });
  }

  record(...path: readonly string[]): RawRecord | undefined {
    const value = this.#at(path);
    if (isRecord(value)) return value;
    this.#wrong(value, path);
    return undefined;
  }

  textRecord(...path: readonly string[]): Readonly<Record<string, string>> {
    const record = this.record(...path);
    if (record === undefined) return {};
    const kept: [string, string][] = [];
    for (const key of Object.keys(record).sort()) {
      const value = record[key];
      if (typeof value === 'string') kept.push([key, value]);
      else if (value !== null) this.#broken([...path, key].join('.'));
    }
    return Object.fromEntries(kept);
  }

  has(...path: readonly string[]): boolean {
    return this.#at(path) !== undefined;
  }

  #at(path: readonly string[]): unknown {
    let value: unknown = this.#record;
    for (let depth = 0; depth < path.length; depth++) {
      if (value === undefined || value === null) return undefined;
      if (!isRecord(value)) {
        this.#broken(path.slice(0, depth).join('.'));
        return undefined;
      }
      const key = path[depth] as string;
      value = Object.hasOwn(value, key) ? value[key] : undefined;
    }
    return value ?? undefined;
  }

  /** What is absent or was reported on the way is no wrong type. */
  #wrong(value: unknown, path: readonly string[]): void {
    if (value !== undefined) this.#broken(path.join('.'));
  }
}
