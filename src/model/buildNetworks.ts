import { contains, isAddress, isCidr, withoutPrefix } from './address.ts';
import type { EngineReading } from './engineReading.ts';
import type { GapLog } from './gapLog.ts';
import { shortId } from './ids.ts';
import { defined, sortedBy } from './order.ts';
import { entriesOf, type Fields, fieldsOf } from './raw.ts';
import type { NetworkReading } from './readNetworks.ts';
import type { Endpoint, EngineId, Network, NetworkId, Peer, Pool } from './topology.ts';

/** Every network of every engine once; a swarm network that several engines see is one, with what the better reading says. */
export function buildNetworks(readings: readonly EngineReading[], gaps: GapLog): readonly Network[] {
  const networks = new Map<NetworkId, Network>();
  for (const { engine, networks: read, podman } of readings) {
    for (const reading of read.byDockerId.values()) {
      const network = buildNetwork(engine.id, reading, podman, (why) => {
        gaps.add({ engine: engine.id, subject: reading.id, code: 'malformed-network', why });
      });
      const other = networks.get(network.id);
      networks.set(network.id, other ? mergeNetworks(other, network) : network);
    }
  }
  return sortedBy(networks.values(), (network) => [network.name, network.id]);
}

const optionKeys = {
  bridgeName: 'com.docker.network.bridge.name',
  mtu: 'com.docker.network.driver.mtu',
  vnis: 'com.docker.network.driver.overlay.vxlanid_list',
  project: 'com.docker.compose.project',
} as const;

function buildNetwork(engine: EngineId, reading: NetworkReading, podman: boolean, broken: (why: string) => void): Network {
  const { fields, driver } = reading;
  const peers = reading.inspected ? peersOf(fields, broken) : undefined;
  const options = fields.textRecord('Options');
  const labels = fields.textRecord('Labels');
  const option = (key: string) => (Object.hasOwn(options, key) ? options[key] : undefined) || undefined;
  const configOnly = fields.flag('ConfigOnly');
  return {
    id: reading.id,
    engines: [engine],
    name: reading.name,
    driver,
    scope: fields.text('Scope'),
    internal: fields.flag('Internal'),
    attachable: fields.flag('Attachable'),
    ingress: fields.flag('Ingress'),
    configOnly,
    ipv6: fields.flag('EnableIPv6'),
    pools: poolsOf(fields, broken),
    options,
    labels,
    created: reading.created,
    detail: reading.inspected ? 'full' : 'listed',
    ...defined({
      configFrom: fields.text('ConfigFrom', 'Network') || undefined,
      hostInterface: configOnly ? undefined : hostInterfaceOf(reading, option(optionKeys.bridgeName), podman),
      parent: configOnly ? undefined : parentOf(reading, option('parent')),
      mtu: wholeNumber(option(optionKeys.mtu)),
      vnis: vnisOf(option(optionKeys.vnis)),
      peers,
      peerLists: peers && driver === 'overlay' ? [{ engine, addresses: addressesOf(peers) }] : undefined,
      project: (Object.hasOwn(labels, optionKeys.project) ? labels[optionKeys.project] : undefined) || undefined,
    }),
  };
}

/** moby bridge_linux.go: the option, else `br-` and the short id. The default bridge always has the option; Podman has names of its own. */
function hostInterfaceOf(reading: NetworkReading, byOption: string | undefined, podman: boolean): string | undefined {
  if (reading.driver !== 'bridge') return undefined;
  if (byOption) return byOption;
  return podman || reading.name === 'bridge' ? undefined : `br-${shortId(reading.dockerId)}`;
}

/** moby macvlan_setup.go, ipvlan_setup.go: without the option Docker makes a dummy interface of that name. */
function parentOf(reading: NetworkReading, byOption: string | undefined): string | undefined {
  if (reading.driver === 'macvlan') return byOption ?? `dm-${shortId(reading.dockerId)}`;
  if (reading.driver === 'ipvlan') return byOption ?? `di-${shortId(reading.dockerId)}`;
  return undefined;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function vnisOf(text: string | undefined): readonly number[] | undefined {
  const vnis = text
    ?.split(',')
    .map((part) => wholeNumber(part.trim()))
    .filter((vni) => vni !== undefined);
  return vnis && vnis.length > 0 ? vnis : undefined;
}

function peersOf(fields: Fields, broken: (why: string) => void): readonly Peer[] {
  const peers = fields.list('Peers').map((item, index): Peer => {
    const peer = fieldsOf(item, (path) => broken(`Peers.${index}.${path}`));
    return { name: peer.text('Name'), address: peer.text('IP') };
  });
  return tidyPeers(peers.filter((peer) => peer.address !== '' || peer.name !== ''));
}

function addressesOf(peers: readonly Peer[]): readonly string[] {
  return [...new Set(peers.map(({ address }) => address))].filter((address) => address !== '').sort();
}

function tidyPeers(peers: readonly Peer[]): readonly Peer[] {
  const byKey = new Map(peers.map((peer) => [JSON.stringify([peer.address, peer.name]), peer]));
  return sortedBy(byKey.values(), (peer) => [peer.address, peer.name]);
}

function poolsOf(fields: Fields, broken: (why: string) => void): readonly Pool[] {
  const usage = fields.record('Status', 'IPAM', 'Subnets');
  const pools: Pool[] = [];
  for (const [index, item] of fields.list('IPAM', 'Config').entries()) {
    const at = `IPAM.Config.${index}`;
    const config = fieldsOf(item, (path) => broken(`${at}.${path}`));
    const subnet = config.text('Subnet');
    if (!isCidr(subnet)) {
      broken(`${at}.Subnet`);
      continue;
    }
    const gateway = withoutPrefix(config.text('Gateway'));
    if (gateway !== '' && !isAddress(gateway)) broken(`${at}.Gateway`);
    const range = config.text('IPRange');
    if (range !== '' && !isCidr(range)) broken(`${at}.IPRange`);
    const reserved = entriesOf(config.textRecord('AuxiliaryAddresses')).filter((entry): entry is [string, string] => {
      const good = typeof entry[1] === 'string' && isAddress(entry[1]);
      if (!good) broken(`${at}.AuxiliaryAddresses.${entry[0]}`);
      return good;
    });
    const used = fieldsOf(usage ?? {}, (path) => broken(`Status.IPAM.Subnets.${path}`));
    pools.push({
      subnet,
      ...defined({
        gateway: isAddress(gateway) ? gateway : undefined,
        range: isCidr(range) ? range : undefined,
        reserved: reserved.length > 0 ? Object.fromEntries(reserved) : undefined,
        used: used.count(subnet, 'IPsInUse'),
        free: used.count(subnet, 'DynamicIPsAvailable'),
      }),
    });
  }
  return pools;
}

function mergeNetworks(one: Network, other: Network): Network {
  const better = one.detail === 'listed' && other.detail === 'full' ? other : one;
  const peers = one.peers || other.peers ? tidyPeers([...(one.peers ?? []), ...(other.peers ?? [])]) : undefined;
  const peerLists = one.peerLists || other.peerLists ? [...(one.peerLists ?? []), ...(other.peerLists ?? [])] : undefined;
  const engines = [...new Set([...one.engines, ...other.engines])];
  // Of one network's times the earliest is its creation; the others are nodes taking part.
  const created = [one.created, other.created].filter((time) => time !== '').sort()[0] ?? '';
  return { ...better, engines, created, ...defined({ peers, peerLists }) };
}

/** The default bridge's pool may lack its gateway in the list (seen on 20.10); the endpoints know it. */
export function withGatewaysOfEndpoints(networks: readonly Network[], endpoints: Iterable<Endpoint>): readonly Network[] {
  const lacking = new Set(networks.filter(lacksGateway).map(({ id }) => id));
  if (lacking.size === 0) return networks;
  const known = new Map<NetworkId, Set<string>>();
  for (const { network, gateway, gateway6 } of endpoints) {
    if (!lacking.has(network)) continue;
    for (const address of [gateway, gateway6]) {
      if (address === undefined) continue;
      const addresses = known.get(network);
      if (addresses) addresses.add(address);
      else known.set(network, new Set([address]));
    }
  }
  return networks.map((network) => {
    const addresses = [...(known.get(network.id) ?? [])].sort();
    if (addresses.length === 0) return network;
    const pools = network.pools.map((pool) => {
      const gateway = pool.gateway ?? addresses.find((address) => contains(pool.subnet, address));
      return gateway ? { ...pool, gateway } : pool;
    });
    return { ...network, pools };
  });
}

function lacksGateway({ driver, pools }: Network): boolean {
  return driver === 'bridge' && pools.some((pool) => !pool.gateway);
}
