import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { Duplex } from 'node:stream';
import { EngineError } from './engineError.ts';
import { sshArguments, sshTarget } from './sshTarget.ts';

const heard = 4096;

/**
 * One `ssh … docker system dial-stdio`: what is written goes to the engine, what is read comes from it. The process lives as long as the
 * stream; when it ends by itself, the last line that it said is the error. It looks like a socket as far as Node's HTTP client asks.
 */
export class SshStream extends Duplex {
  readonly #endpoint: string;
  readonly #child: ChildProcessWithoutNullStreams;
  #said = '';

  constructor(endpoint: string) {
    super({ allowHalfOpen: false });
    this.#endpoint = endpoint;
    // not where a workspace could have put an "ssh" of its own (Windows looks in the working folder first)
    const child = spawn('ssh', [...sshArguments(sshTarget(endpoint))], { cwd: homedir(), windowsHide: true });
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-heard);
    });
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {}); // how the process ends tells more
    child.once('error', (error) => this.destroy(this.#failure(`ssh can’t be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) this.push(null);
      else this.destroy(this.#failure(`ssh ended (${signal ?? code})`));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child.stdin.destroy();
    this.#child.kill();
    done(error);
  }

  /** Node's HTTP client asks a socket for these. */
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  destroySoon(): void {
    this.destroy();
  }

  #failure(otherwise: string): EngineError {
    const last = this.#said
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter(Boolean)
      .at(-1);
    const said = last?.slice(0, 300) ?? otherwise;
    return new EngineError(isRefusal(said) ? 'forbidden' : 'unreachable', `${this.#endpoint}: ${said}`);
  }
}

/** OpenSSH's own words, and the far CLI's for a socket that the user may not use. */
function isRefusal(said: string): boolean {
  return /permission denied|host key verification failed|too many authentication failures|no matching host key|administratively prohibited/i.test(
    said,
  );
}
