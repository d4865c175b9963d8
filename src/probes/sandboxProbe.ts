/**
 * Asks for a name inside a sandbox, by what the container's image offers: `nslookup`, then `getent`. The program is run by argv, never
 * by a shell. The container is not changed; the engine writes the command line into its event stream.
 *
 * Every question ends within five seconds. Docker cannot end an exec: one that hangs stays in the container until it ends by itself.
 */
import type { EngineClient, ExecResult } from '../engine/engine.ts';
import { EngineError } from '../engine/engineError.ts';
import { reverseName } from '../model/address.ts';
import type { Gap, GapCode } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { addressOfPointer, isValidDnsName, literalAddress } from '../predictions/dnsName.ts';
import type { Answer, RecordType } from '../predictions/observation.ts';
import { limiter } from './limiter.ts';
import { isMissingTool, type Lookup, parseGetent, parseNslookup, type ToolOutput } from './parseLookup.ts';
import { parseResolvConf, type ResolvConf } from './parseResolvConf.ts';

export interface Asked {
  /** The means, such as `exec nslookup`. */
  readonly how: string;
  readonly milliseconds: number;
  readonly result: Answer | { readonly gap: Gap };
}

const limit = 5_000;
const atOnce = 4;
const inTurn = limiter(atOnce);

interface Rung {
  readonly how: string;
  readonly argv: (name: string, type: RecordType) => readonly string[];
  readonly parse: (output: ToolOutput, type: RecordType) => Lookup | undefined;
}

const rungs: readonly Rung[] = [
  { how: 'exec nslookup', argv: (name, type) => ['nslookup', `-type=${type}`, questionFor(name, type)], parse: parseNslookup },
  // Without -type: small builds of busybox do not know it and print their usage.
  { how: 'exec nslookup', argv: (name, type) => ['nslookup', questionFor(name, type)], parse: parseNslookup },
  {
    how: 'exec getent ahosts',
    argv: (name, type) => ['getent', type === 'PTR' ? 'hosts' : 'ahosts', hostFor(name, type)],
    parse: parseGetent,
  },
  { how: 'exec getent hosts', argv: (name, type) => ['getent', 'hosts', hostFor(name, type)], parse: parseGetent },
];

/**
 * Never rejects: what could not be asked is a gap, a call that was cancelled among them. At most four questions are under way at once
 * for one engine; the five seconds begin when a question's turn has come.
 */
export async function askName(
  client: EngineClient,
  container: string,
  name: string,
  type: RecordType,
  signal: AbortSignal,
  milliseconds = limit,
): Promise<Asked> {
  const literal = type === 'PTR' ? undefined : literalAddress(name);
  if (literal !== undefined) {
    const fits = literal.includes(':') === (type === 'AAAA');
    const result: Answer = {
      answers: fits ? [literal] : [],
      code: fits ? 'answered' : 'no-such-family',
      reason: word('answer.is-address', literal),
    };
    return { how: 'not asked', milliseconds: 0, result };
  }
  if (type === 'PTR' ? addressOfPointer(name) === undefined && !isValidDnsName(name) : !isValidDnsName(name)) {
    const shown = name.length > 80 ? `${name.slice(0, 79)}…` : name;
    const result: Answer = { answers: [], code: 'invalid-name', reason: word('answer.invalid-name', shown) };
    return { how: 'not asked', milliseconds: 0, result };
  }
  try {
    return await inTurn(client.identity.id, signal, () => ask(client, container, name, type, signal, milliseconds));
  } catch {
    return { how: 'not asked', milliseconds: 0, result: gap('probe-failed', container, 'cancelled') };
  }
}

async function ask(
  client: EngineClient,
  container: string,
  name: string,
  type: RecordType,
  signal: AbortSignal,
  milliseconds: number,
): Promise<Asked> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const end = new AbortController();
  const ended = end.signal;
  const stop = () => end.abort(signal.reason);
  // Not AbortSignal.any: Node 20 may collect it before it fires.
  const timer = setTimeout(() => end.abort(new DOMException('no answer in time', 'TimeoutError')), milliseconds);
  signal.addEventListener('abort', stop, { once: true });
  const reading = readResolvConf(client, container, ended);
  let how = 'exec';
  let unread: { readonly how: string; readonly said: string } | undefined;
  try {
    for (const rung of rungs) {
      how = rung.how;
      const output = await untilEnd(ended, client.exec(container, rung.argv(name, type), ended));
      if (isMissingTool(output)) continue;
      const lookup = rung.parse(output, type);
      unread ??= { how, said: firstLine(output) };
      if (lookup === undefined) continue;
      return { how, milliseconds: took(), result: answerOf(lookup, name, await reading) };
    }
    if (unread !== undefined)
      return { how: unread.how, milliseconds: took(), result: gap('probe-failed', container, unread.said) };
    return { how: 'exec', milliseconds: took(), result: gap('no-tool', container, container) };
  } catch (error) {
    return { how, milliseconds: took(), result: gapOf(error, container, name, signal) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    end.abort();
  }
}

/** The server and the chain behind it are a supplement: no answer is lost for want of them. */
async function readResolvConf(client: EngineClient, container: string, signal: AbortSignal): Promise<ResolvConf | undefined> {
  try {
    return parseResolvConf(await untilEnd(signal, client.readFile(container, '/etc/resolv.conf', signal)));
  } catch {
    return undefined;
  }
}

function answerOf(lookup: Lookup, name: string, conf: ResolvConf | undefined): Answer {
  const server = lookup.server ?? conf?.servers[0];
  const who = server ?? '?';
  const upstream = server === '127.0.0.11' ? conf?.upstream : undefined;
  const seen = {
    answers: lookup.answers,
    ...(server === undefined ? {} : { server }),
    ...(upstream === undefined || upstream.length === 0 ? {} : { upstream }),
  };
  switch (lookup.outcome) {
    case 'answered':
      return { ...seen, code: 'answered', reason: word('answer.observed', name, who, lookup.answers.join(', ')) };
    case 'no-answer':
      return { ...seen, code: 'no-answer', reason: word('answer.no-answer', name, who) };
    case 'server-failure':
      return { ...seen, code: 'server-failure', reason: word('answer.server-failure', name, who) };
    default:
      return lookup.outcome satisfies never;
  }
}

/** What nslookup is asked: busybox takes an address after `-type=PTR` for a name, so that it gets the reverse form. */
function questionFor(name: string, type: RecordType): string {
  const address = type === 'PTR' ? addressOfPointer(name) : undefined;
  return address === undefined ? name : (reverseName(address) ?? name);
}

function hostFor(name: string, type: RecordType): string {
  return (type === 'PTR' ? addressOfPointer(name) : undefined) ?? name;
}

function firstLine({ stdout, stderr, exitCode }: ToolOutput): string {
  const said = `${stderr}\n${stdout}`.split('\n').find((line) => line.trim() !== '');
  return said === undefined ? `exit ${exitCode}` : said.slice(0, 200);
}

function gapOf(error: unknown, container: string, name: string, cancelled: AbortSignal): { readonly gap: Gap } {
  if (cancelled.aborted) return gap('probe-failed', container, 'cancelled');
  if (error instanceof EngineError) {
    switch (error.reason) {
      // 409: the container is stopped or paused.
      case 'conflict':
        return gap('not-running', container, container);
      case 'not-found':
        return gap('unknown-subject', container, container);
      case 'timed-out':
      case 'cancelled':
        return gap('timed-out', container, name);
      default:
        return gap('probe-failed', container, error.message);
    }
  }
  if (error instanceof DOMException) return gap('timed-out', container, name);
  return gap('probe-failed', container, error instanceof Error ? error.message : String(error));
}

function gap(code: GapCode, subject: string, why: string): { readonly gap: Gap } {
  return { gap: { subject, code, why } };
}

/** Rejects when the signal does, whatever the promise does: an exec that hangs must not keep anybody waiting. */
function untilEnd<T extends ExecResult | string>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
