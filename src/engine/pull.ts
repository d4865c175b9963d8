/** Fetching an image: how it is asked for, and what the engine's running commentary says in the end. */
import type { EngineError } from './engineError.ts';
import { errorOfStatus } from './errorOf.ts';

/** Without a tag or digest the engine would fetch every tag. */
export function pullPath(reference: string): string {
  const path = `/images/create?fromImage=${encodeURIComponent(reference)}`;
  return /[:@][^/]+$/.test(reference) ? path : `${path}&tag=latest`;
}

/** The answer is 200 as soon as the fetching begins: a failure is among the lines of JSON that follow. */
export function pullFailure(lines: string): EngineError | undefined {
  for (const line of lines.split('\n')) {
    try {
      const { error } = JSON.parse(line) as { readonly error?: unknown };
      if (typeof error === 'string') return errorOfStatus(500, error, '/images/create');
    } catch {
      // an empty line, or one that was cut
    }
  }
  return undefined;
}
