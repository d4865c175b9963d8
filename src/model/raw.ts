/**
 * Tolerant readers of JSON that nobody has checked. They look at own data properties only (a key such as `__proto__` is a key like
 * any other, a getter is never called) and never throw.
 */

export type RawRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own data property of a record, undefined where there is none. */
export function field(value: unknown, key: string): unknown {
  if (!isRecord(value)) return undefined;
  const property = Object.getOwnPropertyDescriptor(value, key);
  return property && 'value' in property ? property.value : undefined;
}

/** Key and value of each own data property. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (!isRecord(value)) return [];
  return Object.keys(value).map((key) => [key, field(value, key)] as const);
}

/** A plain copy in which the later record's properties win. */
export function merged(...records: readonly unknown[]): RawRecord {
  return Object.fromEntries(records.flatMap(entriesOf));
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
  const at = (path: readonly string[]): unknown => {
    let value: unknown = record;
    for (const [depth, key] of path.entries()) {
      if (value === undefined || value === null) return undefined;
      if (!isRecord(value)) {
        broken(path.slice(0, depth).join('.'));
        return undefined;
      }
      value = field(value, key);
    }
    return value ?? undefined;
  };
  const read = <T>(path: readonly string[], accept: (value: unknown) => value is T): T | undefined => {
    const value = at(path);
    if (value === undefined) return undefined;
    if (accept(value)) return value;
    broken(path.join('.'));
    return undefined;
  };
  return {
    text: (...path) => read(path, isText) ?? '',
    flag: (...path) => read(path, isFlag) ?? false,
    number: (...path) => read(path, isNumber),
    count: (...path) => {
      const value = read(path, isCount);
      return value === undefined ? undefined : Math.min(value, Number.MAX_SAFE_INTEGER);
    },
    list: (...path) => read(path, isList) ?? [],
    texts: (...path) =>
      (read(path, isList) ?? []).filter((item, index): item is string => {
        if (typeof item !== 'string') broken(`${path.join('.')}.${index}`);
        return typeof item === 'string';
      }),
    record: (...path) => read(path, isRecord),
    textRecord: (...path) => {
      const kept: [string, string][] = [];
      for (const [key, value] of entriesOf(read(path, isRecord))) {
        if (typeof value === 'string') kept.push([key, value]);
        else if (value !== null) broken([...path, key].join('.'));
      }
      kept.sort(([a], [b]) => (a < b ? -1 : 1));
      return Object.fromEntries(kept);
    },
    has: (...path) => at(path) !== undefined,
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): value is number => isNumber(value) && value >= 0 && Number.isInteger(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
