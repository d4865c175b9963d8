/** Tries a TCP port: from this machine, or by an exec with what the image of a container offers. Nothing is sent but the connect. */
import { connect } from 'node:net';
import type { EngineClient, ExecResult } from '../engine/engine.ts';
import type { PortOutcome } from '../predictions/swarmPorts.ts';
import { isMissingTool } from './parseLookup.ts';

const seconds = 2;

/** From the machine that this runs on. Never rejects. */
export function tryPort(address: string, port: number): Promise<PortOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: seconds * 1000 });
    const end = (outcome: PortOutcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end('open'));
    socket.once('timeout', () => end('silent'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(ofError(error.code)));
  });
}

/** From a sandbox, by `nc`; undefined where the image has none. Rejects when the exec itself fails. */
export async function tryPortFrom(
  client: EngineClient,
  container: string,
  address: string,
  port: number,
  signal: AbortSignal,
): Promise<PortOutcome | undefined> {
  // small builds of busybox have no -z, and take all that follows -e for the program
  const forms = [
    ['nc', '-z', '-w', String(seconds), address, String(port)],
    ['nc', '-w', String(seconds), address, String(port), '-e', 'true'],
  ];
  for (const argv of forms) {
    const output = await client.exec(container, argv, signal);
    if (isMissingTool(output)) return undefined;
    if (!/usage|invalid option|unrecognized option/i.test(output.stderr + output.stdout)) return ofOutput(output);
  }
  return undefined;
}

/** Exit status 0 is a connect that succeeded; of the others the message tells. */
export function ofOutput({ exitCode, stdout, stderr }: ExecResult): PortOutcome {
  if (exitCode === 0) return 'open';
  const said = `${stderr}\n${stdout}`;
  if (/refused/i.test(said)) return 'refused';
  if (/timed out|unreachable|no route/i.test(said) || said.trim() === '') return 'silent';
  return 'unknown';
}

function ofError(code: string | undefined): PortOutcome {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'silent';
    default:
      return 'unknown';
  }
}
