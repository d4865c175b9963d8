import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const suffix = '.json';

/**
 * Values in files of one folder, written before `update` returns. VS Code's own storage is written by the window, a moment later: what a
 * window that ends at once has put there can be lost.
 */
export class FileStorage {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  keys(): readonly string[] {
    try {
      return readdirSync(this.#folder).flatMap((name) =>
        name.endsWith(suffix) ? [decodeURIComponent(name.slice(0, -suffix.length))] : [],
      );
    } catch {
      return []; // nothing was stored yet
    }
  }

  /** Undefined for what is not there, or can't be read. */
  get(key: string): unknown {
    try {
      return JSON.parse(readFileSync(this.#file(key), 'utf8'));
    } catch {
      return undefined;
    }
  }

  /** Undefined removes it. Rejects when the folder can't be written. */
  async update(key: string, value: unknown): Promise<void> {
    const file = this.#file(key);
    if (value === undefined) {
      rmSync(file, { force: true });
      return;
    }
    mkdirSync(this.#folder, { recursive: true });
    const beside = `${file}.${process.pid}`;
    writeFileSync(beside, JSON.stringify(value));
    renameSync(beside, file);
  }

  #file(key: string): string {
    return path.join(this.#folder, `${encodeURIComponent(key)}${suffix}`);
  }
}
