/** Which API version is spoken with an engine. */
import { EngineError } from './engineError.ts';

/** The newest version that we know (Docker 28.5) and the oldest that we ask (Docker 19.03); 20.10 and 28.5 are what tests run on. */
const newest = 51;
const oldest = 40;

/**
 * The version to speak with an engine whose `/_ping` carries this `Api-Version`: the lower of the two newest ones, or the one that
 * `DOCKER_API_VERSION` pins. Throws `api-too-old`, and `malformed` where the peer is no Docker Engine.
 */
export function agreeOnVersion(header: string | readonly string[] | undefined, pinned?: string): string {
  const theirs = /^1\.(\d{1,4})$/.exec(String(header ?? ''))?.[1];
  if (theirs === undefined) throw new EngineError('malformed', 'no Docker Engine answers there (its answer has no Api-Version)');
  const minor = Number(theirs);
  if (minor < oldest) throw new EngineError('api-too-old', `API version 1.${minor} is older than 1.${oldest}`);
  const pin = /^1\.(\d{1,4})$/.exec(pinned ?? '')?.[1];
  return `1.${Math.min(minor, pin === undefined ? newest : Math.max(Number(pin), oldest))}`;
}
