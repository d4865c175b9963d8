/** Runs programs for the lab: argv only, output as text, a failure carries what was printed. */
import { execFile, execFileSync } from 'node:child_process';

const limits = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;

export function run(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...limits, timeout: 240_000, ...(env ? { env } : {}) }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ').slice(0, 300)}: ${stderr || stdout || error.message}`));
      else resolve(stdout);
    });
  });
}

/** The same at once, for clean-up in a process that ends; '' when it fails. */
export function tryNow(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { ...limits, timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}

/** Asks again until the answer is truthy; rejects after the deadline, naming what was awaited. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  limit = 90_000,
): Promise<T> {
  const end = Date.now() + limit;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`not in ${limit / 1000} s: ${what}${last ? ` (${last})` : ''}`);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}
