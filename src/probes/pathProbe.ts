/**
 * Tries a connect inside a sandbox, by what the container's image offers: `nc`, `wget`, `curl`, and `ping` where there is no port. The
 * program is run by argv, never by a shell; the address was looked up before, so that no name reaches a program. Nothing is sent but what
 * opens a connection, or a request for `/`. The engine writes the command line into its event stream.
 */
import type { EngineClient } from '../engine/engine.ts';
import { EngineError } from '../engine/engineError.ts';
import { canonicalAddress } from '../model/address.ts';
import type { Gap, GapCode } from '../model/topology.ts';
import type { PathOutcome, PathPrediction } from '../predictions/path.ts';
import { limiter } from './limiter.ts';
import { type Connected, parseCurl, parseNc, parsePing, parseWget } from './parseConnect.ts';
import type { ToolOutput } from './parseLookup.ts';

export interface Tried {
  /** The means, such as `exec nc`. */
  readonly how: string;
  readonly milliseconds: number;
  readonly result: { readonly outcome: PathOutcome } | { readonly gap: Gap };
}

export interface Attempt {
  readonly address: string;
  readonly port?: number;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  /** A proxy takes the connection: whether it is closed at once has to be seen. */
  readonly proxied?: boolean;
}

export interface ConnectRung {
  readonly how: string;
  readonly argv: readonly string[];
  readonly parse: (output: ToolOutput) => Connected | undefined;
}

const limit = 5_000;
const inTurn = limiter(4);

/** What a prediction wants tried; undefined where it found no address. */
export function attemptOf({ target, proxied }: PathPrediction): Attempt | undefined {
  return target && { ...target, ...(proxied ? { proxied } : {}) };
}

/**
 * Never rejects: what could not be tried is a gap. At most four attempts run at once for one engine; the five seconds begin when an
 * attempt's turn has come.
 */
export async function tryConnect(client: EngineClient, container: string, attempt: Attempt, signal: AbortSignal): Promise<Tried> {
  if (canonicalAddress(attempt.address) === undefined) {
    return { how: 'not tried', milliseconds: 0, result: gap('unknown-subject', container, attempt.address) };
  }
  try {
    return await inTurn(client.identity.id, signal, () => climb(client, container, attempt, signal));
  } catch {
    return { how: 'not tried', milliseconds: 0, result: gap('probe-failed', container, 'cancelled') };
  }
}

/** In the order in which they are tried. What speaks with the other side comes first where a proxy stands between. */
export function rungsFor({ address, port, protocol, proxied }: Attempt): readonly ConnectRung[] {
  const bare = canonicalAddress(address) ?? address;
  const ping = (program: string): ConnectRung => ({
    how: `exec ${program}`,
    argv: [program, '-c', '1', '-W', '2', bare],
    parse: parsePing,
  });
  if (protocol === 'icmp' || port === undefined) return bare.includes(':') ? [ping('ping'), ping('ping6')] : [ping('ping')];
  const at = String(port);
  if (protocol === 'udp') {
    const taken = (output: ToolOutput) => (parseNc(output) === 'open' ? 'unknown' : parseNc(output));
    return [{ how: 'exec nc -u', argv: ['nc', '-z', '-v', '-u', '-w', '2', bare, at], parse: taken }];
  }
  const url = `http://${bare.includes(':') ? `[${bare}]` : bare}:${at}/`;
  const nc: readonly ConnectRung[] = [
    { how: 'exec nc', argv: ['nc', '-z', '-v', '-w', '3', bare, at], parse: parseNc },
    // a small busybox has no -z: a program that ends at once closes the connection
    { how: 'exec nc', argv: ['nc', '-w', '3', bare, at, '-e', 'true'], parse: parseNc },
  ];
  const web: readonly ConnectRung[] = [
    { how: 'exec wget', argv: ['wget', '-q', '-T', '3', '-O', '/dev/null', url], parse: parseWget },
    { how: 'exec curl', argv: ['curl', '-sS', '-m', '3', '-o', '/dev/null', url], parse: parseCurl },
  ];
  return proxied ? [...web, ...nc] : [...nc, ...web];
}

async function climb(client: EngineClient, container: string, attempt: Attempt, signal: AbortSignal): Promise<Tried> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const end = new AbortController();
  const stop = () => end.abort(signal.reason);
  // Not AbortSignal.any: Node 20 may collect it before it fires.
  const timer = setTimeout(() => end.abort(new DOMException('no answer in time', 'TimeoutError')), limit);
  signal.addEventListener('abort', stop, { once: true });
  let how = 'exec';
  try {
    for (const rung of rungsFor(attempt)) {
      how = rung.how;
      const seen = rung.parse(await ended(end.signal, client.exec(container, rung.argv, end.signal)));
      if (seen !== undefined) return { how, milliseconds: took(), result: { outcome: seen === 'closed' ? 'refused' : seen } };
    }
    return { how: 'exec', milliseconds: took(), result: gap('no-tool', container, container) };
  } catch (error) {
    if (end.signal.aborted && !signal.aborted) return { how, milliseconds: took(), result: gap('timed-out', container, how) };
    return { how, milliseconds: took(), result: gapOf(error, container, signal) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    end.abort();
  }
}

function gapOf(error: unknown, container: string, cancelled: AbortSignal): { readonly gap: Gap } {
  if (cancelled.aborted) return gap('probe-failed', container, 'cancelled');
  if (error instanceof EngineError && error.reason === 'conflict') return gap('not-running', container, container);
  if (error instanceof EngineError && error.reason === 'not-found') return gap('unknown-subject', container, container);
  return gap('probe-failed', container, error instanceof Error ? error.message : String(error));
}

function gap(code: GapCode, subject: string, why: string): { readonly gap: Gap } {
  return { gap: { subject, code, why } };
}

/** Rejects when the signal does, whatever the exec does. */
function ended<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
