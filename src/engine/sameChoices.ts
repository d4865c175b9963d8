import { isDeepStrictEqual } from 'node:util';
import type { ContextChoice } from './contexts.ts';

/** Whether both name the same endpoints with the same keys, in the same order. */
export function sameChoices(one: readonly ContextChoice[] | undefined, other: readonly ContextChoice[]): boolean {
  return isDeepStrictEqual(one, other);
}
