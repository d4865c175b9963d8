/** Deterministic order: by code units, so that it does not depend on the machine's language. */

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A sorted copy, by the first key that differs. */
export function sortedBy<T>(items: Iterable<T>, keys: (item: T) => readonly string[]): T[] {
  const all = [...items];
  if (all.length < 2) return all;
  return all
    .map((item) => ({ item, keys: keys(item) }))
    .sort((a, b) => {
      for (let index = 0; index < a.keys.length; index++) {
        const order = compareText(a.keys[index] ?? '', b.keys[index] ?? '');
        if (order !== 0) return order;
      }
      return 0;
    })
    .map(({ item }) => item);
}

/** Values of an optional record, as an object of the properties that are not undefined. */
export function defined<T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: Record<string, unknown> = {};
  for (const key in properties) {
    if (properties[key] !== undefined) kept[key] = properties[key];
  }
  return kept as { [K in keyof T]?: Exclude<T[K], undefined> };
}
