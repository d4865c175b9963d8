/** What the look-up tools of an image print. Every tool has dialects; what is not understood is undefined, never a guess. */
import { canonicalAddress, isAddress } from '../model/address.ts';
import type { RecordType } from '../predictions/observation.ts';

export interface Lookup {
  readonly outcome: 'answered' | 'no-answer' | 'server-failure';
  /** Addresses of the family asked for, names for PTR; each once, sorted. */
  readonly answers: readonly string[];
  /** Who answered, where the tool says so. */
  readonly server?: string;
}

export interface ToolOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Whether the program does not exist in the image: exit 126 or 127, or the runtime's own message, which 20.10 puts on the stream of the
 * program (moby: "OCI runtime exec failed").
 */
export function isMissingTool({ exitCode, stdout, stderr }: ToolOutput): boolean {
  if (exitCode === 126 || exitCode === 127) return true;
  return /OCI runtime exec failed|executable file not found|no such file or directory: unknown/.test(`${stdout}\n${stderr}`);
}

/** `nslookup -type=… NAME` of busybox (old and new) and BIND. */
export function parseNslookup({ stdout, stderr }: ToolOutput, type: RecordType): Lookup | undefined {
  const text = `${stdout}\n${stderr}`;
  // Very old busybox knows no options and looks for the option's name.
  if (/can't resolve '-type=/.test(text)) return undefined;
  const lines = text.split(/\r?\n/);
  const server = serverOf(lines);
  const found = type === 'PTR' ? pointers(lines) : addresses(lines, type);
  const made = (outcome: Lookup['outcome']): Lookup => ({ outcome, answers: found, ...(server === undefined ? {} : { server }) });
  if (found.length > 0) return made('answered');
  if (
    /SERVFAIL|REFUSED|connection timed out|no servers could be reached|Network is unreachable|communications error/i.test(text)
  ) {
    return made('server-failure');
  }
  if (/NXDOMAIN|can't find|can't resolve|No answer|Name does not resolve|Name or service not known/i.test(text))
    return made('no-answer');
  // An empty "Non-authoritative answer:" block is an answer without a record.
  if (server !== undefined && /answer:/i.test(text)) return made('no-answer');
  return undefined;
}

/** `getent ahosts NAME` or `getent hosts NAME` (glibc and musl). It prints nothing and exits with 2 for a name that it does not find. */
export function parseGetent({ exitCode, stdout }: ToolOutput, type: RecordType): Lookup | undefined {
  const rows = stdout
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/))
    .filter((row) => isAddress(row[0] ?? ''));
  if (rows.length === 0) return exitCode === 2 ? { outcome: 'no-answer', answers: [] } : undefined;
  const answers =
    type === 'PTR'
      ? unique(rows.flatMap((row) => row.slice(1, 2)).map(withoutDot))
      : ofFamily(
          rows.map((row) => row[0] ?? ''),
          type,
        );
  return { outcome: answers.length > 0 ? 'answered' : 'no-answer', answers };
}

/** The address after `Server:`; its port, `:53` or `#53`, is on the line of the address. */
function serverOf(lines: readonly string[]): string | undefined {
  const line = lines.find((candidate) => /^Server:/i.test(candidate));
  const server = line?.replace(/^Server:\s*/i, '').trim();
  return server === undefined || server === '' ? undefined : server;
}

/** Addresses that stand after a `Name:` line: what comes before is the server's own. */
function addresses(lines: readonly string[], type: 'A' | 'AAAA'): readonly string[] {
  const found: string[] = [];
  let named = false;
  for (const line of lines) {
    if (/^Name:/i.test(line)) named = true;
    const address = /^Address(?:es)?(?: \d+)?:\s*(\S+)/i.exec(line)?.[1] ?? /has (?:AAAA )?address (\S+)/i.exec(line)?.[1];
    const inline = /has (?:AAAA )?address/i.test(line);
    if (address !== undefined && (named || inline)) found.push(address);
  }
  return ofFamily(found, type);
}

/** `4.3.2.1.in-addr.arpa name = web.localnet.`, and old busybox's `Address 1: 172.18.0.2 web.localnet`. */
function pointers(lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  let named = false;
  for (const line of lines) {
    if (/^Name:/i.test(line)) named = true;
    const name = /\bname = (\S+)/i.exec(line)?.[1] ?? (named ? /^Address \d+:\s*\S+\s+(\S+)/i.exec(line)?.[1] : undefined);
    if (name !== undefined) found.push(withoutDot(name));
  }
  return unique(found);
}

function ofFamily(found: readonly string[], type: 'A' | 'AAAA'): readonly string[] {
  const plain = found.flatMap((address) => {
    const text = canonicalAddress(address.replace(/%.*$/, ''));
    return text === undefined || isMapped(address) ? [] : [text];
  });
  return unique(plain.filter((address) => address.includes(':') === (type === 'AAAA')));
}

/** glibc writes an IPv4 address as IPv6 where a name has no other. */
function isMapped(address: string): boolean {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address);
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
