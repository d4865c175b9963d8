/** The files that Docker contexts are made of (docker/cli: `cli/config`, `cli/context/store`): bounded, regular files only, never written. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from './engineError.ts';

export interface ContextEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** Bytes. The CLI's own files are some kilobytes; what is larger, or a pipe without end, is none of them. */
const largest = 1024 * 1024;

/** `$DOCKER_CONFIG`, else `~/.docker`. */
export function configFolder({ variables, home }: ContextEnvironment): string {
  return variables.DOCKER_CONFIG || path.join(home, '.docker');
}

/** The file's bytes; undefined when there is none. Rejects with `context-invalid`, naming the file, when it can't be read. */
export async function readContextFile(file: string): Promise<Buffer | undefined> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new Error('it is no file');
    if (found.size > largest) throw new Error(`it is larger than ${largest} bytes`);
    const bytes = await readFile(file);
    if (bytes.length > largest) throw new Error(`it is larger than ${largest} bytes`);
    return bytes;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw invalidContext(message.includes(file) ? message : `${file}: ${message}`);
  }
}

/** A JSON object of a context file; undefined when there is no such file. What is in it is never part of the error. */
export async function readContextJson(file: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const bytes = await readContextFile(file);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  } catch {
    // the parser's message quotes the text, which may hold a password
  }
  throw invalidContext(`${file} is no JSON`);
}

export function invalidContext(message: string): EngineError {
  return new EngineError('context-invalid', message);
}
