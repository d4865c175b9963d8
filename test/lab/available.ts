/** Whether this machine can run real engines for tests. */
import { accessSync, constants } from 'node:fs';
import { tryNow } from './run.ts';

/** Why not, in one line; undefined when it can. */
export function labUnavailable(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root, for network namespaces';
  const missing = ['dockerd', 'docker', 'ip', 'iptables', 'nsenter', 'unshare', 'busybox', 'debootstrap'].filter(
    (name) => tryNow('sh', ['-c', `command -v ${name}`]) === '',
  );
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  try {
    accessSync('/sys/fs/cgroup', constants.R_OK);
  } catch {
    return 'no cgroups';
  }
  return undefined;
}
