/**
 * Docker contexts as the CLI has them (docker/cli: `resolveContextName`, `tlsstore.go`): `DOCKER_HOST` beats `DOCKER_CONTEXT`, which
 * beats `currentContext` of config.json. They are read, never changed: a user's terminals are not ours. Of config.json only
 * `currentContext` is looked at; keys are never logged.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type ContextEnvironment, configFolder, invalidContext, readContextFile, readContextJson } from './contextFiles.ts';
import { endpointUrl, isOverNetwork, withoutPassword } from './endpointUrl.ts';
import { EngineError } from './engineError.ts';

export interface Tls {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly skipVerify: boolean;
}

export interface ConnectedChoice {
  readonly context: string;
  /** `unix://`, `npipe://`, `tcp://`, `http://`, `https://`, `ssh://`; host and port are always there, a password never. */
  readonly endpoint: string;
  readonly tls?: Tls;
  /** `DOCKER_API_VERSION`. */
  readonly apiVersion?: string;
}

/** A context, or why it can't be used. */
export type ContextChoice =
  | ConnectedChoice
  | { readonly context: string; readonly endpoint: string; readonly error: EngineError };

/** What makes a context the CLI's own one: a variable, the user's `docker context use`, or nothing. */
export type CurrentBy = 'DOCKER_HOST' | 'DOCKER_CONTEXT' | 'config' | 'nothing';

const mostContexts = 1000;

/** The contexts of these names; with none, the one that the CLI would use. */
export async function chosenContexts(
  environment: ContextEnvironment,
  names: readonly string[],
): Promise<readonly ContextChoice[]> {
  if (names.length > 0) return Promise.all([...new Set(names)].map((name) => readContext(environment, name)));
  try {
    return [await readContext(environment, (await currentContext(environment)).name)];
  } catch (error) {
    // the CLI goes on with its default after a warning; which engine was meant can't be known
    return [{ context: 'default', endpoint: '', error: asInvalid(error) }];
  }
}

/** Every context there is, `default` first, then by name. Broken ones are in the list with their error. */
export async function listContexts(environment: ContextEnvironment): Promise<readonly ContextChoice[]> {
  const folder = path.join(configFolder(environment), 'contexts/meta');
  const entries = (await readdir(folder).catch(() => [] as string[])).slice(0, mostContexts);
  const names = await Promise.all(
    entries.map(async (entry) => {
      const { Name: name } = (await readContextJson(path.join(folder, entry, 'meta.json')).catch(() => undefined)) ?? {};
      return typeof name === 'string' && name !== '' && name !== 'default' ? [name] : [];
    }),
  );
  const stored = [...new Set(names.flat())].sort();
  return Promise.all(['default', ...stored].map((name) => readContext(environment, name)));
}

/** The context that the CLI would use, and why. Rejects with `context-invalid` when config.json can't be read. */
export async function currentContext(
  environment: ContextEnvironment,
): Promise<{ readonly name: string; readonly by: CurrentBy }> {
  const { DOCKER_HOST: host, DOCKER_CONTEXT: context } = environment.variables;
  if (host) return { name: 'default', by: 'DOCKER_HOST' };
  if (context) return { name: context, by: 'DOCKER_CONTEXT' };
  const { currentContext: current } = (await readContextJson(path.join(configFolder(environment), 'config.json'))) ?? {};
  return typeof current === 'string' && current !== '' ? { name: current, by: 'config' } : { name: 'default', by: 'nothing' };
}

async function readContext(environment: ContextEnvironment, name: string): Promise<ContextChoice> {
  const apiVersion = environment.variables.DOCKER_API_VERSION;
  const pinned = apiVersion ? { apiVersion } : {};
  let given = '';
  try {
    const read = name === 'default' ? defaultContext(environment) : await storedContext(environment, name);
    given = read.host;
    const tls = isOverNetwork(given) ? await read.tls() : undefined;
    return { context: name, endpoint: endpointUrl(given, tls !== undefined), ...(tls ? { tls } : {}), ...pinned };
  } catch (error) {
    return { context: name, endpoint: withoutPassword(given), error: asInvalid(error) };
  }
}

/** Where a context leads; its keys are read only when they play a part. */
interface Described {
  readonly host: string;
  readonly tls: () => Promise<Tls | undefined>;
}

function defaultContext(environment: ContextEnvironment): Described {
  const { DOCKER_TLS_VERIFY: verify, DOCKER_TLS: some, DOCKER_CERT_PATH: certificates } = environment.variables;
  return {
    host: defaultHost(environment),
    tls: async () => {
      if (!verify && !some) return undefined;
      return (await tlsFiles(certificates || configFolder(environment), !verify)) ?? { skipVerify: !verify };
    },
  };
}

function defaultHost({ variables, home, platform }: ContextEnvironment): string {
  if (variables.DOCKER_HOST) return variables.DOCKER_HOST;
  if (platform === 'win32') return 'npipe:////./pipe/docker_engine';
  const desktop = path.join(home, '.docker/run/docker.sock');
  return platform === 'darwin' && !existsSync('/var/run/docker.sock') && existsSync(desktop)
    ? `unix://${desktop}`
    : 'unix:///var/run/docker.sock';
}

async function storedContext(environment: ContextEnvironment, name: string): Promise<Described> {
  const hash = createHash('sha256').update(name).digest('hex');
  const folder = path.join(configFolder(environment), 'contexts');
  const file = path.join(folder, 'meta', hash, 'meta.json');
  const meta = await readContextJson(file);
  if (!meta) throw invalidContext(`there is no context "${name}"`);
  const { docker } = (meta.Endpoints ?? {}) as {
    readonly docker?: { readonly Host?: unknown; readonly SkipTLSVerify?: unknown };
  };
  if (typeof docker?.Host !== 'string' || docker.Host === '') throw invalidContext(`${file} names no host for "docker"`);
  return {
    host: docker.Host,
    tls: () => tlsFiles(path.join(folder, 'tls', hash, 'docker'), docker.SkipTLSVerify === true),
  };
}

async function tlsFiles(folder: string, skipVerify: boolean): Promise<Tls | undefined> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((file) => readContextFile(path.join(folder, file))),
  );
  if (!ca && !cert && !key) return skipVerify ? { skipVerify } : undefined;
  return { skipVerify, ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
}

function asInvalid(error: unknown): EngineError {
  return error instanceof EngineError ? error : invalidContext(String(error));
}
