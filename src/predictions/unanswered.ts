/** Why Docker has no answer for a name: what a person asks next. */
import type { Endpoint, Network, Sandbox } from '../model/topology.ts';
import { askerName, noAnswer, sameName, shown, upstream } from './answer.ts';
import { addressOfPointer, candidates } from './dnsName.ts';
import type { NameIndex } from './nameRecords.ts';
import { bareAddresses, isServed } from './nameRecords.ts';
import type { Answer, RecordType } from './observation.ts';
import { isDefaultBridgeNetwork } from './userDefined.ts';

/** Only the default bridge: the servers of the host are asked, and they know no container. */
export function withoutEmbeddedDns(
  index: NameIndex,
  sandbox: Sandbox,
  asker: string,
  name: string,
  networks: readonly Network[],
  type: RecordType,
): Answer {
  const network = networks.find(isDefaultBridgeNetwork) ?? networks[0];
  const on = network?.name ?? '';
  const known = type === 'PTR' ? pointerOwner(index, sandbox, name) : containerNamed(index, sandbox, name);
  const answer =
    known === undefined
      ? noAnswer('forwarded', 'answer.from-default-bridge', shown(name), asker, on)
      : noAnswer('no-embedded-dns', 'answer.no-embedded-dns', shown(name), asker, on);
  return { ...answer, origin: 'upstream', ...(network === undefined ? {} : { network: network.id }) };
}

/** The embedded DNS knows no such name, and asks the servers behind it: the reason is why it does not know. */
export function unanswered(
  index: NameIndex,
  sandbox: Sandbox,
  asker: string,
  name: string,
  endpoints: readonly Endpoint[],
  type: RecordType,
): Answer {
  const networks = endpoints.flatMap((endpoint) => index.networks.get(endpoint.network) ?? []);
  for (const [host, networkName] of candidates(name)) {
    for (const endpoint of endpoints) {
      const network = index.networks.get(endpoint.network);
      if (networkName !== undefined && network?.name !== networkName) continue;
      const stopped = index.records.get(endpoint.network)?.stopped.get(host.toLowerCase());
      if (stopped !== undefined) {
        return upstream('not-running', 'answer.not-running', shown(name), askerName(stopped), stopped.containers[0]?.state ?? '');
      }
    }
  }
  const other = type === 'PTR' ? pointerOwner(index, sandbox, name) : containerNamed(index, sandbox, name);
  if (other !== undefined) return notShared(index, sandbox, asker, name, other, networks);
  const nearly = type === 'PTR' ? undefined : nearMiss(index, sandbox, name, endpoints);
  if (nearly !== undefined) return nearly;
  if (networks.some((network) => network.scope === 'swarm')) {
    const network = networks.find((candidate) => candidate.scope === 'swarm');
    if (network !== undefined && mayHaveOtherNodes(index, network)) {
      return noAnswer('not-predictable', 'answer.other-nodes', shown(name), network.name);
    }
  }
  if (networks.some((network) => index.records.get(network.id)?.incomplete === true)) {
    return noAnswer(
      'not-predictable',
      'answer.details-not-read',
      shown(name),
      networks.map((network) => network.name).join(', '),
    );
  }
  const inside = (index.endpoints.get(sandbox.id) ?? []).every(
    (endpoint) => index.networks.get(endpoint.network)?.internal === true,
  );
  return inside
    ? upstream('forwarded', 'answer.internal-only', shown(name), asker)
    : upstream('forwarded', 'answer.forwarded', shown(name), asker);
}

/** A name that would be known were it written otherwise: what is compared with case, and what may stand after a dot. */
function nearMiss(index: NameIndex, sandbox: Sandbox, name: string, endpoints: readonly Endpoint[]): Answer | undefined {
  for (const endpoint of endpoints) {
    const alias = (endpoint.links ?? []).map((link) => link.slice(link.indexOf(':') + 1)).find((link) => sameName(link, name));
    if (alias !== undefined) return upstream('forwarded', 'answer.link-case', shown(name), alias);
  }
  const mine = endpoints.flatMap((endpoint) => index.networks.get(endpoint.network) ?? []);
  for (const [host, after] of candidates(name)) {
    if (after === undefined) continue;
    const knows = (network: Network) => index.records.get(network.id)?.names.has(host.toLowerCase()) === true;
    const alike = mine.find((network) => sameName(network.name, after) && knows(network));
    if (alike !== undefined) return upstream('forwarded', 'answer.network-part-case', shown(name), alike.name, shown(after));
    const on = mine.filter(knows);
    const where = on.map((network) => network.name).join(', ');
    if (on.length === 0) continue;
    const isNetwork = [...index.networks.values()].some((network) => network.name === after);
    if (isNetwork) return upstream('forwarded', 'answer.not-on-that-network', shown(name), shown(host), shown(after), where);
    const isSearched = (sandbox.lookup?.search ?? []).some((domain) => sameName(domain, after));
    const code = isSearched ? 'answer.search-domain-only' : 'answer.no-such-network';
    return upstream('forwarded', code, shown(name), shown(host), shown(after), where);
  }
  return undefined;
}

function notShared(
  index: NameIndex,
  sandbox: Sandbox,
  asker: string,
  name: string,
  other: Sandbox,
  networks: readonly Network[],
): Answer {
  const mine = networks.map((network) => network.name).join(', ');
  if (other.kind === 'host') return upstream('not-shared', 'answer.on-host-stack', shown(name));
  const isSharer = other.containers
    .slice(1)
    .some((container) => sameName(container.name, name) || container.id.slice(0, 12) === name);
  if (isSharer) return upstream('not-shared', 'answer.sharer', shown(name), askerName(other));
  if (other.engine !== sandbox.engine) {
    return upstream('not-shared', 'answer.other-engine', shown(name), index.engines.get(other.engine)?.context ?? '');
  }
  if (!isServed(other)) {
    return upstream('not-running', 'answer.not-running', shown(name), askerName(other), other.containers[0]?.state ?? '');
  }
  const theirs = (index.endpoints.get(other.id) ?? []).flatMap((endpoint) => index.networks.get(endpoint.network) ?? []);
  if (theirs.some(isDefaultBridgeNetwork) && theirs.every(isDefaultBridgeNetwork)) {
    return upstream('not-shared', 'answer.on-default-bridge', shown(name), askerName(other), theirs[0]?.name ?? 'bridge');
  }
  return upstream('not-shared', 'answer.not-shared', shown(name), theirs.map((network) => network.name).join(', '), asker, mine);
}

/** The container that goes by the name, on the asker's engine if there is one there. `name.network` counts where it is on that network. */
function containerNamed(index: NameIndex, sandbox: Sandbox, name: string): Sandbox | undefined {
  for (const [host, networkName] of candidates(name)) {
    const fits = (other: Sandbox) => networkName === undefined || isOn(index, other, networkName);
    const key = host.toLowerCase();
    const named = (index.containers.get(key) ?? []).map((entry) => entry.sandbox).filter(fits);
    if (named.length > 0) return nearest(named, sandbox);
    const served = [...index.records.values()].flatMap((records) => [
      ...(records.names.get(key) ?? []).map((record) => record.sandbox),
      records.stopped.get(key),
    ]);
    const here = served.filter((other) => other !== undefined && other.engine === sandbox.engine && fits(other));
    if (here.length > 0)
      return nearest(
        here.flatMap((other) => other ?? []),
        sandbox,
      );
  }
  return undefined;
}

/** Of several the one that a person means most likely, and the same one each time: on this engine, running, by id. */
function nearest(found: readonly Sandbox[], sandbox: Sandbox): Sandbox | undefined {
  const far = (other: Sandbox) => Number(other.engine !== sandbox.engine) * 2 + Number(!isServed(other));
  return [...found].sort((a, b) => far(a) - far(b) || (a.id < b.id ? -1 : 1))[0];
}

function isOn(index: NameIndex, sandbox: Sandbox, networkName: string): boolean {
  return (index.endpoints.get(sandbox.id) ?? []).some((endpoint) => index.networks.get(endpoint.network)?.name === networkName);
}

function pointerOwner(index: NameIndex, sandbox: Sandbox, name: string): Sandbox | undefined {
  const address = addressOfPointer(name);
  if (address === undefined) return undefined;
  for (const [id, endpoints] of index.endpoints) {
    const other = index.sandboxes.get(id);
    if (other === undefined || other.engine !== sandbox.engine || other.kind !== 'container') continue;
    if (endpoints.some((endpoint) => bareAddresses(endpoint.addresses).includes(address))) return other;
  }
  return undefined;
}

/** Names of containers on nodes that we do not talk to are known to the overlay and not to us. */
function mayHaveOtherNodes(index: NameIndex, network: Network): boolean {
  const engines = [...index.engines.values()].filter((engine) => network.engines.includes(engine.id));
  return network.peers === undefined || network.peers.length > engines.length;
}
