import http from 'node:http';
import type { Duplex } from 'node:stream';
import { SshStream } from './sshStream.ts';

/** Milliseconds for which a connection that nobody uses is kept. */
const keepFor = 5 * 60_000;

/** Connections through `ssh`: few processes, each used again for the next request. `destroy` ends them. */
export class SshAgent extends http.Agent {
  readonly #endpoint: string;
  readonly #idle = new WeakMap<Duplex, NodeJS.Timeout>();

  constructor(endpoint: string, options: { readonly keepAlive: boolean; readonly maxSockets: number }) {
    super(options);
    this.#endpoint = endpoint;
  }

  override createConnection(): SshStream {
    return new SshStream(this.#endpoint);
  }

  override keepSocketAlive(socket: Duplex): boolean {
    const timer = setTimeout(() => socket.destroy(), keepFor);
    timer.unref();
    this.#idle.set(socket, timer);
    return true;
  }

  override reuseSocket(socket: Duplex): void {
    clearTimeout(this.#idle.get(socket));
  }
}
