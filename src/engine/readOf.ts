/** A call's outcome as a `Read`; what ends a connection is thrown on, since then nothing else can be read either. */
import type { Read } from '../model/snapshot.ts';
import { EngineError, type EngineErrorReason } from './engineError.ts';

const ending: readonly EngineErrorReason[] = ['unreachable', 'forbidden', 'timed-out', 'cancelled', 'api-too-old', 'api-too-new'];

export async function readOf(call: Promise<unknown>): Promise<Read> {
  try {
    return { answer: await call };
  } catch (error) {
    const { reason, message } = asEngineError(error);
    if (ending.includes(reason)) throw error;
    return { failed: { reason, message } };
  }
}

export function asEngineError(error: unknown): EngineError {
  return error instanceof EngineError ? error : new EngineError('failed', error instanceof Error ? error.message : String(error));
}
