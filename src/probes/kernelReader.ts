import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

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
};

export async function readText(kernel: KernelReader, file: string): Promise<string | undefined> {
  const bytes = await kernel.read(file);
  return bytes && new TextDecoder().decode(bytes);
}

export async function readNumber(kernel: KernelReader, file: string): Promise<number | undefined> {
  const text = (await readText(kernel, file))?.trim();
  return text !== undefined && /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
}
