/**
 * Whether two JSON values say the same, in any order of their properties; an absent property and an undefined one are the same. Properties
 * of the ignored names count nowhere. Ends at the first difference, and makes no text: it runs at every reading of an engine.
 */
export function sameContent(one: unknown, other: unknown, ignored?: string): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) return Array.isArray(other) && sameLists(one, other, ignored);
  return !Array.isArray(other) && sameRecords(one as Values, other as Values, ignored);
}

type Values = Readonly<Record<string, unknown>>;

function sameLists(one: readonly unknown[], other: readonly unknown[], ignored: string | undefined): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (!sameContent(one[at], other[at], ignored)) return false;
  return true;
}

function sameRecords(one: Values, other: Values, ignored: string | undefined): boolean {
  let count = 0;
  for (const key in one) {
    const value = one[key];
    if (key === ignored || value === undefined) continue;
    if (!Object.hasOwn(other, key) || !sameContent(value, other[key], ignored)) return false;
    count++;
  }
  for (const key in other) if (key !== ignored && other[key] !== undefined) count--;
  return count === 0;
}
