/**
 * What pure code says instead of a sentence: a code and its arguments, in order. `src/words.ts` holds one localized
 * template per code; the arguments fill `{0}`, `{1}`, …. Arguments are data (names, addresses), never words of a language.
 */
export interface Word<C extends string = string> {
  readonly code: C;
  readonly args: readonly string[];
}

/** A word with its arguments; numbers are written as plain digits. */
export function word<C extends string>(code: C, ...args: readonly (string | number)[]): Word<C> {
  return { code, args: args.map(String) };
}

/** Puts the arguments into a template. A placeholder without an argument stays as it is; arguments are never read as templates. */
export function fillTemplate(template: string, args: readonly string[]): string {
  return template.replace(/\{(\d+)\}/g, (placeholder, index: string) => args[Number(index)] ?? placeholder);
}
