/**
 * A connect, or a datagram sent, by a process of ours: in this process' own namespace, which is the engine's host where the engine is here, or as root in a
 * sandbox's, entered by its pid. It leaves no trace in the container or the engine's events.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';
import type { PathOutcome } from '../predictions/path.ts';
import { runInSandbox } from './enterSandbox.ts';
import { type KernelReader, thisKernel } from './kernelReader.ts';
import type { Attempt } from './pathProbe.ts';

/** Opens, waits whether it is closed at once, prints one word. Argv after it: address, port. */
const connecting = `
const net = require('node:net');
const [host, port] = process.argv.slice(1);
const say = (word) => process.stdout.write(word, () => process.exit(0));
const socket = net.connect({ host, port: Number(port) });
let timer = setTimeout(say, 3000, 'filtered');
socket.once('connect', () => {
  clearTimeout(timer);
  timer = setTimeout(say, 400, 'open');
  socket.once('end', () => say('refused'));
  socket.resume();
});
socket.once('error', ({ code }) => say(code === 'ECONNREFUSED' || code === 'ECONNRESET' ? 'refused' : 'filtered'));
`;

/** Sends two empty datagrams: an answer is open, an ICMP error refused, and silence says nothing. Argv after it as above. */
const sending = `
const dgram = require('node:dgram');
const [host, port] = process.argv.slice(1);
const say = (word) => process.stdout.write(word, () => process.exit(0));
const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4');
socket.once('message', () => say('open'));
socket.once('error', ({ code }) => say(code === 'ECONNREFUSED' ? 'refused' : code === 'EHOSTUNREACH' || code === 'ENETUNREACH' ? 'filtered' : 'unknown'));
socket.connect(Number(port), host, (error) => {
  if (error) return say(error.code === 'ENETUNREACH' ? 'filtered' : 'unknown');
  const send = () => socket.send('', () => {});
  send();
  setTimeout(send, 500);
  setTimeout(say, 2000, 'unknown');
});
`;

const limit = 5_000;

/** A sandbox to leave from: the container that owns it, and its process. */
export interface Inside {
  readonly container: string;
  readonly pid: number;
}

/**
 * @param inside this process' own namespace without it; entered only where the pid is proven to be that container's, before and after
 * @returns undefined where it could not be tried
 */
export async function ownConnect(
  inside: Inside | undefined,
  attempt: Attempt,
  signal: AbortSignal,
  kernel: KernelReader = thisKernel,
): Promise<PathOutcome | undefined> {
  const argv = argvFor(attempt);
  if (argv === undefined) return undefined;
  const ended = inside
    ? await runInSandbox(inside.container, inside.pid, argv, signal, kernel).catch(() => undefined)
    : await runHere(argv, signal);
  if (!ended) return undefined;
  return attempt.protocol === 'icmp' ? pinged(ended.exitCode) : outcomeOf(ended.stdout);
}

function runHere(
  [program = '', ...args]: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly exitCode: number | null; readonly stdout: string } | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: limit,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    let stdout = '';
    const stop = () => child.kill();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.stdout.on('data', (data) => {
      stdout += String(data);
    });
    child.once('error', () => resolve(undefined));
    child.once('close', (exitCode) => {
      signal.removeEventListener('abort', stop);
      resolve({ exitCode, stdout });
    });
  });
}

function argvFor({ address, port, protocol }: Attempt): readonly string[] | undefined {
  if (protocol === 'icmp') return ['ping', '-c', '1', '-W', '2', address];
  if (port === undefined) return undefined;
  return [process.execPath, '-e', protocol === 'udp' ? sending : connecting, address, String(port)];
}

function outcomeOf(said: string): PathOutcome | undefined {
  return said === 'open' || said === 'refused' || said === 'filtered' || said === 'unknown' ? said : undefined;
}

function pinged(code: number | null): PathOutcome | undefined {
  return code === 0 ? 'open' : code === 1 ? 'filtered' : undefined;
}
