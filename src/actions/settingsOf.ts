import type { AttachSettings } from '../engine/engine.ts';
import { isDefaultBridge, networkById, sandboxById } from '../model/lookup.ts';
import { defined } from '../model/order.ts';
import type { Endpoint, Network, Topology } from '../model/topology.ts';

/**
 * What an attach has to ask for to bring an endpoint back as it was set up: what the user fixed, not what Docker chose. Asked for by
 * number, an automatic address would be a fixed one from then on.
 */
export function settingsOf(topology: Topology, endpoint: Endpoint): AttachSettings {
  const network = networkById(topology, endpoint.network);
  const common = { ...defined({ driverOptions: filled(endpoint.driverOptions), mac: macToAsk(topology, endpoint) }) };
  const priority = endpoint.gatewayPriority ? { gatewayPriority: endpoint.gatewayPriority } : {};
  if (network === undefined || isDefaultBridge(network)) return { ...common, ...priority };
  const fixed = endpoint.staticAddresses ?? [];
  return {
    ...common,
    ...priority,
    ...defined({
      aliases: listed(userAliases(endpoint)),
      links: listed(endpoint.links),
      linkLocal: listed(endpoint.linkLocal),
      address: fixed.find((one) => !one.includes(':')),
      address6: fixed.find((one) => one.includes(':')),
    }),
  };
}

/** Before API 1.45 the engine adds the short id of the container by itself. */
export function userAliases({ aliases, sandbox }: Endpoint): readonly string[] {
  return (aliases ?? []).filter((alias) => alias !== sandbox?.slice(0, 12));
}

/** The first API version in which the engine takes a MAC on an attach (moby API changelog 1.54); before, it ignores one. */
export function takesMac(apiVersion: string | undefined): boolean {
  return minorOf(apiVersion) >= 54;
}

/** The first API version with a gateway priority. */
export function takesPriority(apiVersion: string | undefined): boolean {
  return minorOf(apiVersion) >= 48;
}

/** What Docker chose for a running endpoint, and may choose otherwise the next time: addresses, the MAC. */
export function chosenByDocker(topology: Topology, endpoint: Endpoint, network: Network): readonly string[] {
  if (endpoint.endpointId === undefined || network.driver === 'host' || network.driver === 'null') return [];
  const fixed = endpoint.staticAddresses ?? [];
  const addresses = endpoint.addresses.map((one) => one.split('/')[0] ?? one).filter((one) => !fixed.includes(one));
  const mac = endpoint.mac !== undefined && macToAsk(topology, endpoint) === undefined ? [endpoint.mac] : [];
  return [...addresses, ...mac.filter((one) => !isOfAddress(one, fixed))];
}

function macToAsk(topology: Topology, { mac, engine, sandbox }: Endpoint): string | undefined {
  const on = engine ?? (sandbox === undefined ? undefined : sandboxById(topology, sandbox)?.engine);
  return takesMac(topology.engines.find(({ id }) => id === on)?.apiVersion) ? mac : undefined;
}

/** Docker before 28 makes the MAC of the IPv4 address (moby netutils.GenerateMACFromIP): it comes back with the address. */
function isOfAddress(mac: string, addresses: readonly string[]): boolean {
  return addresses.some((address) => {
    const parts = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    return mac.toLowerCase() === ['02', '42', ...parts].join(':');
  });
}

function minorOf(apiVersion: string | undefined): number {
  return Number(/^1\.(\d+)$/.exec(apiVersion ?? '')?.[1] ?? 0);
}

function listed(list: readonly string[] | undefined): readonly string[] | undefined {
  return list && list.length > 0 ? list : undefined;
}

function filled(record: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> | undefined {
  return record && Object.keys(record).length > 0 ? record : undefined;
}
