/**
 * Every failure of an engine is an `EngineError` with one of these reasons; `src/words/errors.ts` turns the reason into words and a
 * remedy, nothing else does. `message` is what the engine or the operating system said, verbatim.
 */
export type EngineErrorReason =
  /** No socket or nothing listens: ENOENT, ECONNREFUSED, ENOTFOUND, … */
  | 'unreachable'
  /** EACCES on the socket, 401, or an authorization plugin's 403. */
  | 'forbidden'
  /** The engine's API and ours have no version in common. */
  | 'api-too-old'
  | 'api-too-new'
  /** The context is unknown, its file broken, or its scheme not supported. */
  | 'context-invalid'
  | 'not-found'
  | 'conflict'
  /** Address or subnet refused. */
  | 'address-invalid'
  | 'address-in-use'
  | 'pool-overlap'
  | 'already-attached'
  | 'not-attached'
  | 'has-endpoints'
  | 'predefined'
  | 'not-allowed'
  | 'driver-missing'
  | 'needs-manager'
  | 'timed-out'
  | 'cancelled'
  /** The answer was no JSON, or not of the promised shape, or the peer is no Docker Engine. */
  | 'malformed'
  | 'failed';

export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly reason: EngineErrorReason,
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}
