/**
 * What `/etc/hosts` of a sandbox has for a name: what Docker writes there when the sandbox starts (moby libnetwork
 * sandbox_dns_unix.go, daemon/container_operations_unix.go for links). What a program in the container wrote is not known.
 */
import { canonicalAddress } from '../model/address.ts';
import type { Endpoint, Network, Sandbox } from '../model/topology.ts';
import { sameName } from './answer.ts';
import { isIPv6 } from './dnsName.ts';
import type { NameIndex } from './nameRecords.ts';
import { bareAddresses, isServed } from './nameRecords.ts';
import { isDefaultBridgeNetwork } from './userDefined.ts';

export interface HostsRow {
  readonly addresses: readonly string[];
  /** The sandbox's own host name, `--add-host`, or a `--link` on the default bridge. */
  readonly from: 'own' | 'extra' | 'link';
}

/** Undefined where the file has no such name. Addresses of one family, each once. */
export function hostsFileSays(index: NameIndex, sandbox: Sandbox, name: string, type: 'A' | 'AAAA'): HostsRow | undefined {
  if (sandbox.kind !== 'container') return undefined;
  const from = { own: ownAddresses, extra: extraAddresses, link: linkedAddresses };
  const found = (['own', 'extra', 'link'] as const).map((kind) => ({ from: kind, addresses: from[kind](index, sandbox, name) }));
  const fits = (address: string) => isIPv6(address) === (type === 'AAAA');
  const addresses = [...new Set(found.flatMap((row) => row.addresses).filter(fits))];
  const first = found.find((row) => row.addresses.some(fits));
  return first === undefined ? undefined : { addresses, from: first.from };
}

/** The sandbox's host name, whole and up to its first dot, with its address on each network; and `localhost`. */
function ownAddresses(index: NameIndex, sandbox: Sandbox, name: string): readonly string[] {
  if (sameName(name, 'localhost')) return ['127.0.0.1', '::1'];
  const hostname = sandbox.hostname ?? sandbox.containers[0]?.id.slice(0, 12) ?? '';
  const known = [hostname, hostname.split('.')[0] ?? ''].some((own) => own !== '' && sameName(own, name));
  if (!known) return [];
  const own = (index.endpoints.get(sandbox.id) ?? []).filter((endpoint) => isInFile(index.networks.get(endpoint.network)));
  return own.flatMap((endpoint) => bareAddresses(endpoint.addresses));
}

/** Neither the way out that Docker adds to overlays nor the ingress network stands in the file. */
function isInFile(network: Network | undefined): boolean {
  if (network === undefined || network.ingress || network.name === 'docker_gwbridge') return false;
  return network.driver !== 'host' && network.driver !== 'null';
}

function extraAddresses(index: NameIndex, sandbox: Sandbox, name: string): readonly string[] {
  return (sandbox.lookup?.hosts ?? [])
    .filter((row) => sameName(row.name, name))
    .flatMap(({ address }) => (address === 'host-gateway' ? hostGateway(index, sandbox) : (canonicalAddress(address) ?? [])));
}

/** The default bridge's own address; the engine may have been told another, which the API does not show. */
function hostGateway(index: NameIndex, sandbox: Sandbox): readonly string[] {
  for (const network of index.networks.values()) {
    if (!network.engines.includes(sandbox.engine) || !isDefaultBridgeNetwork(network)) continue;
    return bareAddresses(network.pools.flatMap(({ gateway }) => gateway ?? []));
  }
  return [];
}

/** `--link` on the default bridge: the alias, the other's host name and its name. */
function linkedAddresses(index: NameIndex, sandbox: Sandbox, name: string): readonly string[] {
  const onBridge = (endpoint: Endpoint) => {
    const network = index.networks.get(endpoint.network);
    return network !== undefined && isDefaultBridgeNetwork(network);
  };
  return (index.endpoints.get(sandbox.id) ?? []).filter(onBridge).flatMap((endpoint) =>
    (endpoint.links ?? []).flatMap((link) => {
      const [target = '', alias = ''] = link.split(':');
      const linked = index.containers
        .get(target.toLowerCase())
        ?.find((other) => other.sandbox.engine === sandbox.engine)?.sandbox;
      // what stands there for one that was stopped is an address that it no longer has
      if (linked === undefined || !isServed(linked)) return [];
      if (![alias, target, linked.hostname ?? ''].some((one) => one !== '' && sameName(one, name))) return [];
      const there = (index.endpoints.get(linked.id) ?? []).filter(onBridge);
      return there.flatMap((other) => bareAddresses(other.addresses));
    }),
  );
}
