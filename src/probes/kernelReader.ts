import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/** How the probes look at `/proc` and `/sys`. What cannot be read is undefined, whatever the reason. */
export interface KernelReader {
  /** Names the means in facts, where it is not this process: such as `helper container`. */
  readonly how?: string;
  /** Says which files will be read soon, for readers to which each trip is dear. Never rejects. */
  prefetch?(files: readonly string[]): Promise<void>;
  read(file: string): Promise<Uint8Array | undefined>;
  list(folder: string): Promise<readonly string[] | undefined>;
  /** Last part of what a symbolic link points to. */
  linkName(file: string): Promise<string | undefined>;
  /** Runs a program that lists what files do not show; rejects with what it said when it fails. Absent where this process is not root's. */
  runAsRoot?(program: string, args: readonly string[]): Promise<string>;
}

/** The kernel that this process sees. */
export const thisKernel: KernelReader = {
  read: (file) => readFile(file).catch(() => undefined),
  list: (folder) => readdir(folder).catch(() => undefined),
  linkName: (file) =>
    readlink(file).then(
      (target) => path.basename(target),
      () => undefined,
    ),
  ...(process.platform === 'linux' && process.getuid?.() === 0 ? { runAsRoot } : {}),
};

/** Listing waits for nobody, but may be behind another who changes much. */
const milliseconds = 5_000;

function runAsRoot(program: string, args: readonly string[]): Promise<string> {
  const limits = {
    encoding: 'utf8',
    maxBuffer: 32 * 1024 * 1024,
    timeout: milliseconds,
    killSignal: 'SIGKILL',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    cwd: '/',
  } as const;
  return new Promise((resolve, reject) => {
    execFile(program, args, limits, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else reject(new Error(`${program}: ${stderr.trim() || (error.killed ? 'no answer in time' : error.message)}`));
    });
  });
}

export async function readText(kernel: KernelReader, file: string): Promise<string | undefined> {
  const bytes = await kernel.read(file);
  return bytes && new TextDecoder().decode(bytes);
}

export async function readNumber(kernel: KernelReader, file: string): Promise<number | undefined> {
  const text = (await readText(kernel, file))?.trim();
  return text !== undefined && /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
}
