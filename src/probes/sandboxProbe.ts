/**
 * Asks for a name inside a sandbox, by what the container's image offers: `nslookup`, then `getent`. Where it offers nothing (a static
 * binary alone), root on the engine's machine enters the sandbox and asks by itself; else a helper container joins the sandbox, if the user
 * has agreed to that. Programs are run by argv, never by a shell. The container is not changed; the engine writes the command line into its
 * event stream.
 *
 * Every question ends within five seconds. Docker cannot end an exec: one that hangs stays in the container until it ends by itself.
 */
import type { EngineClient } from '../engine/engine.ts';
import { EngineError } from '../engine/engineError.ts';
import { shortId } from '../model/ids.ts';
import type { Gap, GapCode } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { addressOfPointer, isValidDnsName, literalAddress } from '../predictions/dnsName.ts';
import type { Answer, RecordType } from '../predictions/observation.ts';
import { Deadline } from './deadline.ts';
import { mayEnter } from './enterSandbox.ts';
import { type HelperContainers, HelperImageMissing, type HelperPermit } from './helperContainer.ts';
import { limiter } from './limiter.ts';
import { lookUpByRoot } from './lookupByRoot.ts';
import { lookUpWithTools } from './lookupTools.ts';
import type { Lookup } from './parseLookup.ts';
import { parseResolvConf, type ResolvConf } from './parseResolvConf.ts';
import { untilAborted } from './untilAborted.ts';

export interface Asked {
  /** The means, such as `exec nslookup`. */
  readonly how: string;
  readonly milliseconds: number;
  readonly result: Answer | { readonly gap: Gap };
}

const limit = 5_000;
const atOnce = 4;
const inTurn = limiter(atOnce);

/** What may be used where the image has no tool. */
export interface ProbeMeans {
  /** With the user's consent for this engine; without a permit a helper that would be needed is the gap `consent-needed`. */
  readonly helpers?: { readonly containers: HelperContainers; readonly permit: HelperPermit | undefined };
  /** Whether root enters the sandbox by itself, which needs no helper; so it does when this is not told. */
  readonly enter?: boolean;
}

/** Containers whose image turned out to have no tool: it will have none the next time. */
const toolless = new WeakMap<EngineClient, Set<string>>();

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
  means: ProbeMeans = {},
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
    return await inTurn(client.identity.id, signal, () => ask(client, container, name, type, signal, milliseconds, means));
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
  means: ProbeMeans,
): Promise<Asked> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const deadline = new Deadline(signal);
  const ended = deadline.signal;
  deadline.begin(milliseconds);
  const reading = readResolvConf(client, container, ended);
  let how = 'exec';
  const at = (trying: string) => {
    how = trying;
  };
  const made = async (lookup: Lookup): Promise<Asked> => ({
    how,
    milliseconds: took(),
    result: answerOf(lookup, name, await reading),
  });
  const withTools = (exec: EngineClient['exec'], where: string) =>
    lookUpWithTools((argv) => untilAborted(ended, exec(container, argv, ended)), where, name, type, at);
  try {
    const known = toolless.get(client) ?? new Set();
    toolless.set(client, known);
    if (!known.has(container)) {
      const own = await withTools((...args) => client.exec(...args), 'exec');
      if ('lookup' in own) return await made(own.lookup);
      if (own.unread !== undefined)
        return { how: own.how, milliseconds: took(), result: gap('probe-failed', container, own.unread) };
      known.add(container);
    }
    if (means.enter ?? mayEnter()) {
      at('nsenter');
      const lookup = await untilAborted(ended, lookUpByRoot(client, container, await reading, name, type, ended));
      if (lookup) return await made(lookup);
    }
    at('helper');
    const { containers, permit } = means.helpers ?? {};
    if (!containers || !permit)
      return { how, milliseconds: took(), result: gap('consent-needed', container, shortId(container)) };
    const helped = await containers.run(client, { sandbox: container }, permit, ended, (helper) =>
      withTools((_container, argv, until) => helper.exec(argv, until), 'helper'),
    );
    if ('lookup' in helped) return await made(helped.lookup);
    return helped.unread === undefined
      ? { how, milliseconds: took(), result: gap('no-tool', container, shortId(container)) }
      : { how: helped.how, milliseconds: took(), result: gap('probe-failed', container, helped.unread) };
  } catch (error) {
    return { how, milliseconds: took(), result: gapOf(error, container, name, signal) };
  } finally {
    deadline.end();
  }
}

/** The server and the chain behind it are a supplement: no answer is lost for want of them. */
async function readResolvConf(client: EngineClient, container: string, signal: AbortSignal): Promise<ResolvConf | undefined> {
  try {
    return parseResolvConf(await untilAborted(signal, client.readFile(container, '/etc/resolv.conf', signal)));
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

function gapOf(error: unknown, container: string, name: string, cancelled: AbortSignal): { readonly gap: Gap } {
  if (cancelled.aborted) return gap('probe-failed', container, 'cancelled');
  // to fetch an image needs another yes
  if (error instanceof HelperImageMissing) return gap('consent-needed', container, error.reference);
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
