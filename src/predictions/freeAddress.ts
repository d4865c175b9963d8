/** Which address an endpoint could ask for, and what speaks against one. Known from the Topology alone: an endpoint that no reading shows may have it. */
import { canonicalAddress, contains, familyOf, formatAddress, isAddress, parseRange, withoutPrefix } from '../model/address.ts';
import { endpointsOf, sandboxById, sandboxName } from '../model/lookup.ts';
import type { Network, Pool, Topology } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';

export type AddressCode =
  | 'address.form'
  | 'address.family'
  | 'address.no-subnet'
  | 'address.outside'
  | 'address.first'
  | 'address.last'
  | 'address.gateway'
  | 'address.reserved'
  | 'address.used'
  | 'address.set-aside'
  | 'address.outside-range'
  | 'address.subnet-chosen';

/** Addresses to look through before it is given up; a free one is near the beginning of all but crowded networks. */
const mostTried = 70_000n;

/** The next free address of a network, in the range that Docker hands out where there is one. `taken` are asked for meanwhile. */
export function freeAddress(
  topology: Topology,
  network: Network,
  family: 4 | 6,
  taken: readonly string[] = [],
): string | undefined {
  const used = new Set(takenOn(topology, network).keys());
  for (const address of taken) used.add(canonicalAddress(address) ?? address);
  for (const pool of poolsOf(network, family)) {
    const range = parseRange(pool.range ?? pool.subnet);
    if (!range) continue;
    const last = range.last - range.first < mostTried ? range.last : range.first + mostTried;
    for (let at = range.first; at <= last; at++) {
      const address = formatAddress(at, family);
      if (!used.has(address) && edgeOf(pool, at) === undefined) return address;
    }
  }
  return undefined;
}

/** What speaks against a fixed address. `sure: false` is said, and may be right all the same. */
export function addressProblem(
  topology: Topology,
  network: Network,
  text: string,
  family: 4 | 6,
): { readonly said: Word<AddressCode>; readonly sure: boolean } | undefined {
  const no = (code: AddressCode, ...args: readonly string[]) => ({ said: word(code, ...args), sure: true });
  if (!isAddress(text)) return no('address.form', family === 4 ? '10.20.0.5' : 'fd00:20::5');
  if (familyOf(text) !== family) return no('address.family', family === 4 ? 'IPv4' : 'IPv6');
  const pools = poolsOf(network, family);
  if (pools.length === 0) return no('address.no-subnet', network.name, family === 4 ? 'IPv4' : 'IPv6');
  const pool = pools.find(({ subnet }) => contains(subnet, text));
  if (!pool) return no('address.outside', pools.map(({ subnet }) => subnet).join(', '));
  const edge = edgeOf(pool, parseRange(text)?.address ?? 0n);
  if (edge) return no(edge, pool.subnet);
  const owner = takenOn(topology, network).get(canonicalAddress(text) ?? text);
  if (owner) return { said: owner, sure: true };
  if (isChosenByDocker(network)) return { said: word('address.subnet-chosen', pool.subnet, network.name), sure: false };
  if (pool.range !== undefined && !contains(pool.range, text))
    return { said: word('address.outside-range', pool.range), sure: false };
  return undefined;
}

/**
 * Whether the subnet looks like one that the engine chose: it then refuses fixed addresses, and its API does not tell. Inferred from the
 * engine's own pools (moby ipamutils: 172.17–31.0.0/16, 192.168.0.0/20 by 20 bits).
 */
export function isChosenByDocker({ pools, labels }: Network): boolean {
  const [only, ...more] = pools.filter(({ subnet }) => !subnet.includes(':'));
  if (!only || more.length > 0 || only.range !== undefined || only.reserved !== undefined || labels['com.docker.swarm.internal'])
    return false;
  const octets = /^(\d+)\.(\d+)\.(\d+)\.0\/(16|20)$/.exec(only.subnet)?.slice(1).map(Number);
  if (!octets) return false;
  const [one, two = 0, three = 0, length] = octets;
  const isFirst = only.gateway === undefined || formatAddress((parseRange(only.subnet)?.first ?? 0n) + 1n, 4) === only.gateway;
  if (!isFirst) return false;
  return length === 16 ? one === 172 && two >= 17 && two <= 31 && three === 0 : one === 192 && two === 168 && three % 16 === 0;
}

function poolsOf({ pools }: Network, family: 4 | 6): readonly Pool[] {
  return pools.filter(({ subnet }) => familyOf(subnet) === family);
}

/** The first address of a subnet is none; nor is the last one of IPv4. */
function edgeOf(pool: Pool, address: bigint): 'address.first' | 'address.last' | undefined {
  const range = parseRange(pool.subnet);
  if (!range || range.last - range.first < 2n) return undefined;
  if (address === range.first) return 'address.first';
  return range.family === 4 && address === range.last ? 'address.last' : undefined;
}

/** Addresses that are not free, by their one spelling, with why. */
function takenOn(topology: Topology, network: Network): ReadonlyMap<string, Word<AddressCode>> {
  const taken = new Map<string, Word<AddressCode>>();
  const note = (address: string, why: Word<AddressCode>) => {
    const key = canonicalAddress(withoutPrefix(address));
    if (key !== undefined && !taken.has(key)) taken.set(key, why);
  };
  const endpoints = endpointsOf(topology, { network: network.id });
  for (const pool of network.pools) {
    const family = familyOf(pool.subnet);
    // without its word the engine's gateway is the first address that it hands out
    const first = (parseRange(pool.range ?? pool.subnet)?.first ?? 0n) + (pool.range && pool.range !== pool.subnet ? 0n : 1n);
    const known = endpoints.map(({ gateway, gateway6 }) => (family === 4 ? gateway : gateway6)).find((one) => one !== undefined);
    const gateway =
      pool.gateway ??
      known ??
      (family === undefined || first > (parseRange(pool.subnet)?.last ?? 0n) ? undefined : formatAddress(first, family));
    if (gateway !== undefined) note(gateway, word('address.gateway', network.name));
    for (const [name, address] of Object.entries(pool.reserved ?? {})) note(address, word('address.reserved', name));
  }
  for (const endpoint of endpoints) {
    const sandbox = endpoint.sandbox === undefined ? undefined : sandboxById(topology, endpoint.sandbox);
    const name = sandbox ? sandboxName(sandbox) : (endpoint.name ?? endpoint.endpointId ?? '');
    for (const address of endpoint.addresses) note(address, word('address.used', name));
    for (const address of endpoint.staticAddresses ?? []) note(address, word('address.set-aside', name));
  }
  for (const service of topology.services) {
    for (const on of service.networks) {
      if (on.network === network.id && on.virtualAddress) note(on.virtualAddress, word('address.used', service.name));
    }
  }
  return taken;
}
