import type { ExecResult } from '../engine/engine.ts';
import { reverseName } from '../model/address.ts';
import { addressOfPointer } from '../predictions/dnsName.ts';
import type { RecordType } from '../predictions/observation.ts';
import { isMissingTool, type Lookup, parseGetent, parseNslookup, type ToolOutput } from './parseLookup.ts';

/** What came of it; `unread` is the first line of an output that nobody understands, undefined where there is no tool at all. */
export type ToolLookup = { readonly how: string } & ({ readonly lookup: Lookup } | { readonly unread: string | undefined });

interface Tool {
  readonly name: string;
  readonly argv: (name: string, type: RecordType) => readonly string[];
  readonly parse: (output: ToolOutput, type: RecordType) => Lookup | undefined;
}

const tools: readonly Tool[] = [
  { name: 'nslookup', argv: (name, type) => ['nslookup', `-type=${type}`, questionFor(name, type)], parse: parseNslookup },
  // Without -type: small builds of busybox do not know it and print their usage.
  { name: 'nslookup', argv: (name, type) => ['nslookup', questionFor(name, type)], parse: parseNslookup },
  {
    name: 'getent ahosts',
    argv: (name, type) => ['getent', type === 'PTR' ? 'hosts' : 'ahosts', hostFor(name, type)],
    parse: parseGetent,
  },
  { name: 'getent hosts', argv: (name, type) => ['getent', 'hosts', hostFor(name, type)], parse: parseGetent },
];

/** Asks with the first tool that there is and whose output is understood. `at` is called with the means before each try. */
export async function lookUpWithTools(
  exec: (argv: readonly string[]) => Promise<ExecResult>,
  where: string,
  name: string,
  type: RecordType,
  at: (how: string) => void = () => {},
): Promise<ToolLookup> {
  let unread: ToolLookup | undefined;
  for (const tool of tools) {
    const how = `${where} ${tool.name}`;
    at(how);
    const output = await exec(tool.argv(name, type));
    if (isMissingTool(output)) continue;
    const lookup = tool.parse(output, type);
    if (lookup?.outcome === 'no-answer' && askedOnlyLonger(output, name)) {
      const bare = tool.parse(await exec(tool.argv(`${name}.`, type)), type);
      if (bare !== undefined) return { how, lookup: bare };
    }
    if (lookup !== undefined) return { how, lookup };
    unread ??= { how, unread: firstLine(output) };
  }
  return unread ?? { how: where, unread: undefined };
}

/**
 * Whether nslookup asked for the name with each search domain and never for the name itself: busybox does so for a name without a dot, other
 * programs do not. With a dot at its end the name is asked as it stands.
 */
function askedOnlyLonger({ stdout, stderr }: ToolOutput, name: string): boolean {
  if (name.includes('.')) return false;
  const asked = [...`${stdout}\n${stderr}`.matchAll(/can't find ([^\s:]+):/g)].map((found) => found[1] ?? '');
  return asked.length > 0 && asked.every((longer) => longer.startsWith(`${name}.`) && longer.length > name.length + 1);
}

/** What a DNS server is asked: an address in its reverse form (busybox takes one after `-type=PTR` for a name). */
export function questionFor(name: string, type: RecordType): string {
  const address = type === 'PTR' ? addressOfPointer(name) : undefined;
  return address === undefined ? name : (reverseName(address) ?? name);
}

function hostFor(name: string, type: RecordType): string {
  return (type === 'PTR' ? addressOfPointer(name) : undefined) ?? name;
}

function firstLine({ stdout, stderr, exitCode }: ToolOutput): string {
  const said = `${stderr}\n${stdout}`.split('\n').find((line) => line.trim() !== '');
  return said === undefined ? `exit ${exitCode}` : said.slice(0, 200);
}
