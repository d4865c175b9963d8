import type { ExecResult } from '../engine/engine.ts';
import type { KernelReader } from './kernelReader.ts';

type Exec = (argv: readonly string[], signal?: AbortSignal, maxBytes?: number) => Promise<ExecResult>;

/** Files for one run: its command line is also the text of an event of the engine. */
const atOnce = 400;
const maxBytes = 8 * 1024 * 1024;
/** One line that nothing else prints, put between the files: the same during a machine's life, another on each. */
const separator = '/proc/sys/kernel/random/boot_id';

/**
 * Reads `/proc` and `/sys` through programs that run elsewhere: in a helper container, or in a sandbox itself. What is asked for in one
 * turn of the event loop is read by one run of `cat` or `ls`, so ask for much at once.
 */
export function kernelThrough(how: string, exec: Exec, signal?: AbortSignal): KernelReader {
  const run = (argv: readonly string[]) => exec(argv, signal, maxBytes);
  const texts = gathered(async (files) =>
    textsOf(files, await run(['cat', separator, ...files.flatMap((file) => [file, separator])])),
  );
  const folders = gathered(async (paths) => foldersOf(paths, await run(['ls', '-1', ...paths, '/'])));
  const links = gathered(async (files) => linksOf(files, await run(['ls', '-l', '-d', ...files])));
  const fetched = new Map<string, string | undefined>();
  return {
    how,
    async prefetch(files) {
      await Promise.all(files.filter(isPlain).map(async (file) => fetched.set(file, await texts(file))));
    },
    async read(file) {
      if (!isPlain(file)) return undefined;
      if (file.endsWith('/brforward')) return bytesOf(run(['base64', file]));
      // once: what is read again is read to see whether it has changed
      const text = fetched.has(file) ? fetched.get(file) : await texts(file);
      fetched.delete(file);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    list: async (folder) => (isPlain(folder) ? folders(folder) : undefined),
    linkName: async (file) => (isPlain(file) ? links(file) : undefined),
  };
}

/** What `cat` printed, cut at the separators. Where their number is wrong nothing is believed. */
function textsOf(files: readonly string[], { stdout, stderr, exitCode }: ExecResult): ReadonlyMap<string, string> {
  const mark = stdout.slice(0, stdout.indexOf('\n') + 1);
  const [, ...parts] = stdout.split(mark);
  if (exitCode > 1 || mark.length < 30 || parts.length !== files.length + 1) return new Map();
  const complaints = stderr.split('\n');
  const missing = (file: string) => complaints.some((line) => line.includes(`${file}:`) || line.includes(`'${file}'`));
  return new Map(files.flatMap((file, at) => (parts[at] === '' && missing(file) ? [] : [[file, parts[at] ?? ''] as const])));
}

/** What `ls -1` printed of several folders: `<folder>:`, then a name a line. There are always two at least, so that there are headings. */
function foldersOf(paths: readonly string[], { stdout }: ExecResult): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of stdout.split('\n')) {
    const heading = line.endsWith(':') ? line.slice(0, -1) : undefined;
    if (heading !== undefined && (heading === '/' || paths.includes(heading))) {
      current = [];
      found.set(heading, current);
    } else if (line !== '') current?.push(line);
  }
  return found;
}

/** What `ls -l` printed: `… FILE -> TARGET`. */
function linksOf(files: readonly string[], { stdout }: ExecResult): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const [, file, target] = /\s(\/\S+) -> (\S+)$/.exec(line) ?? [];
    if (file !== undefined && target !== undefined && files.includes(file)) found.set(file, target.replace(/^.*\//, ''));
  }
  return found;
}

async function bytesOf(printed: Promise<ExecResult>): Promise<Uint8Array | undefined> {
  const { exitCode, stdout } = await printed.catch(() => ({ exitCode: -1, stdout: '' }));
  return exitCode === 0 ? Buffer.from(stdout, 'base64') : undefined;
}

/** Nothing of the kernel's that we read is named otherwise, but interfaces, which may be named anything: those are left out. */
function isPlain(file: string): boolean {
  return /^\/(proc|sys)\/[\w./@+-]*$/.test(file) && !file.includes('..');
}

/** Answers single questions by asking many together; a run that fails leaves its questions unanswered. */
function gathered<T>(ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>): (key: string) => Promise<T | undefined> {
  let waiting = new Map<string, ((value: T | undefined) => void)[]>();
  const flush = async () => {
    const batch = waiting;
    waiting = new Map();
    const keys = [...batch.keys()];
    for (let at = 0; at < keys.length; at += atOnce) {
      const part = keys.slice(at, at + atOnce);
      const answers = await ask(part).catch(() => new Map<string, T>());
      for (const key of part) for (const resolve of batch.get(key) ?? []) resolve(answers.get(key));
    }
  };
  return (key) =>
    new Promise((resolve) => {
      if (waiting.size === 0) setImmediate(() => void flush());
      waiting.set(key, [...(waiting.get(key) ?? []), resolve]);
    });
}
