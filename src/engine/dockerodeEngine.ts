/** The explorer's questions to one engine, as paths and bodies of the Engine API; `dockerodeRequests.ts` sends them. */
import { engineId } from '../model/ids.ts';
import type { ConnectedChoice } from './contexts.ts';
import { DockerodeRequests, limits } from './dockerodeRequests.ts';
import type { AttachSettings, EngineClient, ExecResult, HelperSpec, NetworkSpec, RawEvent } from './engine.ts';
import { EngineError } from './engineError.ts';
import { followLines } from './eventLines.ts';
import { pullFailure, pullPath } from './pull.ts';
import type { Request } from './request.ts';
import { attachBody, helperBody, networkBody } from './requestBodies.ts';
import { megabyte, parseBody, readAll, readFrames } from './responseBody.ts';
import { fileOfArchive } from './tarFile.ts';

/** Opens an engine; nothing is sent before the first call. */
export function openEngine(choice: ConnectedChoice): EngineClient {
  return new DockerodeEngine(choice);
}

class DockerodeEngine implements EngineClient {
  readonly identity: EngineClient['identity'];
  readonly #requests: DockerodeRequests;

  constructor(choice: ConnectedChoice) {
    this.identity = { id: engineId(choice.endpoint), context: choice.context, endpoint: choice.endpoint };
    this.#requests = new DockerodeRequests(choice);
  }

  ping(signal?: AbortSignal): Promise<{ readonly apiVersion: string }> {
    return this.#requests.ping(signal);
  }

  version(signal?: AbortSignal): Promise<unknown> {
    return this.#requests.read('/version', signal);
  }

  info(signal?: AbortSignal): Promise<unknown> {
    return this.#requests.read('/info', signal);
  }

  networks(signal?: AbortSignal): Promise<unknown> {
    return this.#requests.readAgain('/networks', signal);
  }

  containers(signal?: AbortSignal): Promise<unknown> {
    return this.#requests.readAgain('/containers/json?all=1', signal);
  }

  inspectNetwork(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.#requests.read(`/networks/${encodeURIComponent(id)}?verbose=true`, signal);
  }

  inspectContainer(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.#requests.read(`/containers/${encodeURIComponent(id)}/json`, signal);
  }

  nodes(signal?: AbortSignal): Promise<unknown> {
    return this.#requests.read('/nodes', signal);
  }

  services(signal?: AbortSignal): Promise<unknown> {
    return this.#requests.read('/services', signal);
  }

  tasks(signal?: AbortSignal): Promise<unknown> {
    return this.#requests.read('/tasks', signal);
  }

  async attach(network: string, container: string, settings: AttachSettings = {}, signal?: AbortSignal): Promise<void> {
    await this.#requests.change(
      'POST',
      `/networks/${encodeURIComponent(network)}/connect`,
      attachBody(container, settings),
      signal,
    );
  }

  async detach(
    network: string,
    container: string,
    { force = false }: { readonly force?: boolean } = {},
    signal?: AbortSignal,
  ): Promise<void> {
    const body = { Container: container, Force: force };
    await this.#requests.change('POST', `/networks/${encodeURIComponent(network)}/disconnect`, body, signal);
  }

  async createNetwork(spec: NetworkSpec, signal?: AbortSignal): Promise<{ readonly id: string; readonly warning: string }> {
    const answer = parseBody(await this.#requests.change('POST', '/networks/create', networkBody(spec), signal));
    const { Warning: warning } = (answer ?? {}) as { readonly Warning?: unknown };
    return { id: idOf(answer, 'create network'), warning: typeof warning === 'string' ? warning : '' };
  }

  async removeNetwork(id: string, signal?: AbortSignal): Promise<void> {
    await this.#requests.change('DELETE', `/networks/${encodeURIComponent(id)}`, undefined, signal);
  }

  async exec(
    container: string,
    argv: readonly string[],
    signal?: AbortSignal,
    maxBytes: number = 64 * 1024,
  ): Promise<ExecResult> {
    const asked = { AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: false, Cmd: argv };
    const created = parseBody(
      await this.#requests.change('POST', `/containers/${encodeURIComponent(container)}/exec`, asked, signal),
    );
    const path = `/exec/${encodeURIComponent(idOf(created, 'create exec'))}`;
    const start: Request = {
      method: 'POST',
      path: `${path}/start`,
      body: { Detach: false, Tty: false },
      signal,
      limit: limits.exec,
    };
    const output = await this.#requests.ask(start, (answer) => readFrames(answer, maxBytes));
    const ended = (await this.#requests.read(`${path}/json`, signal)) as { readonly ExitCode?: unknown } | null;
    return { exitCode: typeof ended?.ExitCode === 'number' ? ended.ExitCode : -1, ...output };
  }

  async readFile(container: string, path: string, signal?: AbortSignal): Promise<string> {
    const url = `/containers/${encodeURIComponent(container)}/archive?path=${encodeURIComponent(path)}`;
    const request: Request = { method: 'GET', path: url, signal, limit: limits.read };
    return fileOfArchive(await this.#requests.ask(request, (answer) => readAll(answer, megabyte)), 64 * 1024);
  }

  images(signal?: AbortSignal): Promise<unknown> {
    return this.#requests.read('/images/json', signal);
  }

  async pullImage(reference: string, signal?: AbortSignal): Promise<void> {
    const request: Request = { method: 'POST', path: pullPath(reference), signal, limit: limits.pull };
    const told = await this.#requests.ask(request, (answer) => readAll(answer, 16 * megabyte));
    const failure = pullFailure(told.toString('utf8'));
    if (failure) throw failure;
  }

  containersWithLabel(label: string, signal?: AbortSignal): Promise<unknown> {
    const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
    return this.#requests.read(`/containers/json?all=1&filters=${filters}`, signal);
  }

  async createHelper(spec: HelperSpec, signal?: AbortSignal): Promise<{ readonly id: string }> {
    const path = `/containers/create?name=${encodeURIComponent(spec.name)}`;
    return { id: idOf(parseBody(await this.#requests.change('POST', path, helperBody(spec), signal)), 'create container') };
  }

  async startContainer(id: string, signal?: AbortSignal): Promise<void> {
    await this.#requests.change('POST', `/containers/${encodeURIComponent(id)}/start`, undefined, signal);
  }

  async waitUntilGone(id: string, signal?: AbortSignal): Promise<void> {
    const path = `/containers/${encodeURIComponent(id)}/wait?condition=removed`;
    await unlessGone(this.#requests.change('POST', path, undefined, signal));
  }

  async removeContainer(id: string, signal?: AbortSignal): Promise<void> {
    const path = `/containers/${encodeURIComponent(id)}?force=true&v=true`;
    await unlessGone(this.#requests.change('DELETE', path, undefined, signal)).catch((error) => {
      // 409: the engine is removing it by itself
      if (error instanceof EngineError && error.reason === 'conflict') return this.waitUntilGone(id, signal);
      throw error;
    });
  }

  async followEvents(
    on: { readonly open: () => void; readonly event: (event: RawEvent) => void },
    since: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const filters = encodeURIComponent(JSON.stringify({ type: ['network', 'container', 'node', 'service'] }));
    const path = `/events?filters=${filters}${since ? `&since=${encodeURIComponent(since)}` : ''}`;
    // the engine sends no header before the first event on some versions: the stream counts as open once the request is out
    await this.#requests.stream(path, (answer) => followLines(answer, on), signal);
  }

  close(): void {
    this.#requests.close();
  }
}

function idOf(answer: unknown, call: string): string {
  const id = (answer as { readonly Id?: unknown } | null)?.Id;
  if (typeof id !== 'string') throw new EngineError('malformed', `the answer to "${call}" has no Id`);
  return id;
}

async function unlessGone(change: Promise<unknown>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof EngineError && error.reason === 'not-found')) throw error;
  }
}
