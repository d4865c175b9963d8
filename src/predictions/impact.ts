/**
 * What an attach, a detach or a removal would change and break: the sentences of a confirmation. Predicted from the Topology alone;
 * what depends on the engine's version is worded so that it stays true.
 */
import type { Endpoint, EndpointId, Network, NetworkId, Sandbox, SandboxId, Topology } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import { word } from '../model/word.ts';
import { askerName, shown } from './answer.ts';
import { gatewayNetwork } from './endpointOrder.ts';
import type { ImpactCode } from './impactCode.ts';
import type { NameIndex } from './nameRecords.ts';
import { isServed, nameIndex } from './nameRecords.ts';
import { portImpact } from './portImpact.ts';
import { isDefaultBridgeNetwork, servesNames } from './userDefined.ts';

type Impacts = readonly Word<ImpactCode>[];

/** What attaching the sandbox to the network changes. Nothing for ids that do not exist. */
export function impactOfAttach(topology: Topology, network: NetworkId, sandbox: SandboxId): Impacts {
  const index = nameIndex(topology);
  const to = index.networks.get(network);
  const who = index.sandboxes.get(sandbox);
  if (to === undefined || who === undefined) return [];
  const name = askerName(who);
  const before = index.endpoints.get(who.id) ?? [];
  const impacts: Word<ImpactCode>[] = [];
  if (!isServed(who)) impacts.push(word('impact.at-start', name));
  impacts.push(word('impact.gets-address', name, to.name));

  const hadDns = before.some((endpoint) => serves(index, endpoint));
  if (servesNames(to)) {
    if (!hadDns) impacts.push(word('impact.dns-on', name));
    const others = served(index, to.id, who);
    impacts.push(
      others.length === 0
        ? word('impact.first-there', name, to.name)
        : word('impact.names-known', name, others.length, firstFew(others.map(askerName)), to.name),
    );
  } else if (isDefaultBridgeNetwork(to)) {
    impacts.push(word('impact.no-names-there', to.name));
  }

  const after = [...before, wouldBe(to, who)];
  const gatewayBefore = gatewayNetwork(before, index.networks);
  const gatewayAfter = gatewayNetwork(after, index.networks);
  if (gatewayAfter !== undefined && gatewayAfter.id !== gatewayBefore?.id) {
    impacts.push(
      gatewayBefore === undefined
        ? word('impact.gateway-new', name, gatewayAfter.name)
        : word('impact.gateway-moves', name, gatewayBefore.name, gatewayAfter.name),
    );
  }
  const ports = portImpact(index, who, before, after);
  if (ports !== undefined) impacts.push(ports);
  return [...impacts, ...ownedBy(who), ...sharing(who)];
}

/** What detaching the endpoint's sandbox from its network changes and breaks. */
export function impactOfDetach(topology: Topology, endpoint: EndpointId): Impacts {
  const index = nameIndex(topology);
  const going = topology.endpoints.find((candidate) => candidate.id === endpoint);
  const who = going?.sandbox === undefined ? undefined : index.sandboxes.get(going.sandbox);
  const from = going === undefined ? undefined : index.networks.get(going.network);
  if (going === undefined || who === undefined || from === undefined) return [];
  const name = askerName(who);
  const before = index.endpoints.get(who.id) ?? [];
  const after = before.filter((candidate) => candidate.id !== going.id);
  const impacts: Word<ImpactCode>[] = [];
  if (!isServed(who)) {
    impacts.push(word('impact.config-only', name, from.name));
    if (after.length === 0) impacts.push(word('impact.last-network', name, from.name));
    return [...impacts, ...lost(going), ...ownedBy(who)];
  }
  const addresses = going.addresses.map((address) => address.split('/')[0] ?? address);
  impacts.push(
    addresses.length === 0
      ? word('impact.leaves', name, from.name)
      : word('impact.loses-address', name, addresses.join(', '), from.name),
  );
  if (after.length === 0) impacts.push(word('impact.last-network', name, from.name));
  impacts.push(...namesThatStop(index, who, from, after));
  impacts.push(...gatewayAfterDetach(index, name, before, after));
  const ports = portImpact(index, who, before, after);
  if (ports !== undefined) impacts.push(ports);
  return [...impacts, ...lost(going), ...ownedBy(who), ...sharing(who)];
}

/** What removing the network breaks; a network that nothing uses says so. */
export function impactOfRemove(topology: Topology, network: NetworkId): Impacts {
  const index = nameIndex(topology);
  const going = index.networks.get(network);
  if (going === undefined) return [];
  const impacts: Word<ImpactCode>[] = [];
  const endpoints = topology.endpoints.filter((endpoint) => endpoint.network === network);
  const owners = endpoints.map((endpoint) =>
    endpoint.sandbox === undefined ? undefined : index.sandboxes.get(endpoint.sandbox),
  );
  const running = endpoints.filter((endpoint, at) => isLive(endpoint, owners[at]));
  if (running.length > 0) {
    const names = running.map((endpoint) => {
      const owner = endpoint.sandbox === undefined ? undefined : index.sandboxes.get(endpoint.sandbox);
      return owner === undefined ? (endpoint.name ?? endpoint.endpointId ?? '') : askerName(owner);
    });
    impacts.push(word('impact.has-endpoints', going.name, running.length, firstFew(names)));
  }
  const stopped = owners.flatMap((owner) => (owner === undefined || isServed(owner) ? [] : [askerName(owner)]));
  if (stopped.length > 0) impacts.push(word('impact.cannot-start', going.name, stopped.length, firstFew(stopped)));

  const services = topology.services.filter((service) => service.networks.some((attached) => attached.network === network));
  if (services.length > 0) {
    impacts.push(word('impact.used-by-services', going.name, services.length, firstFew(services.map((service) => service.name))));
  }
  const templates = topology.networks.filter((other) => other.configFrom === going.name && sharesEngine(other, going));
  if (templates.length > 0) {
    impacts.push(word('impact.used-as-config', going.name, templates.length, firstFew(templates.map((other) => other.name))));
  }
  if (impacts.length === 0) impacts.push(word('impact.nothing-attached', going.name));
  if (going.project !== undefined) impacts.push(word('impact.compose-network', going.name, going.project));
  return impacts;
}

/** Names of the endpoint for those who share no other network with it, and theirs for it. */
function namesThatStop(index: NameIndex, who: Sandbox, from: Network, after: readonly Endpoint[]): Impacts {
  if (!servesNames(from)) return [];
  const remaining = new Set(after.filter((endpoint) => serves(index, endpoint)).map((endpoint) => endpoint.network));
  const losing = served(index, from.id, who).filter(
    (other) => !(index.endpoints.get(other.id) ?? []).some((endpoint) => remaining.has(endpoint.network)),
  );
  const name = askerName(who);
  const impacts: Word<ImpactCode>[] = [];
  if (losing.length > 0) impacts.push(word('impact.names-stop', name, losing.length, firstFew(losing.map(askerName))));
  if (remaining.size === 0 && after.length > 0) impacts.push(word('impact.dns-empty', name));
  return impacts;
}

function gatewayAfterDetach(index: NameIndex, name: string, before: readonly Endpoint[], after: readonly Endpoint[]): Impacts {
  const was = gatewayNetwork(before, index.networks);
  const becomes = gatewayNetwork(after, index.networks);
  if (was === undefined || was.id === becomes?.id || after.length === 0) return [];
  return becomes === undefined
    ? [word('impact.no-gateway', name, was.name)]
    : [word('impact.gateway-moves', name, was.name, becomes.name)];
}

/** Settings of the endpoint that a later attach does not bring back by itself. */
function lost(endpoint: Endpoint): Impacts {
  const impacts: Word<ImpactCode>[] = [];
  const fixed = endpoint.staticAddresses ?? [];
  if (fixed.length > 0) impacts.push(word('impact.static-address', fixed.join(', ')));
  const aliases = (endpoint.aliases ?? []).filter((alias) => !/^[0-9a-f]{12}$/.test(alias));
  if (aliases.length > 0) impacts.push(word('impact.aliases-lost', aliases.length, firstFew(aliases)));
  return impacts;
}

function ownedBy(sandbox: Sandbox): Impacts {
  const owner = sandbox.containers[0];
  return owner?.project === undefined ? [] : [word('impact.compose-owned', owner.name, owner.project)];
}

function sharing(sandbox: Sandbox): Impacts {
  const sharers = sandbox.kind === 'container' ? sandbox.containers.slice(1) : [];
  if (sharers.length === 0) return [];
  return [word('impact.sharers-too', askerName(sandbox), sharers.length, firstFew(sharers.map((container) => container.name)))];
}

/** The other running sandboxes on a network, by name. */
function served(index: NameIndex, network: NetworkId, except: Sandbox): readonly Sandbox[] {
  const found: Sandbox[] = [];
  for (const [id, endpoints] of index.endpoints) {
    const sandbox = index.sandboxes.get(id);
    if (sandbox === undefined || sandbox.id === except.id || !isServed(sandbox)) continue;
    if (sandbox.kind !== 'container' && sandbox.kind !== 'task') continue;
    if (endpoints.some((endpoint) => endpoint.network === network)) found.push(sandbox);
  }
  return found.sort((a, b) => (askerName(a) < askerName(b) ? -1 : 1));
}

function serves(index: NameIndex, endpoint: Endpoint): boolean {
  return index.records.has(endpoint.network);
}

/** Load balancers go with their network; they do not keep it from being removed. */
function isLive(endpoint: Endpoint, owner: Sandbox | undefined): boolean {
  if (owner === undefined) return endpoint.endpointId !== undefined;
  return owner.kind !== 'loadBalancer' && isServed(owner);
}

function wouldBe(network: Network, sandbox: Sandbox): Endpoint {
  const id = `${network.id}/${sandbox.id}` as EndpointId;
  return { id, network: network.id, sandbox: sandbox.id, addresses: [], detail: 'listed' };
}

function sharesEngine(a: Network, b: Network): boolean {
  return a.engines.some((engine) => b.engines.includes(engine));
}

/** The first three; the number stands beside them. */
function firstFew(names: readonly string[]): string {
  const few = names.slice(0, 3).map(shown).join(', ');
  return names.length > 3 ? `${few}, …` : few;
}
