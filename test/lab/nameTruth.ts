/**
 * What names really resolve to inside a sandbox, found out without any code of the extension: as root, one process in the sandbox's network
 * namespace asks all of them over UDP, and `/etc/hosts` and `/etc/resolv.conf` are read through `/proc/<pid>/root`. Works for images without
 * any tool.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'PTR';
}

export interface Truth {
  /** Of the last server's answer that counts: 0 is an answer, be it empty; 3 no such name; -1 none at all. */
  readonly rcode: number;
  readonly answers: readonly string[];
  /** The name that answered, after search domains. */
  readonly asked: string;
  /** What `/etc/hosts` has for it. */
  readonly hosts: readonly string[];
}

interface Reply {
  readonly rcode: number;
  readonly answers: readonly string[];
}

/** @param pid a process of the sandbox */
export async function nameTruth(pid: number, questions: readonly Asked[]): Promise<readonly Truth[]> {
  const hosts = readFileSync(`/proc/${pid}/root/etc/hosts`, 'utf8');
  const conf = resolverOf(readFileSync(`/proc/${pid}/root/etc/resolv.conf`, 'utf8'));
  const steps = questions.map(({ name, type }) => ({ type, names: type === 'PTR' ? [reverse(name)] : searched(name, conf) }));
  const flat = steps.flatMap(({ names, type }) => names.map((name) => [name, type] as const));
  const unique = [...new Map(flat.map((one) => [one.join(' '), one])).values()];
  const replies = await askAll(pid, conf.server, unique);
  const byQuestion = new Map(unique.map((one, at) => [one.join(' '), replies[at] ?? { rcode: -1, answers: [] }]));
  return steps.map(({ names, type }, at) => {
    const tries = names.map((name) => ({ name, ...(byQuestion.get(`${name} ${type}`) as Reply) }));
    const last = tries.at(-1) as (typeof tries)[number];
    const { name, rcode, answers } = tries.find((one) => one.answers.length > 0) ??
      tries.find((one) => one.rcode === 0) ?? { ...last };
    return { rcode, answers, asked: name, hosts: hostsFile(hosts, questions[at] as Asked) };
  });
}

interface Resolver {
  readonly server: string;
  readonly search: readonly string[];
  readonly dots: number;
}

function resolverOf(conf: string): Resolver {
  const lines = conf.split('\n').map((line) => line.trim().split(/\s+/));
  const last = (key: string) =>
    lines
      .filter(([first]) => first === key)
      .at(-1)
      ?.slice(1) ?? [];
  const dots = lines
    .flatMap(([first, ...options]) => (first === 'options' ? options : []))
    .flatMap((option) => /^ndots:(\d+)$/.exec(option)?.[1] ?? []);
  return {
    server: lines.find(([first]) => first === 'nameserver')?.[1] ?? '127.0.0.1',
    search: last('search').filter((domain) => domain !== '.'),
    dots: Number(dots.at(-1) ?? 1),
  };
}

/** resolv.conf(5): with fewer dots than `ndots` the search list comes first, otherwise the name as it stands. */
function searched(name: string, { search, dots }: Resolver): readonly string[] {
  if (name.endsWith('.')) return [name];
  const longer = search.map((domain) => `${name}.${domain}`);
  return name.split('.').length - 1 >= dots ? [name, ...longer] : [...longer, name];
}

/** hosts(5), names without case. PTR questions ask no file. */
function hostsFile(hosts: string, { name, type }: Asked): readonly string[] {
  if (type === 'PTR') return [];
  const bare = name.toLowerCase();
  const rows = hosts.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  const found = rows.filter(([, ...names]) => names.some((one) => one.toLowerCase() === bare)).map(([address = '']) => address);
  return [...new Set(found.filter((address) => address.includes(':') === (type === 'AAAA')))].sort();
}

function reverse(address: string): string {
  if (address.includes('arpa')) return address;
  if (!address.includes(':')) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const groups =
    tail === undefined ? left : [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  const digits = groups.map((group) => group.padStart(4, '0')).join('');
  return `${[...digits].reverse().join('.')}.ip6.arpa`;
}

async function askAll(pid: number, server: string, questions: readonly (readonly [string, string])[]): Promise<readonly Reply[]> {
  const script = path.join(import.meta.dirname, 'askTruth.mjs');
  const child = spawn('nsenter', [`--net=/proc/${pid}/ns/net`, process.execPath, script], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ server, questions }));
  return JSON.parse(await text(child.stdout)) as readonly Reply[];
}
