/** Marks helper containers with the process that made them, so that another process can tell whether they were left behind. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import process from 'node:process';

/** Value of the label: a digest of the machine's start and pid namespace, the pid, and when the process began. */
export function thisOwner(): string {
  const place = placeOfPids();
  const began = startOf(process.pid);
  if (place === undefined || began === undefined) return `${randomBytes(8).toString('hex')}-${process.pid}-0`;
  return `${place}-${process.pid}-${began}`;
}

/** `unknown`: it was made on another machine, or in another pid namespace of this one. */
export function ownerState(mark: string): 'alive' | 'gone' | 'unknown' {
  const [, place, pid, began] = /^([0-9a-f]{16})-(\d{1,10})-(\d{1,20})$/.exec(mark) ?? [];
  if (place === undefined || place !== placeOfPids()) return 'unknown';
  return startOf(Number(pid)) === began ? 'alive' : 'gone';
}

/** The same for all processes that share pids with us, and for no others; only Linux tells. */
function placeOfPids(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return createHash('sha256')
      .update(`${boot} ${readlinkSync('/proc/self/ns/pid')}`)
      .digest('hex')
      .slice(0, 16);
  } catch {
    return undefined;
  }
}

/** Clock ticks since the machine's start; pids are used again. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
