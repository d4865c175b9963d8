/**
 * Docker contexts as the CLI has them (docker/cli: `resolveContextName`, `tlsstore.go`): `DOCKER_HOST` beats `DOCKER_CONTEXT`, which
 * beats `currentContext` of config.json. They are read, never changed: a user's terminals are not ours. Of config.json only
 * `currentContext` is looked at; keys are never logged.
 */
import { createHash } from 'node:crypto';
import { existsSync, type FSWatcher, readdirSync, watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from './engineError.ts';

export interface ContextEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

export interface Tls {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly skipVerify: boolean;
}

export interface ConnectedChoice {
  readonly context: string;
  /** `unix://`, `npipe://`, `tcp://`, `http://`, `https://`. */
  readonly endpoint: string;
  readonly tls?: Tls;
  /** `DOCKER_API_VERSION`. */
  readonly apiVersion?: string;
}

/** A context, or why it can't be used. */
export type ContextChoice =
  | ConnectedChoice
  | { readonly context: string; readonly endpoint: string; readonly error: EngineError };

/** The contexts of these names; with none, the one that the CLI would use. */
export async function chosenContexts(
  environment: ContextEnvironment,
  names: readonly string[],
): Promise<readonly ContextChoice[]> {
  const wanted = names.length > 0 ? [...new Set(names)] : [await currentContext(environment)];
  return Promise.all(wanted.map((name) => readContext(environment, name)));
}

/** Every context there is, `default` first, then by name. Broken ones are in the list with their error. */
export async function listContexts(environment: ContextEnvironment): Promise<readonly ContextChoice[]> {
  const folder = path.join(configFolder(environment), 'contexts/meta');
  const entries = await readdir(folder).catch(() => [] as string[]);
  const names = await Promise.all(
    entries.map(async (entry) => nameOf(await readFile(path.join(folder, entry, 'meta.json'), 'utf8').catch(() => ''))),
  );
  const stored = [...new Set(names.filter((name): name is string => name !== undefined && name !== 'default'))].sort();
  return Promise.all(['default', ...stored].map((name) => readContext(environment, name)));
}

/**
 * Calls when a file of the contexts changed, a little later, so that who writes several files is done. Each folder is watched by
 * itself: Linux tells of changes inside a folder, not below it, and a context's file is in one of its own.
 */
export function watchContexts(environment: ContextEnvironment, onChange: () => void): { dispose(): void } {
  const folder = configFolder(environment);
  const meta = path.join(folder, 'contexts/meta');
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      arm();
      onChange();
    }, 100);
  };
  const arm = () => {
    for (const candidate of [folder, path.dirname(meta), meta, ...foldersIn(meta)]) {
      if (watchers.has(candidate) || !existsSync(candidate)) continue;
      const forget = () => {
        watchers.get(candidate)?.close();
        watchers.delete(candidate);
      };
      try {
        const watcher = watch(candidate, (_, file) => {
          if (!existsSync(candidate)) forget();
          if (candidate !== folder || file === 'config.json' || file === 'contexts') changed();
        });
        watcher.on('error', forget);
        watchers.set(candidate, watcher);
      } catch {
        // gone meanwhile, or no more watches: the choice is read again by the user's hand
      }
    }
  };
  arm();
  return {
    dispose: () => {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((entry) => path.join(folder, entry));
  } catch {
    return [];
  }
}

async function currentContext({ variables, ...rest }: ContextEnvironment): Promise<string> {
  if (variables.DOCKER_HOST) return 'default';
  if (variables.DOCKER_CONTEXT) return variables.DOCKER_CONTEXT;
  const text = await readFile(path.join(configFolder({ variables, ...rest }), 'config.json'), 'utf8').catch(() => '');
  try {
    const { currentContext: current } = JSON.parse(text || '{}') as { readonly currentContext?: unknown };
    return typeof current === 'string' && current !== '' ? current : 'default';
  } catch {
    return 'default';
  }
}

async function readContext(environment: ContextEnvironment, name: string): Promise<ContextChoice> {
  const apiVersion = environment.variables.DOCKER_API_VERSION;
  const pinned = apiVersion ? { apiVersion } : {};
  let endpoint = '';
  try {
    if (name === 'default') {
      endpoint = defaultEndpoint(environment);
      const tls = await defaultTls(environment, endpoint);
      return { context: name, endpoint: checked(endpoint), ...(tls ? { tls } : {}), ...pinned };
    }
    const hash = createHash('sha256').update(name).digest('hex');
    const folder = path.join(configFolder(environment), 'contexts');
    const file = path.join(folder, 'meta', hash, 'meta.json');
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw invalid(error.code === 'ENOENT' ? `there is no context "${name}"` : `${file}: ${error.message}`);
    });
    const { host, skipVerify } = endpointOf(text, file);
    endpoint = host;
    const tls = await filesOf(path.join(folder, 'tls', hash, 'docker'), skipVerify);
    return { context: name, endpoint: checked(endpoint), ...(tls && overNetwork(endpoint) ? { tls } : {}), ...pinned };
  } catch (error) {
    return { context: name, endpoint, error: error instanceof EngineError ? error : invalid(String(error)) };
  }
}

function configFolder({ variables, home }: ContextEnvironment): string {
  return variables.DOCKER_CONFIG || path.join(home, '.docker');
}

function defaultEndpoint({ variables, home, platform }: ContextEnvironment): string {
  const host = variables.DOCKER_HOST;
  if (host) return host;
  if (platform === 'win32') return 'npipe:////./pipe/docker_engine';
  const desktop = path.join(home, '.docker/run/docker.sock');
  return platform === 'darwin' && !existsSync('/var/run/docker.sock') && existsSync(desktop)
    ? `unix://${desktop}`
    : 'unix:///var/run/docker.sock';
}

async function defaultTls(environment: ContextEnvironment, endpoint: string): Promise<Tls | undefined> {
  const { DOCKER_TLS_VERIFY: verify, DOCKER_TLS: some, DOCKER_CERT_PATH: certificates } = environment.variables;
  if (!overNetwork(endpoint) || !(verify || some)) return undefined;
  return (await filesOf(certificates || configFolder(environment), !verify)) ?? { skipVerify: !verify };
}

async function filesOf(folder: string, skipVerify: boolean): Promise<Tls | undefined> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((file) =>
      readFile(path.join(folder, file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
        throw invalid(`${path.join(folder, file)}: ${error.message}`);
      }),
    ),
  );
  if (!ca && !cert && !key) return skipVerify ? { skipVerify } : undefined;
  return { skipVerify, ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
}

function endpointOf(text: string, file: string): { readonly host: string; readonly skipVerify: boolean } {
  try {
    const docker = (
      JSON.parse(text) as {
        readonly Endpoints?: { readonly docker?: { readonly Host?: unknown; readonly SkipTLSVerify?: unknown } };
      }
    ).Endpoints?.docker;
    if (typeof docker?.Host === 'string' && docker.Host !== '')
      return { host: docker.Host, skipVerify: docker.SkipTLSVerify === true };
  } catch {
    throw invalid(`${file} is no JSON`);
  }
  throw invalid(`${file} names no host for "docker"`);
}

function nameOf(text: string): string | undefined {
  try {
    const { Name: name } = JSON.parse(text) as { readonly Name?: unknown };
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}

/** The endpoint, when it is of a form that can be spoken to. */
function checked(endpoint: string): string {
  if (/^(unix|npipe):\/\/.+/.test(endpoint)) return endpoint;
  if (/^(tcp|https?):\/\/./.test(endpoint) && URL.canParse(endpoint.replace(/^[a-z]+:/, 'http:'))) return endpoint;
  if (endpoint.startsWith('ssh://')) throw invalid(`${endpoint}: ssh contexts are not supported yet`);
  throw invalid(`"${endpoint}" is no address of an engine: it has to begin with unix://, npipe://, tcp://, http:// or https://`);
}

function overNetwork(endpoint: string): boolean {
  return /^(tcp|https?):/.test(endpoint);
}

function invalid(message: string): EngineError {
  return new EngineError('context-invalid', message);
}
