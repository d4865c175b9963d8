import { familyOf } from '../model/address.ts';
import type { StackReading } from '../model/snapshot.ts';
import type { Link, Listener, Route } from '../model/topology.ts';
import { type KernelReader, readText } from './kernelReader.ts';
import {
  numberOfAddress,
  parseDev,
  parseDevMcast,
  parseIgmp,
  parseInet6,
  parseListeners,
  parseLocalAddresses,
  parseRoutes,
  parseRoutes6,
} from './parseProcNet.ts';

const files = ['dev', 'route', 'ipv6_route', 'fib_trie', 'if_inet6', 'igmp', 'dev_mcast', 'tcp', 'tcp6', 'udp', 'udp6'] as const;

/** The files that `readNetFolder` reads. */
export function netFiles(folder: string): readonly string[] {
  return files.map((file) => `${folder}/${file}`);
}

/** One network stack as `/proc/<pid>/net` shows it to anyone; undefined where that can't be read. `how` names the means. */
export async function readNetFolder(kernel: KernelReader, folder: string, how: string): Promise<StackReading | undefined> {
  const texts = await Promise.all(netFiles(folder).map((file) => readText(kernel, file)));
  const [dev, route, route6, trie = '', inet6 = '', igmp = '', mcast = '', ...sockets] = texts;
  if (dev === undefined) return undefined;
  const routes = [...parseRoutes(route ?? ''), ...parseRoutes6(route6 ?? '')];
  const lines6 = parseInet6(inet6);
  const indexes = [parseIgmp(igmp), parseDevMcast(mcast), new Map(lines6.map(({ device, index }) => [device, index] as const))];
  const addresses = addressesByDevice(parseLocalAddresses(trie), routes);
  for (const { device, cidr } of lines6) append(addresses, device, cidr);
  const links = parseDev(dev).map((name): Link => {
    const index = indexes.map((map) => map.get(name)).find((found) => found !== undefined);
    return { name, ...(index === undefined ? {} : { index }), addresses: addresses.get(name) ?? [] };
  });
  const listeners = listenersOf(sockets);
  return { how, links, routes, ...(listeners ? { listeners } : {}) };
}

function listenersOf([tcp, tcp6, udp, udp6]: readonly (string | undefined)[]): readonly Listener[] | undefined {
  if (tcp === undefined && udp === undefined) return undefined;
  const all = [
    ...parseListeners(tcp ?? '', 'tcp'),
    ...parseListeners(tcp6 ?? '', 'tcp'),
    ...parseListeners(udp ?? '', 'udp'),
    ...parseListeners(udp6 ?? '', 'udp'),
  ];
  // several sockets may listen on one port (SO_REUSEPORT)
  const seen = new Map(all.map((listener) => [`${listener.protocol} ${listener.address} ${listener.port}`, listener] as const));
  return [...seen.values()].sort((a, b) => a.port - b.port || order(a.protocol, b.protocol) || order(a.address, b.address));
}

/** IPv4 addresses have no file that names their interface: the one connected route that holds an address tells it. */
function addressesByDevice(local: ReadonlySet<string>, routes: readonly Route[]): Map<string, string[]> {
  const connected = routes
    .filter(({ gateway, destination }) => gateway === undefined && familyOf(destination) === 4 && !destination.endsWith('/0'))
    .map(({ device, destination }) => {
      const [network = '', prefix = '32'] = destination.split('/');
      return { device, prefix: Number(prefix), first: numberOfAddress(network) ?? -1 };
    });
  const found = new Map<string, string[]>();
  for (const address of local) {
    const number = numberOfAddress(address);
    if (number === undefined) continue;
    if (address.startsWith('127.')) {
      append(found, 'lo', `${address}/8`);
      continue;
    }
    const holding = connected.filter(({ first, prefix }) => number >= first && number < first + 2 ** (32 - prefix));
    const [route] = holding;
    if (route && new Set(holding.map(({ device }) => device)).size === 1)
      append(found, route.device, `${address}/${route.prefix}`);
  }
  return found;
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
