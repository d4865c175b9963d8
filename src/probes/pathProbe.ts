/**
 * Tries a connect inside a sandbox, by what the container's image offers: `nc`, `wget`, `curl`, and `ping` where there is no port. Where it
 * offers nothing, and on the host of an engine that is elsewhere, a helper container tries it, if the user has agreed to that. The program is
 * run by argv, never by a shell; the address was looked up before, so that no name reaches a program. Nothing is sent but what opens a
 * connection, or a request for `/`. The engine writes the command line into its event stream.
 */
import type { EngineClient } from '../engine/engine.ts';
import { EngineError } from '../engine/engineError.ts';
import { canonicalAddress } from '../model/address.ts';
import { shortId } from '../model/ids.ts';
import type { Gap, GapCode } from '../model/topology.ts';
import type { PathOutcome, PathPrediction } from '../predictions/path.ts';
import { Deadline } from './deadline.ts';
import { HelperImageMissing } from './helperContainer.ts';
import { limiter } from './limiter.ts';
import { type Connected, parseCurl, parseNc, parsePing, parseWget } from './parseConnect.ts';
import { isMissingTool, type ToolOutput } from './parseLookup.ts';
import type { ProbeMeans } from './sandboxProbe.ts';
import { untilAborted } from './untilAborted.ts';

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

/** Where it is tried: in the sandbox of a running container, or in the stack of the engine's host, there by a helper only. */
export type ConnectPlace = { readonly sandbox: string } | 'host';

export interface ConnectRung {
  readonly program: string;
  readonly argv: readonly string[];
  readonly parse: (output: ToolOutput) => Connected | undefined;
}

/** Milliseconds for the programs of one place, and for a helper to come up. */
const limit = 5_000;
const patience = 15_000;
const inTurn = limiter(4);

/** What a prediction wants tried; undefined where it found no address. */
export function attemptOf({ target, proxied }: PathPrediction): Attempt | undefined {
  return target && { ...target, ...(proxied ? { proxied } : {}) };
}

/**
 * Never rejects: what could not be tried is a gap. At most four attempts run at once for one engine; the five seconds begin when an
 * attempt's turn has come, and again when a helper is up.
 */
export async function tryConnect(
  client: EngineClient,
  place: ConnectPlace,
  attempt: Attempt,
  signal: AbortSignal,
  means: ProbeMeans = {},
): Promise<Tried> {
  const subject = subjectOf(place);
  if (canonicalAddress(attempt.address) === undefined) {
    return { how: 'not tried', milliseconds: 0, result: gap('unknown-subject', subject, attempt.address) };
  }
  try {
    return await inTurn(client.identity.id, signal, () => climb(client, place, attempt, signal, means));
  } catch {
    return { how: 'not tried', milliseconds: 0, result: gap('probe-failed', subject, 'cancelled') };
  }
}

/** In the order in which they are tried. What speaks with the other side comes first where a proxy stands between. */
export function rungsFor({ address, port, protocol, proxied }: Attempt): readonly ConnectRung[] {
  const bare = canonicalAddress(address) ?? address;
  const ping = (program: string): ConnectRung => ({
    program,
    argv: [program, '-c', '1', '-W', '2', bare],
    parse: parsePing,
  });
  if (protocol === 'icmp' || port === undefined) return bare.includes(':') ? [ping('ping'), ping('ping6')] : [ping('ping')];
  const at = String(port);
  if (protocol === 'udp') {
    return [{ program: 'nc -u', argv: ['nc', '-z', '-v', '-u', '-w', '2', bare, at], parse: parseTaken }];
  }
  const url = `http://${bare.includes(':') ? `[${bare}]` : bare}:${at}/`;
  const parse = proxied ? parseTaken : parseNc;
  const nc: readonly ConnectRung[] = [
    { program: 'nc', argv: ['nc', '-z', '-v', '-w', '3', bare, at], parse },
    // a small busybox has no -z: a program that ends at once closes the connection
    { program: 'nc', argv: ['nc', '-w', '3', bare, at, '-e', 'true'], parse },
  ];
  const web: readonly ConnectRung[] = [
    { program: 'wget', argv: ['wget', '-q', '-T', '3', '-O', '/dev/null', url], parse: parseWget },
    { program: 'curl', argv: ['curl', '-sS', '-m', '3', '-o', '/dev/null', url], parse: parseCurl },
  ];
  return proxied ? [...web, ...nc] : [...nc, ...web];
}

/** That a datagram was sent, or that a proxy took a connection, says nothing of what is behind. */
function parseTaken(output: ToolOutput): Connected | undefined {
  const seen = parseNc(output);
  return seen === 'open' ? 'unknown' : seen;
}

async function climb(
  client: EngineClient,
  place: ConnectPlace,
  attempt: Attempt,
  signal: AbortSignal,
  { helpers }: ProbeMeans,
): Promise<Tried> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const deadline = new Deadline(signal);
  const subject = subjectOf(place);
  let how = 'exec';
  let complaint: string | undefined;
  const tryAll = async (exec: Exec, where: string): Promise<PathOutcome | undefined> => {
    deadline.begin(limit);
    for (const { program, argv, parse } of rungsFor(attempt)) {
      how = `${where} ${program}`;
      const output = await untilAborted(deadline.signal, exec(argv, deadline.signal));
      const seen = parse(output);
      if (seen !== undefined) return seen === 'closed' ? 'refused' : seen;
      if (!isMissingTool(output)) complaint ??= firstLine(output);
    }
    return undefined;
  };
  try {
    const own = place === 'host' ? undefined : await tryAll((argv, until) => client.exec(place.sandbox, argv, until), 'exec');
    if (own) return { how, milliseconds: took(), result: { outcome: own } };
    how = 'helper';
    const { containers, permit } = helpers ?? {};
    if (!containers || !permit) {
      const why = place === 'host' ? client.identity.context : shortId(place.sandbox);
      return { how, milliseconds: took(), result: gap('consent-needed', subject, why) };
    }
    deadline.begin(patience);
    complaint = undefined;
    const helped = await containers.run(client, place, permit, deadline.signal, (helper) => tryAll(helper.exec, 'helper'));
    if (helped) return { how, milliseconds: took(), result: { outcome: helped } };
    const missing = complaint === undefined ? gap('no-tool', subject, subject) : gap('probe-failed', subject, complaint);
    return { how, milliseconds: took(), result: missing };
  } catch (error) {
    if (deadline.signal.aborted && !signal.aborted) return { how, milliseconds: took(), result: gap('timed-out', subject, how) };
    return { how, milliseconds: took(), result: gapOf(error, subject, signal) };
  } finally {
    deadline.end();
  }
}

type Exec = (argv: readonly string[], signal: AbortSignal) => Promise<ToolOutput>;

function firstLine({ stdout, stderr, exitCode }: ToolOutput): string {
  const said = `${stderr}\n${stdout}`.split('\n').find((line) => line.trim() !== '');
  return said === undefined ? `exit ${exitCode}` : said.slice(0, 200);
}

function subjectOf(place: ConnectPlace): string {
  return place === 'host' ? '' : place.sandbox;
}

function gapOf(error: unknown, container: string, cancelled: AbortSignal): { readonly gap: Gap } {
  if (cancelled.aborted) return gap('probe-failed', container, 'cancelled');
  // to fetch an image needs another yes
  if (error instanceof HelperImageMissing) return gap('consent-needed', container, error.reference);
  if (error instanceof EngineError && error.reason === 'conflict') return gap('not-running', container, container);
  if (error instanceof EngineError && error.reason === 'not-found') return gap('unknown-subject', container, container);
  return gap('probe-failed', container, error instanceof Error ? error.message : String(error));
}

function gap(code: GapCode, subject: string, why: string): { readonly gap: Gap } {
  return { gap: { subject, code, why } };
}
