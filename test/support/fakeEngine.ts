/**
 * An engine that answers what a test tells it to, on a unix socket in a folder of its own: recorded answers, garbage, silence,
 * redirects. Alone: `node --import tsx test/support/fakeEngine.ts --socket PATH [--fixture FILE] [--api 1.20]`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

/** Answers of the shape that `test/lab/record.ts` writes. */
export interface Answers {
  version?: unknown;
  info?: unknown;
  networks: unknown;
  containers: unknown;
  networkDetails?: Record<string, unknown>;
  containerDetails?: Record<string, unknown>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface FakeEngineOptions {
  readonly answers?: Answers;
  readonly apiVersion?: string;
  readonly socket?: string;
  /** Answers before the usual ones; the path comes without its version. False leaves the request to the usual ones. */
  readonly override?: (path: string, request: IncomingMessage, response: ServerResponse, body: string) => boolean;
}

export class FakeEngine {
  readonly socket: string;
  readonly host: string;
  /** May be replaced while it runs. */
  answers: Answers;
  /** `METHOD path` of every request so far, without the version. */
  readonly requests: string[] = [];
  override: FakeEngineOptions['override'];
  /** Milliseconds by which its clock, and with it the time of its events, is ahead of ours. */
  skew = 0;
  apiVersion: string;
  readonly #server: http.Server;
  readonly #streams = new Set<ServerResponse>();
  readonly #folder: string | undefined;

  private constructor(options: FakeEngineOptions) {
    this.#folder = options.socket ? undefined : mkdtempSync(path.join(tmpdir(), 'dne-fake-'));
    this.socket = options.socket ?? path.join(this.#folder ?? '', 'docker.sock');
    this.host = `unix://${this.socket}`;
    this.answers = options.answers ?? { networks: [], containers: [] };
    this.apiVersion = options.apiVersion ?? '1.51';
    this.override = options.override;
    this.#server = http.createServer((request, response) => this.#receive(request, response));
  }

  static async start(options: FakeEngineOptions = {}): Promise<FakeEngine> {
    const engine = new FakeEngine(options);
    await engine.listen();
    return engine;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.socket, resolve);
    });
  }

  /** Sends an event to everybody who follows. */
  emit(type: string, action: string, id = '', attributes: Record<string, string> = {}): void {
    const now = Date.now() + this.skew;
    const event = { Type: type, Action: action, Actor: { ID: id, Attributes: attributes }, time: Math.floor(now / 1000) };
    for (const stream of this.#streams) stream.write(`${JSON.stringify(event).slice(0, -1)},"timeNano":${now}000000}\n`);
  }

  /** Writes to everybody who follows what need not be an event. */
  emitText(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  /** Ends the event streams in the middle; everything else goes on. */
  cutEvents(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  get followers(): number {
    return this.#streams.size;
  }

  /** Cuts every connection and stops listening; `listen` brings it back. */
  stop(): Promise<void> {
    for (const stream of this.#streams) stream.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const asked = (request.url ?? '').replace(/^\/v1\.\d+(?=\/)/, '');
      this.requests.push(`${request.method} ${asked}`);
      if (this.apiVersion) response.setHeader('Api-Version', this.apiVersion);
      if (!this.override?.(asked, request, response, body)) this.#answer(asked, request, response);
    });
  }

  #answer(asked: string, request: IncomingMessage, response: ServerResponse): void {
    const [route = '', query = ''] = asked.split('?');
    if (route === '/_ping') {
      response.end('OK');
      return;
    }
    if (route === '/events') {
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
      this.#streams.add(response);
      response.on('close', () => this.#streams.delete(response));
      return;
    }
    if (request.method !== 'GET') {
      send(response, 500, { message: 'the fake engine changes nothing' });
      return;
    }
    const { networkDetails, containerDetails, ...lists } = this.answers;
    const [, kind, id, inspect] = /^\/(networks|containers)\/([^/]+)(\/json)?$/.exec(route) ?? [];
    const answer =
      route === '/containers/json'
        ? lists.containers
        : kind === 'networks'
          ? networkDetails?.[id ?? '']
          : kind === 'containers' && inspect
            ? containerDetails?.[id ?? '']
            : (lists as Record<string, unknown>)[route.slice(1)];
    if (answer === undefined) send(response, 404, { message: `no such thing: ${route}${query ? '?' : ''}` });
    else send(response, 200, answer);
  }
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** The answers that `test/lab/record.ts` recorded. */
export function recorded(name: 'engine-20.10' | 'engine-28.5' | 'swarm-node1' | 'swarm-node2'): Answers {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `../fixtures/${name}.json`), 'utf8')) as Answers;
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { socket: { type: 'string' }, fixture: { type: 'string' }, api: { type: 'string' } } });
  await FakeEngine.start({
    ...(values.socket ? { socket: values.socket } : {}),
    ...(values.fixture ? { answers: JSON.parse(readFileSync(values.fixture, 'utf8')) as Answers } : {}),
    ...(values.api ? { apiVersion: values.api } : {}),
  });
  console.log('ready');
}
