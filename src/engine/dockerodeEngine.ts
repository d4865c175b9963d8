/** The explorer's questions to one engine, as paths and bodies of the Engine API; `dockerodeRequests.ts` sends them. */
import { engineId } from '../model/ids.ts';
import type { ConnectedChoice } from './contexts.ts';
import { DockerodeRequests, limits } from './dockerodeRequests.ts';
import type { AttachSettings, EngineClient, ExecResult, NetworkSpec, RawEvent } from './engine.ts';
import { EngineError } from './engineError.ts';
import { followLines } from './eventLines.ts';
import type { Request } from './request.ts';
import { attachBody, networkBody } from './requestBodies.ts';
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
    return this.#requests.read('/networks', signal);
  }

  containers(signal?: AbortSignal): Promise<unknown> {
    return this.#requests.read('/containers/json?all=1', signal);
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
    const { Id: id, Warning: warning } = (answer ?? {}) as { readonly Id?: unknown; readonly Warning?: unknown };
    if (typeof id !== 'string') throw new EngineError('malformed', 'the answer to "create network" has no Id');
    return { id, warning: typeof warning === 'string' ? warning : '' };
  }

  async removeNetwork(id: string, signal?: AbortSignal): Promise<void> {
    await this.#requests.change('DELETE', `/networks/${encodeURIComponent(id)}`, undefined, signal);
  }

  async exec(container: string, argv: readonly string[], signal?: AbortSignal): Promise<ExecResult> {
    const asked = { AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: false, Cmd: argv };
    const created = parseBody(
      await this.#requests.change('POST', `/containers/${encodeURIComponent(container)}/exec`, asked, signal),
    );
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
    const output = await this.#requests.ask(start, (answer) => readFrames(answer, 64 * 1024));
    const ended = (await this.#requests.read(`${path}/json`, signal)) as { readonly ExitCode?: unknown } | null;
    return { exitCode: typeof ended?.ExitCode === 'number' ? ended.ExitCode : -1, ...output };
  }

  async readFile(container: string, path: string, signal?: AbortSignal): Promise<string> {
    const url = `/containers/${encodeURIComponent(container)}/archive?path=${encodeURIComponent(path)}`;
    const request: Request = { method: 'GET', path: url, signal, limit: limits.read };
    return fileOfArchive(await this.#requests.ask(request, (answer) => readAll(answer, megabyte)), 64 * 1024);
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
