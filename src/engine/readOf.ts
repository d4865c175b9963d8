/**
 * A call's outcome as a `Read`; what ends a connection is thrown on, since then nothing else can be read either. An answer, whatever it
 * says, ends nothing (but no version in common): an authorization plugin may deny one call and allow the next.
 */
import type { Read } from '../model/snapshot.ts';
import { EngineError, type EngineErrorReason } from './engineError.ts';

const ending: readonly EngineErrorReason[] = ['unreachable', 'forbidden', 'timed-out', 'cancelled'];
const noVersion: readonly EngineErrorReason[] = ['api-too-old', 'api-too-new'];

export async function readOf(call: Promise<unknown>, harmless?: EngineErrorReason): Promise<Read> {
  try {
    return { answer: await call };
  } catch (error) {
    const { reason, message, status } = asEngineError(error);
    const ends = noVersion.includes(reason) || (status === undefined && ending.includes(reason) && reason !== harmless);
    if (ends) throw error;
    return { failed: { reason, message } };
  }
}

export function asEngineError(error: unknown): EngineError {
  return error instanceof EngineError ? error : new EngineError('failed', error instanceof Error ? error.message : String(error));
}
