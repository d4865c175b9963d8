/**
 * The one file that knows dockerode: its `modem` sends the requests (sockets, named pipes, TLS, `ssh`); we choose versions and limits, read
 * the answers and turn every failure into an `EngineError`.
 */
import http from 'node:http';
import senders from 'docker-modem/lib/http.js';
import Docker from 'dockerode';
import { agreeOnVersion } from './apiVersion.ts';
import type { ConnectedChoice } from './contexts.ts';
import { EngineError } from './engineError.ts';
import { errorOfFailure, errorOfStatus } from './errorOf.ts';
import { modemAgents } from './modemAgents.ts';
import { modemOptions } from './modemOptions.ts';
import { RepeatedAnswers } from './repeatedAnswers.ts';
import { type Request, type Sent, withLimit } from './request.ts';
import { megabyte, parseBody, readAll } from './responseBody.ts';

/**
 * docker-modem's own senders follow redirects to any server. VS Code replaces `http.request` and `https.request` in its extension host by ones
 * that go through its proxy and leave out the agent, and with it `ssh` and the kept connections. Node's class does neither.
 */
Object.assign(senders, {
  http: { request: (options: http.RequestOptions) => new http.ClientRequest(options) },
  https: { request: (options: http.RequestOptions) => new http.ClientRequest({ ...options, protocol: 'https:' }) },
});

/** Every status is ours to judge: an answer comes as a stream, whatever it says. */
const everyStatus = new Proxy({}, { get: () => true });

const seconds = 1000;
export const limits = { ping: 5 * seconds, read: 25 * seconds, change: 60 * seconds, exec: 15 * seconds, pull: 600 * seconds };
/** `ssh` may take its 30 seconds to connect before the first answer. */
const sshPing = 35 * seconds;

/** Requests to one engine; nothing is sent before the first. Everything rejects with `EngineError` only. */
export class DockerodeRequests {
  readonly #endpoint: string;
  readonly #pinned: string | undefined;
  readonly #agents: readonly http.Agent[];
  readonly #kept: Docker;
  readonly #changes: Docker;
  readonly #events: Docker;
  readonly #repeated = new RepeatedAnswers();
  #version: Promise<string> | undefined;
  #closed = false;

  constructor(choice: ConnectedChoice) {
    this.#endpoint = choice.endpoint;
    this.#pinned = choice.apiVersion;
    const options = modemOptions(choice);
    const agents = modemAgents(choice);
    this.#agents = Object.values(agents);
    this.#kept = new Docker({ ...options, agent: agents.kept });
    this.#changes = new Docker({ ...options, agent: agents.changes });
    this.#events = new Docker({ ...options, agent: agents.events });
  }

  /** Agrees on an API version with the engine, and remembers it. */
  async ping(signal?: AbortSignal): Promise<{ readonly apiVersion: string }> {
    const limit = this.#endpoint.startsWith('ssh:') ? sshPing : limits.ping;
    const request: Request = { method: 'GET', path: '/_ping', signal, limit };
    const headers = await this.#send(request, async (answer) => {
      await readAll(answer, megabyte);
      return answer.headers;
    }).catch((error) => {
      // every Docker Engine has a ping: who has none is some other server
      throw error instanceof EngineError && error.reason === 'not-found'
        ? new EngineError('malformed', error.message, error.status)
        : error;
    });
    const apiVersion = agreeOnVersion(headers['api-version'], this.#pinned);
    this.#version = Promise.resolve(apiVersion);
    return { apiVersion };
  }

  /** The JSON of a GET. */
  async read(path: string, signal: AbortSignal | undefined): Promise<unknown> {
    return parseBody(await this.#body(path, signal));
  }

  /** The same; an answer that says what the last one said is the same object. For what is asked for again and again. */
  async readAgain(path: string, signal: AbortSignal | undefined): Promise<unknown> {
    return this.#repeated.parse(path, await this.#body(path, signal));
  }

  change(method: 'POST' | 'DELETE', path: string, body: object | undefined, signal: AbortSignal | undefined): Promise<Buffer> {
    const request: Request = { method, path, ...(body ? { body } : {}), signal, limit: limits.change };
    return this.ask(request, (answer) => readAll(answer, megabyte));
  }

  /** Any request, its answer read by the caller. */
  async ask<T>(request: Request, read: Sent<T>): Promise<T> {
    return this.#send(await this.#versioned(request), read);
  }

  /** A GET whose answer goes on and on, on a connection of its own. */
  async stream<T>(path: string, read: Sent<T>, signal: AbortSignal): Promise<T> {
    return this.#send(await this.#versioned({ method: 'GET', path, signal }), read, this.#events);
  }

  close(): void {
    this.#closed = true;
    this.#repeated.forget();
    for (const agent of this.#agents) agent.destroy();
  }

  #body(path: string, signal: AbortSignal | undefined): Promise<Buffer> {
    return this.ask({ method: 'GET', path, signal, limit: limits.read }, (answer) => readAll(answer, 64 * megabyte));
  }

  async #versioned(request: Request): Promise<Request> {
    // shared by whoever asks meanwhile: nobody's signal may end it for the others
    this.#version ??= this.ping().then(({ apiVersion }) => apiVersion);
    const version = this.#version;
    try {
      const agreed = await withLimit({ method: request.method, path: request.path, signal: request.signal }, () => version);
      return { ...request, path: `/v${agreed}${request.path}` };
    } catch (error) {
      if (!(error instanceof EngineError && error.reason === 'cancelled')) this.#version = undefined;
      throw error;
    }
  }

  /** A reading on a kept connection that the engine has closed meanwhile is asked again; a change never is. */
  async #send<T>(request: Request, read: Sent<T>, docker = request.method === 'GET' ? this.#kept : this.#changes): Promise<T> {
    try {
      return await this.#sendOnce(request, read, docker);
    } catch (error) {
      const again =
        docker === this.#kept &&
        !this.#closed &&
        error instanceof EngineError &&
        /ECONNRESET|EPIPE|socket hang up/.test(error.message);
      if (!again) throw error;
      return this.#sendOnce(request, read, docker);
    }
  }

  #sendOnce<T>(request: Request, read: Sent<T>, docker: Docker): Promise<T> {
    if (this.#closed) return Promise.reject(new EngineError('cancelled', `${request.path}: the connection is closed`));
    return withLimit(request, (signal) =>
      dial(docker, request, signal).then(async (answer) => {
        const status = answer.statusCode ?? 0;
        if (status >= 200 && status < 300) return read(answer);
        throw errorOfStatus(status, (await readAll(answer, 64 * 1024)).toString('utf8'), request.path);
      }),
    ).catch((error) => {
      if (this.#closed) throw new EngineError('cancelled', `${request.path}: the connection is closed`);
      throw errorOfFailure(error, request.signal, this.#endpoint);
    });
  }
}

function dial(docker: Docker, { method, path, body }: Request, signal: AbortSignal): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        // where there is a question mark dial cuts the last character, or with options appends their query
        path: path.includes('?') && !body ? `${path}?` : path,
        method,
        statusCodes: everyStatus,
        isStream: true,
        abortSignal: signal,
        ...(body ? { options: { _query: {}, _body: body }, allowEmpty: true } : {}),
      },
      (error, response) => {
        if (error) return reject(error);
        const end = () => response.destroy();
        signal.addEventListener('abort', end);
        response.once('close', () => signal.removeEventListener('abort', end));
        response.on('error', () => {}); // who reads it has its own listener; a stream ended by us has nobody left
        resolve(response);
      },
    );
  });
}
