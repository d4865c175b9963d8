import process from 'node:process';
import type { EngineClient } from '../engine/engine.ts';
import { EngineError } from '../engine/engineError.ts';
import { canonicalAddress } from '../model/address.ts';
import { fieldsOf } from '../model/raw.ts';
import { isValidDnsName } from '../predictions/dnsName.ts';
import type { RecordType } from '../predictions/observation.ts';
import { runInSandbox } from './enterSandbox.ts';
import { questionFor } from './lookupTools.ts';
import type { Lookup } from './parseLookup.ts';
import type { ResolvConf } from './parseResolvConf.ts';

/**
 * Node asks by itself (c-ares): the program that runs us is there wherever we are, which `dig` and `nslookup` are not. It reads neither
 * `/etc/hosts` nor a search list: the names come in the order in which a program's resolver would ask them, the first that has an answer
 * counts. Prints `[server, answers, code]`; the next server is asked only when one gives no answer at all.
 */
const program = `
const { Resolver } = require('node:dns').promises;
const [servers, names, type] = JSON.parse(process.argv[1]);
const ask = async (name) => {
  let said;
  for (const server of servers) {
    const resolver = new Resolver({ timeout: 1500, tries: 1 });
    resolver.setServers([server.includes(':') ? '[' + server + ']' : server]);
    try { said = [server, await resolver.resolve(name, type), '']; } catch (error) { said = [server, [], error.code]; }
    if (!['ETIMEOUT', 'ECONNREFUSED'].includes(said[2])) break;
  }
  return said;
};
(async () => {
  let said;
  for (const name of names) {
    const now = await ask(name);
    if (now[1].length > 0 || name === names.at(-1) || !said) said = now;
    if (now[1].length > 0) break;
  }
  console.log(JSON.stringify(said));
})();`;

/**
 * Asks the sandbox's servers from inside its network namespace, as root on the engine's machine. Undefined where that can't be done. Rejects
 * when the signal aborts, or with `EngineError`.
 */
export async function lookUpByRoot(
  client: EngineClient,
  container: string,
  conf: ResolvConf | undefined,
  name: string,
  type: RecordType,
  signal: AbortSignal,
): Promise<Lookup | undefined> {
  if (conf === undefined || conf.servers.length === 0) return undefined;
  const inspected = fieldsOf(await client.inspectContainer(container, signal), () => {});
  const [id, pid] = [inspected.text('Id'), inspected.count('State', 'Pid')];
  if (!pid || inspected.flag('State', 'Paused')) throw new EngineError('conflict', `${container} does not run`);
  const names = type === 'PTR' ? [questionFor(name, type)] : searchNames(conf, name);
  const question = JSON.stringify([conf.servers.slice(0, 3), names, type]);
  const output = await runInSandbox(id, pid, [process.execPath, '-e', program, question], signal);
  return output?.exitCode === 0 ? lookupOf(output.stdout, type) : undefined;
}

/** What a program's resolver asks for one name, in order: resolv.conf(5), `search` and `ndots`. */
export function searchNames({ search, options }: Pick<ResolvConf, 'search' | 'options'>, name: string): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const ndots = Number(options.flatMap((option) => /^ndots:(\d{1,3})$/.exec(option)?.[1] ?? []).at(-1) ?? 1);
  const longer = search.filter((domain) => domain !== '.').map((domain) => `${name}.${domain.replace(/\.$/, '')}`);
  const asked = name.split('.').length - 1 >= ndots ? [name, ...longer] : [...longer, name];
  return asked.filter((one) => isValidDnsName(one));
}

/** Exported for its test. */
export function lookupOf(printed: string, type: RecordType): Lookup | undefined {
  let said: unknown;
  try {
    said = JSON.parse(printed);
  } catch {
    return undefined;
  }
  const [server, answers, code] = Array.isArray(said) ? (said as unknown[]) : [];
  if (typeof server !== 'string' || !Array.isArray(answers) || typeof code !== 'string') return undefined;
  const texts = answers.filter((answer) => typeof answer === 'string');
  const tidy =
    type === 'PTR' ? texts.map((text) => text.replace(/\.$/, '')) : texts.flatMap((text) => canonicalAddress(text) ?? []);
  return { outcome: outcomeOf(code, tidy.length), answers: [...new Set(tidy)].sort(), server };
}

function outcomeOf(code: string, answers: number): Lookup['outcome'] {
  if (answers > 0) return 'answered';
  return code === '' || code === 'ENOTFOUND' || code === 'ENODATA' ? 'no-answer' : 'server-failure';
}
