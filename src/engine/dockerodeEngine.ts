/**
 * The one file that knows dockerode: its `modem` sends the requests (sockets, named pipes, TLS), we choose paths, versions and limits,
 * read the answers and turn every failure into an `EngineError`.
 */
import http from 'node:http';
import https from 'node:https';
import senders from 'docker-modem/lib/http.js';
import Docker from 'dockerode';
import { engineId } from '../model/ids.ts';
import { agreeOnVersion } from './apiVersion.ts';
import type { ConnectedChoice } from './contexts.ts';
import type { AttachSettings, EngineClient, ExecResult, NetworkSpec, RawEvent } from './engine.ts';
import { EngineError } from './engineError.ts';
import { errorOfFailure, errorOfStatus } from './errorOf.ts';
import { followLines } from './eventLines.ts';
import { modemOptions } from './modemOptions.ts';
import { type Request, type Sent, withLimit } from './request.ts';
import { attachBody, networkBody } from './requestBodies.ts';
import { readAll, readFrames } from './responseBody.ts';
import { fileOfArchive } from './tarFile.ts';

// docker-modem's own senders follow redirects to any server; Node's do not
Object.assign(senders, { http, https });

/** Every status is ours to judge: an answer comes as a stream, whatever it says. */
const everyStatus = new Proxy({}, { get: () => true });

const seconds = 1000;
const limits = { ping: 5 * seconds, read: 25 * seconds, change: 60 * seconds, exec: 15 * seconds };
const megabyte = 1024 * 1024;

/** Opens an engine; nothing is sent before the first call. */
export function openEngine(choice: ConnectedChoice): EngineClient {
  return new DockerodeEngine(choice);
}

class DockerodeEngine implements EngineClient {
  readonly identity: EngineClient['identity'];
  readonly #docker: Docker;
  readonly #singleDocker: Docker;
  readonly #agents: readonly http.Agent[];
  readonly #pinned: string | undefined;
  #version: Promise<string> | undefined;
  #closed = false;

  constructor(choice: ConnectedChoice) {
    this.identity = { id: engineId(choice.endpoint), context: choice.context, endpoint: choice.endpoint };
    this.#pinned = choice.apiVersion;
    const { options, secure } = modemOptions(choice);
    const agent = (keepAlive: boolean) => (secure ? new https.Agent({ keepAlive }) : new http.Agent({ keepAlive }));
    this.#agents = [agent(true), agent(false)];
    this.#docker = new Docker({ ...options, agent: this.#agents[0] });
    this.#singleDocker = new Docker({ ...options, agent: this.#agents[1] });
  }

  async ping(signal?: AbortSignal): Promise<{ readonly apiVersion: string }> {
    const request: Request = { method: 'GET', path: '/_ping', signal, limit: limits.ping };
    const response = await this.#send(request, async (answer) => {
      await readAll(answer, megabyte);
      return answer.headers;
    }).catch((error) => {
      // every Docker Engine has a ping: who has none is some other server
      throw error instanceof EngineError && error.reason === 'not-found'
        ? new EngineError('malformed', error.message, error.status)
        : error;
    });
    const apiVersion = agreeOnVersion(response['api-version'], this.#pinned);
    this.#version = Promise.resolve(apiVersion);
    return { apiVersion };
  }

  version(signal?: AbortSignal): Promise<unknown> {
    return this.#read('/version', signal);
  }

  info(signal?: AbortSignal): Promise<unknown> {
    return this.#read('/info', signal);
  }

  networks(signal?: AbortSignal): Promise<unknown> {
    return this.#read('/networks', signal);
  }

  containers(signal?: AbortSignal): Promise<unknown> {
    return this.#read('/containers/json?all=1', signal);
  }

  inspectNetwork(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.#read(`/networks/${encodeURIComponent(id)}?verbose=true`, signal);
  }

  inspectContainer(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.#read(`/containers/${encodeURIComponent(id)}/json`, signal);
  }

  nodes(signal?: AbortSignal): Promise<unknown> {
    return this.#read('/nodes', signal);
  }

  services(signal?: AbortSignal): Promise<unknown> {
    return this.#read('/services', signal);
  }

  tasks(signal?: AbortSignal): Promise<unknown> {
    return this.#read('/tasks', signal);
  }

  async attach(network: string, container: string, settings: AttachSettings = {}, signal?: AbortSignal): Promise<void> {
    await this.#change('POST', `/networks/${encodeURIComponent(network)}/connect`, attachBody(container, settings), signal);
  }

  async detach(
    network: string,
    container: string,
    { force = false }: { readonly force?: boolean } = {},
    signal?: AbortSignal,
  ): Promise<void> {
    const body = { Container: container, Force: force };
    await this.#change('POST', `/networks/${encodeURIComponent(network)}/disconnect`, body, signal);
  }

  async createNetwork(spec: NetworkSpec, signal?: AbortSignal): Promise<{ readonly id: string; readonly warning: string }> {
    const answer = parse(await this.#change('POST', '/networks/create', networkBody(spec), signal));
    const { Id: id, Warning: warning } = (answer ?? {}) as { readonly Id?: unknown; readonly Warning?: unknown };
    if (typeof id !== 'string') throw new EngineError('malformed', 'the answer to "create network" has no Id');
    return { id, warning: typeof warning === 'string' ? warning : '' };
  }

  async removeNetwork(id: string, signal?: AbortSignal): Promise<void> {
    await this.#change('DELETE', `/networks/${encodeURIComponent(id)}`, undefined, signal);
  }

  async exec(container: string, argv: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    const asked = { AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: false, Cmd: argv };
    const created = parse(await this.#change('POST', `/containers/${encodeURIComponent(container)}/exec`, asked, signal));
    const id = (created as { readonly Id?: unknown } | null)?.Id;
    if (typeof id !== 'string') throw new EngineError('malformed', 'the answer to "create exec" has no Id');
    const path = `/exec/${encodeURIComponent(id)}`;
    const start: Request = {
      method: 'POST',
      path: `${path}/start`,
      body: { Detach: false, Tty: false },
      signal,
      limit: limits.exec,
    };
    const output = await this.#send(await this.#versioned(start), (answer) => readFrames(answer, 64 * 1024));
    const ended = (await this.#read(`${path}/json`, signal)) as { readonly ExitCode?: unknown } | null;
    return { exitCode: typeof ended?.ExitCode === 'number' ? ended.ExitCode : -1, ...output };
  }

  async readFile(container: string, path: string, signal?: AbortSignal): Promise<string> {
    const url = `/containers/${encodeURIComponent(container)}/archive?path=${encodeURIComponent(path)}`;
    const request = await this.#versioned({ method: 'GET', path: url, signal, limit: limits.read });
    return fileOfArchive(await this.#send(request, (answer) => readAll(answer, megabyte)), 64 * 1024);
  }

  async followEvents(
    on: { readonly open: () => void; readonly event: (event: RawEvent) => void },
    since: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const filters = encodeURIComponent(JSON.stringify({ type: ['network', 'container', 'node', 'service'] }));
    const path = `/events?filters=${filters}${since ? `&since=${encodeURIComponent(since)}` : ''}`;
    // the engine sends no header before the first event on some versions: the stream counts as open once the request is out
    const request = await this.#versioned({ method: 'GET', path, signal });
    await this.#send(request, (answer) => followLines(answer, on), this.#singleDocker);
  }

  close(): void {
    this.#closed = true;
    for (const agent of this.#agents) agent.destroy();
  }

  async #read(path: string, signal: AbortSignal | undefined): Promise<unknown> {
    const request = await this.#versioned({ method: 'GET', path, signal, limit: limits.read });
    const body = await this.#send(request, (answer) => readAll(answer, 64 * megabyte));
    return parse(body);
  }

  async #change(
    method: 'POST' | 'DELETE',
    path: string,
    body: object | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Buffer> {
    const request = await this.#versioned({ method, path, ...(body ? { body } : {}), signal, limit: limits.change });
    return this.#send(request, (answer) => readAll(answer, megabyte));
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

  /** Only readings use kept connections: on one that the engine has closed meanwhile they can be asked again, a change can't. */
  async #send<T>(
    request: Request,
    read: Sent<T>,
    docker = request.method === 'GET' ? this.#docker : this.#singleDocker,
  ): Promise<T> {
    try {
      return await this.#sendOnce(request, read, docker);
    } catch (error) {
      const again =
        docker === this.#docker &&
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
      throw errorOfFailure(error, request.signal, this.identity.endpoint);
    });
  }
}

function dial(docker: Docker, { method, path, body }: Request, signal: AbortSignal): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        path: path.includes('?') ? `${path}?` : path, // dial cuts the last character where there is a question mark and no options
        method,
        statusCodes: everyStatus,
        isStream: true,
        abortSignal: signal,
        ...(body ? { options: { _body: body }, allowEmpty: true } : {}),
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

function parse(body: Buffer): unknown {
  const text = body.toString('utf8').trim();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new EngineError('malformed', `the answer is no JSON: ${text.slice(0, 80)}`);
  }
}
