/** What an `ssh://` address names (docker/cli `cli/connhelper/ssh`: NewSpec), and how ssh is asked for it. */
import { invalidContext } from './contextFiles.ts';

export interface SshTarget {
  readonly host: string;
  readonly user?: string;
  readonly port?: string;
  /** The engine's socket on that machine, when it is not the usual one. */
  readonly socket?: string;
}

/** Throws `context-invalid`. */
export function sshTarget(endpoint: string): SshTarget {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== 'ssh:' || url.hostname === '')
    throw invalidContext('an ssh:// address needs a host: ssh://[user@]host[:port]');
  if (url.password) throw invalidContext(`ssh://${url.host}: a password in the address is not supported`);
  if (url.search || url.hash) throw invalidContext(`ssh://${url.host}: nothing may follow the path`);
  const host = decoded(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  const user = decoded(url.username);
  const socket = decoded(url.pathname);
  // ssh would take either for an option
  for (const name of [host, user])
    if (/^-|[\0-\x20\x7f]/.test(name)) throw invalidContext(`"${name}" is no name of a host or user for ssh`);
  if (/[\0\r\n]/.test(socket)) throw invalidContext(`ssh://${url.host}: the path is none`);
  return {
    host,
    ...(user ? { user } : {}),
    ...(url.port ? { port: url.port } : {}),
    ...(/[^/]/.test(socket) ? { socket } : {}),
  };
}

/**
 * Arguments for the user's own `ssh`: its configuration, keys and known hosts hold. Nothing is asked for (there is nobody at a terminal),
 * forwardings are left to the user's own sessions, and ours is none that they would hang on.
 */
export function sshArguments({ host, user, port, socket }: SshTarget): readonly string[] {
  const options = ['ConnectTimeout=30', 'BatchMode=yes', 'ControlMaster=no', 'ClearAllForwardings=yes'];
  return [
    ...options.flatMap((option) => ['-o', option]),
    ...['-a', '-x', '-T'],
    ...(user ? ['-l', user] : []),
    ...(port ? ['-p', port] : []),
    ...['--', host, 'docker'],
    // the machine over there has a shell run what follows the host
    ...(socket ? [quoted(`--host=unix://${socket}`)] : []),
    ...['system', 'dial-stdio'],
  ];
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
