/** The address of an engine, read as the CLI reads it (docker/cli `opts/hosts.go` ParseHost, `cli/connhelper/ssh`). */
import { invalidContext } from './contextFiles.ts';
import { sshTarget } from './sshTarget.ts';

/**
 * The address in the form that we speak to, with host and port where the CLI has defaults. Throws `context-invalid`; a password in the
 * address is never part of the error.
 */
export function endpointUrl(given: string, isTls: boolean): string {
  const text = given.trim();
  const [, scheme = 'tcp', rest = ''] = /^(?:([^:/]*):\/\/)?(.*)$/s.exec(text) ?? [];
  switch (scheme) {
    case 'unix':
      return `unix://${rest || '/var/run/docker.sock'}`;
    case 'npipe':
      return `npipe://${rest || '//./pipe/docker_engine'}`;
    case 'tcp':
      return tcpUrl(rest, isTls);
    case 'http':
    case 'https':
      return `${scheme}://${hostAndPort(rest, scheme === 'https' || isTls)}`;
    case 'ssh':
      sshTarget(text);
      return text;
    default:
      throw invalidContext(
        `"${withoutPassword(text)}" is no address of an engine: it has to begin with unix://, npipe://, tcp://, http://, https:// or ssh://`,
      );
  }
}

/** Whether keys and certificates play a part. */
export function isOverNetwork(endpoint: string): boolean {
  return /^(tcp|https?):/.test(endpoint) || !/^[^:/]*:\/\//.test(endpoint.trim());
}

/** For people and logs. */
export function withoutPassword(endpoint: string): string {
  return endpoint.replace(/^([^:/]*:\/\/)?([^/@]*):([^/@]*)@/, '$1$2@');
}

function tcpUrl(rest: string, isTls: boolean): string {
  return `tcp://${hostAndPort(rest, isTls)}`;
}

function hostAndPort(rest: string, isTls: boolean): string {
  // of http:// the port 80 would be dropped, and a host may be missing: a scheme that URL knows nothing of keeps both
  const address = `dne://${rest.startsWith(':') ? `localhost${rest}` : rest || 'localhost'}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || url.hostname === '')
    throw invalidContext(`"${withoutPassword(rest)}" is no address of an engine: host and port are expected`);
  if (url.username || url.password) throw invalidContext(`${url.host}: a user in the address of an engine is not supported`);
  if (url.pathname.replace(/^\/$/, '') || url.search || url.hash)
    throw invalidContext(`${url.host}: a path after the address of an engine is not supported`);
  return `${url.hostname}:${url.port || (isTls ? '2376' : '2375')}`;
}
