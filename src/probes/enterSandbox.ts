/**
 * Root on the engine's own machine enters a sandbox's network namespace (`nsenter`) without the engine: nothing is made and nothing is
 * changed. Only behind a pid that is proven to be the container's, before and after.
 */
import { execFile } from 'node:child_process';
import process from 'node:process';
import type { ExecResult } from '../engine/engine.ts';
import { containerSandboxId } from '../model/ids.ts';
import { isOwnProcess } from './engineHere.ts';
import { type KernelReader, thisKernel } from './kernelReader.ts';

/** Whether this process may enter at all. */
export function mayEnter(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * Runs a program of this machine in the container's network namespace; `/sys` still shows the old one. Undefined where that can't be done:
 * not root, no `nsenter`, or the pid is not that container's. Rejects when the signal aborts.
 */
export async function runInSandbox(
  container: string,
  pid: number,
  argv: readonly string[],
  signal: AbortSignal,
  kernel: KernelReader = thisKernel,
): Promise<ExecResult | undefined> {
  const owner = { id: containerSandboxId(container), pid };
  if (!mayEnter() || !(await isOwnProcess(owner, kernel))) return undefined;
  const result = await run(['--net', `--target=${pid}`, '--', ...argv], signal);
  // It may have ended meanwhile, and the pid be another's.
  return (await isOwnProcess(owner, kernel)) ? result : undefined;
}

function run(args: readonly string[], signal: AbortSignal): Promise<ExecResult | undefined> {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ELECTRON_RUN_AS_NODE: '1' };
  return new Promise((resolve, reject) => {
    const limits = {
      encoding: 'utf8',
      maxBuffer: 16 * 1024 * 1024,
      timeout: 15_000,
      killSignal: 'SIGKILL',
      env,
      cwd: '/',
    } as const;
    const child = execFile('nsenter', args, limits, (error, stdout, stderr) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason);
      else if (error && typeof error.code !== 'number') resolve(undefined);
      else resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
    });
    const stop = () => child.kill('SIGKILL');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
