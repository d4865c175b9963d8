/**
 * What the resolver of a sandbox will answer, and why. The rules are those of moby's libnetwork (sandbox.go `ResolveName`,
 * network.go `ResolveName` and `ResolveIP`, daemon/network.go for where the embedded DNS is on), checked against engines 20.10 and 28.5.
 *
 * Predicted is the look-up as `nslookup` does it: by the resolver. Programs read `/etc/hosts` first; what stands there is in `hostsFile`, and
 * is the answer where the resolver has none.
 */
import type { Endpoint, Network, Sandbox, SandboxId, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { askerName, noAnswer, shown } from './answer.ts';
import { addressOfPointer, candidates, isIPv6, isValidDnsName, literalAddress, withoutRootDot } from './dnsName.ts';
import type { HostsRow } from './hostsFile.ts';
import { hostsFileSays } from './hostsFile.ts';
import type { NameIndex, NameRecord } from './nameRecords.ts';
import { addressesOf, isServed, majorVersion, nameIndex } from './nameRecords.ts';
import type { Answer, AnswerWord, Origin, RecordType } from './observation.ts';
import { predictPointer } from './pointerResolution.ts';
import { isKeptBack, searchOrder } from './searchOrder.ts';
import { unanswered, withoutEmbeddedDns } from './unanswered.ts';

export interface NameQuestion {
  /** A sandbox, or the id of any container in it. */
  readonly from: SandboxId | string;
  readonly name: string;
  /** PTR takes an address or its reverse form. */
  readonly type: RecordType;
}

/** Predicts one answer. Never throws; what cannot be told is `not-predictable` with the reason. */
export function resolveName(topology: Topology, question: NameQuestion): Answer {
  const { name, type } = question;
  const index = nameIndex(topology);
  const sandbox = index.sandboxes.get(question.from);
  if (sandbox === undefined) return noAnswer('unknown-sandbox', 'answer.unknown-sandbox', shown(question.from));
  if (type !== 'PTR') {
    const address = literalAddress(name);
    if (address !== undefined) return literal(address, type);
  }
  if (type === 'PTR' ? addressOfPointer(name) === undefined && !isValidDnsName(name) : !isValidDnsName(name)) {
    return noAnswer('invalid-name', 'answer.invalid-name', shown(name));
  }
  const asker = askerName(sandbox);
  if (type === 'PTR') return withServers(predict(index, sandbox, asker, withoutRootDot(name), type), sandbox);
  const answer = withServers(search(index, sandbox, asker, name, type), sandbox);
  return withHosts(answer, isServed(sandbox) ? hostsFileSays(index, sandbox, name, type) : undefined, name, asker);
}

/** The first of the names that a program's resolver asks which has an answer; else the reason why the name itself has none. */
function search(index: NameIndex, sandbox: Sandbox, asker: string, name: string, type: 'A' | 'AAAA'): Answer {
  const bare = withoutRootDot(name);
  const tries = searchOrder(sandbox, name).map((full) => ({ full, answer: predict(index, sandbox, asker, full, type) }));
  const own = tries.find(({ full }) => full === bare)?.answer ?? predict(index, sandbox, asker, bare, type);
  const found =
    tries.find(({ answer }) => answer.code === 'answered' || answer.code === 'not-predictable') ??
    tries.find(({ answer }) => answer.code === 'no-such-family');
  if (found === undefined || found.answer === own || found.answer.code === 'not-predictable') return found?.answer ?? own;
  const domain = found.full.slice(bare.length + 1);
  return { ...found.answer, reason: word('answer.search-domain', shown(bare), shown(domain), found.answer.answers.join(', ')) };
}

function predict(index: NameIndex, sandbox: Sandbox, asker: string, name: string, type: RecordType): Answer {
  if (sandbox.kind === 'loadBalancer') return noAnswer('not-predictable', 'answer.not-predictable', asker);
  if (sandbox.kind === 'host') return noAnswer('host-stack', 'answer.host-stack', asker, name);
  if (!isServed(sandbox)) return noAnswer('asker-not-running', 'answer.asker-not-running', asker);

  const endpoints = index.endpoints.get(sandbox.id) ?? [];
  const named = endpoints.filter((endpoint) => index.records.has(endpoint.network));
  if (named.length === 0) {
    const networks = endpoints.flatMap((endpoint) => index.networks.get(endpoint.network) ?? []);
    if (!networks.some((network) => network.driver !== 'null')) return noAnswer('no-network', 'answer.no-network', asker);
    return withoutEmbeddedDns(index, sandbox, asker, name, networks, type);
  }
  if (type === 'PTR') {
    const pointer = predictPointer(index, named, name);
    if (pointer !== undefined) return pointer;
    return unanswered(index, sandbox, asker, name, named, type);
  }
  for (const [host, networkName] of candidates(name)) {
    const found = lookUp(index, sandbox, named, host, networkName, type);
    if (found !== undefined) return found;
  }
  const answer = unanswered(index, sandbox, asker, name, named, type);
  return isKeptBack(sandbox, name) ? keptBack(answer, name, asker) : answer;
}

/** Docker answers with nothing instead of asking servers outside. */
function keptBack({ origin, ...answer }: Answer, name: string, asker: string): Answer {
  if (origin !== 'upstream') return origin === undefined ? answer : { ...answer, origin };
  if (answer.code !== 'forwarded') return answer;
  return { ...answer, code: 'no-answer', reason: word('answer.kept-back', shown(name), asker) };
}

function lookUp(
  index: NameIndex,
  sandbox: Sandbox,
  endpoints: readonly Endpoint[],
  name: string,
  networkName: string | undefined,
  type: 'A' | 'AAAA',
): Answer | undefined {
  const on = endpoints.filter(
    (endpoint) => networkName === undefined || index.networks.get(endpoint.network)?.name === networkName,
  );
  const links = on.map((endpoint) => [endpoint, linkTarget(endpoint, name)] as const);
  const linked = links.flatMap(([endpoint, target]) => (target === undefined ? [] : [[endpoint, target, 'link'] as const]));
  const others = links.flatMap(([endpoint, target]) => (target === undefined ? [[endpoint, name, undefined] as const] : []));
  return firstOf(index, sandbox, linked, name, type) ?? firstOf(index, sandbox, others, name, type);
}

function firstOf(
  index: NameIndex,
  sandbox: Sandbox,
  tries: readonly (readonly [Endpoint, string, Origin | undefined])[],
  name: string,
  type: 'A' | 'AAAA',
): Answer | undefined {
  let empty: Answer | undefined;
  for (const [endpoint, key, origin] of tries) {
    const network = index.networks.get(endpoint.network);
    const records = index.records.get(endpoint.network);
    if (network === undefined || records === undefined) continue;
    const doubt = records.doubtful.has(key.toLowerCase());
    if (doubt) return noAnswer('not-predictable', 'answer.generated-name', shown(name));
    const found = records.names.get(key.toLowerCase());
    if (found === undefined || found.length === 0) continue;
    const addresses = addressesOf(found, type);
    if (addresses.length > 0) return answered(name, network, found, addresses, origin);
    const none: Answer = {
      ...noAnswer('no-such-family', 'answer.no-such-family', shown(name), network.name, type),
      network: network.id,
    };
    // Since 26 the first network that knows the name answers, be it with nothing; before, the others were asked too.
    if ((majorVersion(index.engines.get(sandbox.engine)) ?? 26) >= 26) return none;
    empty ??= none;
  }
  return empty;
}

/** `--link container:alias` on a user-defined network, compared with case. */
function linkTarget(endpoint: Endpoint, name: string): string | undefined {
  for (const link of endpoint.links ?? []) {
    const colon = link.indexOf(':');
    const target = colon < 0 ? link : link.slice(0, colon);
    const alias = colon < 0 ? link : link.slice(colon + 1);
    if (alias === name) return target.replace(/^\//, '');
  }
  return undefined;
}

function answered(
  name: string,
  network: Network,
  records: readonly NameRecord[],
  addresses: readonly string[],
  forced: Origin | undefined,
): Answer {
  const origin = forced ?? records[0]?.origin ?? 'container-name';
  const owners = new Set(records.map((record) => record.sandbox?.id));
  const code: AnswerWord =
    owners.size > 1 && (origin === 'alias' || origin === 'container-name') ? 'answer.several' : wordOf(origin);
  return {
    answers: addresses,
    network: network.id,
    origin,
    code: 'answered',
    reason: word(code, shown(name), network.name, addresses.join(', '), owners.size),
  };
}

function wordOf(origin: Origin): AnswerWord {
  switch (origin) {
    case 'container-name':
    case 'hosts-file':
    case 'upstream':
      return 'answer.answered';
    case 'alias':
    case 'short-id':
    case 'hostname':
    case 'service':
    case 'task':
    case 'link':
      return `answer.${origin}`;
    default:
      return origin satisfies never;
  }
}

/** Programs read the file first. Where the resolver has no answer, that is the answer. */
function withHosts(answer: Answer, row: HostsRow | undefined, name: string, asker: string): Answer {
  if (row === undefined) return answer;
  const hostsFile = row.addresses;
  if (answer.code === 'answered') return { ...answer, hostsFile };
  const code = row.from === 'link' ? 'answer.hosts-link' : 'answer.hosts-file';
  return {
    answers: hostsFile,
    hostsFile,
    origin: row.from === 'link' ? 'link' : 'hosts-file',
    code: 'answered',
    reason: word(code, shown(name), asker, hostsFile.join(', ')),
  };
}

/** Whom the question goes to, where the user said so. */
function withServers(answer: Answer, sandbox: Sandbox): Answer {
  const servers = sandbox.lookup?.servers ?? [];
  return answer.origin === 'upstream' && servers.length > 0 ? { ...answer, upstream: servers } : answer;
}

function literal(address: string, type: 'A' | 'AAAA'): Answer {
  const fits = isIPv6(address) === (type === 'AAAA');
  if (!fits) return noAnswer('no-such-family', 'answer.is-address', address);
  return { answers: [address], code: 'answered', reason: word('answer.is-address', address) };
}
