import { isAddress, isCidr } from './address.ts';
import type { Sandboxes } from './buildSandboxes.ts';
import { canRouteWithoutGateway, defaultGatewayOf } from './defaultGateway.ts';
import { aliasesOf, dnsNamesOf } from './dnsNames.ts';
import type { EngineReading } from './engineReading.ts';
import type { GapLog } from './gapLog.ts';
import { endpointId } from './ids.ts';
import { defined } from './order.ts';
import { type Fields, fieldsOf, type RawRecord } from './raw.ts';
import { type ContainerReading, linkOf } from './readContainers.ts';
import { findNetwork, type NetworkReading } from './readNetworks.ts';
import type { Endpoint, EndpointId, EngineId, Network, NetworkId, Sandbox, SandboxId } from './topology.ts';

export interface Endpoints {
  readonly byId: Map<EndpointId, Endpoint>;
  /** Sandboxes of which an endpoint could not be placed: nothing is said of their default gateway. */
  readonly incomplete: Set<SandboxId>;
}

/** The endpoints that the containers' own records name. */
export function buildEndpoints(readings: readonly EngineReading[], sandboxes: Sandboxes, gaps: GapLog): Endpoints {
  const byId = new Map<EndpointId, Endpoint>();
  const incomplete = new Set<SandboxId>();
  const readingOf = new Map(readings.map((reading) => [reading.engine.id, reading] as const));
  for (const sandbox of sandboxes.byId.values()) {
    const reading = readingOf.get(sandbox.engine);
    // The owner comes first, so its settings win over what a sharer's record may say.
    for (const { id } of sandbox.containers) {
      const container = reading?.containers.byId.get(id);
      if (reading && container) addEndpoints(reading, sandbox, container, { byId, incomplete }, gaps);
    }
  }
  return { byId, incomplete };
}

function addEndpoints(
  reading: EngineReading,
  sandbox: Sandbox,
  container: ContainerReading,
  endpoints: Endpoints,
  gaps: GapLog,
): void {
  const engine = reading.engine.id;
  for (const [name, settings] of container.attachments) {
    const dockerId = fieldsOf(settings, () => {}).text('NetworkID');
    const network = findNetwork(reading.networks, name, container.live ? dockerId : idNow(reading, name, dockerId));
    if (typeof network === 'string') {
      endpoints.incomplete.add(sandbox.id);
      // Without the list of networks its own gap says so once.
      if (reading.networks.listed) gaps.add({ engine, subject: sandbox.id, code: network, why: name });
      continue;
    }
    const id = endpointId(network.id, sandbox.id);
    const other = endpoints.byId.get(id);
    if (other && (other.endpointId !== undefined || !container.live)) continue;
    const broken = (path: string) => {
      endpoints.incomplete.add(sandbox.id);
      gaps.add({ engine, subject: id, code: 'malformed-endpoint', why: path });
    };
    endpoints.byId.set(id, buildEndpoint(id, reading, sandbox, container, network, settings, broken));
  }
}

/**
 * The NetworkID of a container that does not run. An engine that starts anew makes its default `bridge` anew, with another id, and what
 * does not run keeps the old one; it starts on the new one all the same. Networks of users keep theirs: an unknown id is one that is gone.
 */
function idNow({ networks }: EngineReading, name: string, dockerId: string): string {
  return name === 'bridge' && !networks.byDockerId.has(dockerId) ? '' : dockerId;
}

function buildEndpoint(
  id: EndpointId,
  reading: EngineReading,
  sandbox: Sandbox,
  container: ContainerReading,
  network: NetworkReading,
  settings: RawRecord,
  broken: (path: string) => void,
): Endpoint {
  const fields = fieldsOf(settings, broken);
  fields.text('NetworkID');
  const dockerId = fields.text('EndpointID');
  const live = container.live && (dockerId !== '' || reading.podman);
  return {
    id,
    network: network.id,
    sandbox: sandbox.id,
    engine: reading.engine.id,
    addresses: live
      ? [
          ...cidrOf(fields, 'IPAddress', 'IPPrefixLen', broken),
          ...cidrOf(fields, 'GlobalIPv6Address', 'GlobalIPv6PrefixLen', broken),
        ]
      : [],
    detail: container.inspected ? 'full' : 'listed',
    ...defined({
      endpointId: live && dockerId !== '' ? dockerId : undefined,
      node: reading.engine.swarm?.nodeId,
      staticAddresses: isFixedBySwarm(network, container) ? [] : staticAddressesOf(fields, broken),
      mac: (live && fields.text('MacAddress')) || undefined,
      gateway: live ? addressIn(fields, 'Gateway', broken) : undefined,
      gateway6: live ? addressIn(fields, 'IPv6Gateway', broken) : undefined,
      gatewayPriority: fields.number('GwPriority'),
      linkLocal: fields.has('IPAMConfig', 'LinkLocalIPs') ? fields.texts('IPAMConfig', 'LinkLocalIPs') : undefined,
    }),
    ...(container.inspected ? inspectedFacts(reading, container, network, fields, live) : undefined),
  };
}

/** What only an inspect of the container tells; its list says null to these. */
function inspectedFacts(
  reading: EngineReading,
  container: ContainerReading,
  network: NetworkReading,
  fields: Fields,
  live: boolean,
): Pick<Endpoint, 'aliases' | 'dnsNames' | 'links' | 'driverOptions'> {
  const facts = {
    api: reading.api,
    podman: reading.podman,
    containerId: container.container.id,
    containerName: container.container.name,
    hostname: container.hostname,
    userDefined: isUserDefined(network),
    live,
    inspectedAliases: fields.texts('Aliases'),
    inspectedDnsNames: fields.texts('DNSNames'),
  };
  const links = [...fields.texts('Links').map(linkOf), ...(network.name === 'bridge' ? container.links : [])];
  return {
    links: [...new Set(links)],
    ...defined({
      aliases: aliasesOf(facts),
      dnsNames: dnsNamesOf(facts),
      driverOptions: fields.has('DriverOpts') ? fields.textRecord('DriverOpts') : undefined,
    }),
  };
}

/** A task's addresses are fixed too, and everybody's on a swarm's network, but by the swarm. */
function isFixedBySwarm({ fields }: NetworkReading, { labels }: ContainerReading): boolean {
  return fields.text('Scope') === 'swarm' || Object.hasOwn(labels, 'com.docker.swarm.task.id');
}

function isUserDefined({ name, driver }: NetworkReading): boolean {
  return driver !== 'host' && driver !== 'null' && name !== 'bridge' && name !== 'docker_gwbridge';
}

function cidrOf(fields: Fields, addressKey: string, lengthKey: string, broken: (path: string) => void): readonly string[] {
  const address = fields.text(addressKey);
  const length = fields.count(lengthKey);
  if (address === '') return [];
  const cidr = `${address}/${length}`;
  if (isAddress(address) && isCidr(cidr)) return [cidr];
  broken(isAddress(address) ? lengthKey : addressKey);
  return [];
}

function addressIn(fields: Fields, key: string, broken: (path: string) => void): string | undefined {
  const address = fields.text(key);
  if (address === '') return undefined;
  if (isAddress(address)) return address;
  broken(key);
  return undefined;
}

function staticAddressesOf(fields: Fields, broken: (path: string) => void): readonly string[] {
  const addresses: string[] = [];
  for (const key of ['IPv4Address', 'IPv6Address']) {
    const address = fields.text('IPAMConfig', key);
    if (address === '') continue;
    if (isAddress(address)) addresses.push(address);
    else broken(`IPAMConfig.${key}`);
  }
  return addresses;
}

/**
 * Says of each endpoint of a running container's sandbox whether the default route goes through it, where the rules say so. Sets it in place:
 * the endpoints are this build's own, and nobody has seen them yet.
 */
export function setDefaultGateways(
  endpoints: ReadonlyMap<EndpointId, Endpoint>,
  networks: ReadonlyMap<NetworkId, Network>,
  sandboxes: ReadonlyMap<SandboxId, Sandbox>,
  silent: { readonly sandboxes: ReadonlySet<SandboxId>; readonly engines: ReadonlySet<EngineId> },
): void {
  const networkOf = (endpoint: Endpoint) => networks.get(endpoint.network);
  const bySandbox = new Map<SandboxId, Endpoint[]>();
  for (const endpoint of endpoints.values()) {
    if (endpoint.sandbox === undefined || endpoint.endpointId === undefined) continue;
    const others = bySandbox.get(endpoint.sandbox);
    if (others) others.push(endpoint);
    else bySandbox.set(endpoint.sandbox, [endpoint]);
  }
  for (const [id, own] of bySandbox) {
    const sandbox = sandboxes.get(id);
    if (sandbox?.kind !== 'container' || silent.sandboxes.has(id) || silent.engines.has(sandbox.engine)) continue;
    if (own.some((endpoint) => endpoint.gateway === undefined && canRouteWithoutGateway(networkOf(endpoint)))) continue;
    const gateway = defaultGatewayOf(own, networkOf);
    for (const endpoint of own) (endpoint as { isDefaultGateway?: boolean }).isDefaultGateway = endpoint === gateway;
  }
}
