/**
 * What the resolver of a sandbox will answer, and why. The rules are those of moby's libnetwork (sandbox.go `ResolveName`,
 * network.go `ResolveName` and `ResolveIP`, daemon/network.go for where the embedded DNS is on), checked against engines 20.10 and 28.5.
 *
 * Predicted is the look-up as `nslookup` does it: by the resolver. Programs read `/etc/hosts` first; what is known to stand there
 * (the sandbox's own host name, `localhost`) is in `hostsFile`.
 */
import type { Endpoint, Network, Sandbox, SandboxId, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { askerName, noAnswer, sameName, shown } from './answer.ts';
import { addressOfPointer, candidates, isIPv6, isValidDnsName, literalAddress, withoutRootDot } from './dnsName.ts';
import type { NameIndex, NameRecord } from './nameRecords.ts';
import { addressesOf, bareAddresses, isServed, majorVersion, nameIndex } from './nameRecords.ts';
import type { Answer, AnswerWord, Origin, RecordType } from './observation.ts';
import { predictPointer } from './pointerResolution.ts';
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
  const bare = withoutRootDot(name);
  const hostsFile = type === 'PTR' ? [] : hostsFileSays(index, sandbox, bare, type);
  return withHosts(predict(index, sandbox, asker, bare, type), hostsFile);
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
  return unanswered(index, sandbox, asker, name, named, type);
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
  const tries: (readonly [Endpoint, string, Origin | undefined])[] = [
    ...links.flatMap(([endpoint, target]) => (target === undefined ? [] : [[endpoint, target, 'link'] as const])),
    ...links.flatMap(([endpoint, target]) => (target === undefined ? [[endpoint, name, undefined] as const] : [])),
  ];
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

/** `/etc/hosts` holds the sandbox's host name with its address on each network, and `localhost`. */
function hostsFileSays(index: NameIndex, sandbox: Sandbox, name: string, type: 'A' | 'AAAA'): readonly string[] {
  if (sandbox.kind !== 'container') return [];
  if (sameName(name, 'localhost')) return type === 'A' ? ['127.0.0.1'] : ['::1'];
  const hostname = sandbox.hostname ?? sandbox.containers[0]?.id.slice(0, 12);
  if (hostname === undefined || !sameName(hostname, name)) return [];
  const addresses = (index.endpoints.get(sandbox.id) ?? []).flatMap((endpoint) => bareAddresses(endpoint.addresses));
  return addresses.filter((address) => isIPv6(address) === (type === 'AAAA'));
}

function withHosts(answer: Answer, hostsFile: readonly string[]): Answer {
  return hostsFile.length === 0 ? answer : { ...answer, hostsFile };
}

function literal(address: string, type: 'A' | 'AAAA'): Answer {
  const fits = isIPv6(address) === (type === 'AAAA');
  if (!fits) return noAnswer('no-such-family', 'answer.is-address', address);
  return { answers: [address], code: 'answered', reason: word('answer.is-address', address) };
}
