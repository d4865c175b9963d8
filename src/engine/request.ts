/** One request with a limit in time. */
import type { IncomingMessage } from 'node:http';
import { EngineError } from './engineError.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole answer; without it there is no limit. */
  readonly limit?: number;
}

export type Sent<T> = (answer: IncomingMessage) => Promise<T>;

/**
 * Runs the work with a signal that ends it when the caller's signal or the limit does. Rejects at once then, even when the work does
 * not. The timer is kept in hand: a signal of `AbortSignal.timeout` inside `AbortSignal.any` can be collected on Node 20 and never fire.
 */
export function withLimit<T>({ signal, limit, path }: Request, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new EngineError('cancelled', `${path}: cancelled`));
    const ours = new AbortController();
    const end = (error: EngineError) => {
      ours.abort();
      settle(() => reject(error));
    };
    const onAbort = () => end(new EngineError('cancelled', `${path}: cancelled`));
    const timer =
      limit === undefined
        ? undefined
        : setTimeout(() => end(new EngineError('timed-out', `${path}: no answer in ${limit / 1000} s`)), limit);
    const settle = (then: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      then();
    };
    signal?.addEventListener('abort', onAbort);
    work(ours.signal).then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    );
  });
}
