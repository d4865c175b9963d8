import { canonicalAddress } from '../model/address.ts';
import type { Listener, Route } from '../model/topology.ts';

/** The text and binary forms of `/proc/<pid>/net` and of a bridge's `brforward`. Lines that make no sense are left out. */

/** Names of the interfaces in `net/dev`. */
export function parseDev(text: string): readonly string[] {
  return text
    .split('\n')
    .slice(2)
    .flatMap((line) => /^\s*(\S+):\s*\d/.exec(line)?.[1] ?? []);
}

/** The IPv4 routes of `net/route`; columns as the header names them. */
export function parseRoutes(text: string): readonly Route[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [device, destination = '', gateway = '', , , , metric, mask = ''] = line.trim().split(/\s+/);
      const [network, via, bits] = [destination, gateway, mask].map(hostOrder);
      if (!device || network === undefined || via === undefined || bits === undefined) return [];
      const prefix = bits === 0 ? 0 : 32 - Math.log2(2 ** 32 - bits);
      if (!Number.isInteger(prefix)) return [];
      return [
        {
          destination: `${dotted(network)}/${prefix}`,
          device,
          ...(via === 0 ? {} : { gateway: dotted(via) }),
          ...(Number(metric) > 0 ? { metric: Number(metric) } : {}),
        },
      ];
    });
}

/** Flags of linux/route.h and linux/ipv6_route.h: reject, anycast, local. */
const notOnTheWay = 0x0200 | 0x00100000 | 0x80000000;

/** The IPv6 routes of `net/ipv6_route`, without those to addresses of the stack itself and multicast. */
export function parseRoutes6(text: string): readonly Route[] {
  return text.split('\n').flatMap((line) => {
    const [destination = '', length = '', , , gateway = '', metric = '', , , flags = '', device] = line.trim().split(/\s+/);
    const [network, via] = [destination, gateway].map(addressOfHex);
    const bits = Number.parseInt(flags, 16);
    if (!device || !network || via === undefined || Number.isNaN(bits) || (bits & notOnTheWay) !== 0) return [];
    if (device === 'lo' || destination.startsWith('ff')) return [];
    return [
      {
        destination: `${network}/${Number.parseInt(length, 16)}`,
        device,
        ...(via === '::' ? {} : { gateway: via }),
        ...(Number.parseInt(metric, 16) > 0 ? { metric: Number.parseInt(metric, 16) } : {}),
      },
    ];
  });
}

/** An IPv4 address as a number, undefined for what is none. */
export function numberOfAddress(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((number, part) => number * 256 + part, 0);
}

export interface Inet6Line {
  readonly cidr: string;
  readonly index: number;
  readonly device: string;
}

export function parseInet6(text: string): readonly Inet6Line[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([0-9a-f]{32})\s+([0-9a-f]+)\s+([0-9a-f]+)\s+\S+\s+\S+\s+(\S+)$/i.exec(line.trim());
    const address = addressOfHex(match?.[1] ?? '');
    return match?.[2] && match[3] && match[4] && address
      ? [{ cidr: `${address}/${Number.parseInt(match[3], 16)}`, index: Number.parseInt(match[2], 16), device: match[4] }]
      : [];
  });
}

/** Index by interface name, of `net/igmp`. */
export function parseIgmp(text: string): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  for (const line of text.split('\n')) {
    // The name is cut by the column only where it is longer than any interface's.
    const match = /^(\d+)\s+([^\s:]+)\s*:/.exec(line);
    if (match?.[1] && match[2]) indexes.set(match[2], Number(match[1]));
  }
  return indexes;
}

/** Index by interface name, of `net/dev_mcast`. */
export function parseDevMcast(text: string): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^(\d+)\s+(\S+)\s+\d+\s+\d+\s+[0-9a-f]+/.exec(line.trim());
    if (match?.[1] && match[2]) indexes.set(match[2], Number(match[1]));
  }
  return indexes;
}

/** Addresses of this stack itself, of `net/fib_trie`. */
export function parseLocalAddresses(text: string): ReadonlySet<string> {
  const addresses = new Set<string>();
  let last = '';
  for (const line of text.split('\n')) {
    const address = /\|--\s+(\d+\.\d+\.\d+\.\d+)\s*$/.exec(line)?.[1];
    if (address) last = address;
    else if (/^\s*\/32\s+host\s+LOCAL\s*$/.test(line) && last) addresses.add(last);
  }
  return addresses;
}

/** Inode numbers of the sockets in `net/unix`: they are unique on a machine, and the table is one per network namespace. */
export function parseUnixInodes(text: string): ReadonlySet<string> {
  const inodes = new Set<string>();
  for (const line of text.split('\n').slice(1)) {
    const inode = line.trim().split(/\s+/)[6];
    if (inode && /^[1-9]\d*$/.test(inode)) inodes.add(inode);
  }
  return inodes;
}

/** `TCP_LISTEN`, and `TCP_CLOSE` as UDP sockets without a peer have it (net/tcp_states.h). */
const listening = { tcp: '0A', udp: '07' } as const;

/** Sockets of `net/tcp`, `tcp6`, `udp` or `udp6` that take what comes from anywhere. */
export function parseListeners(text: string, protocol: Listener['protocol']): readonly Listener[] {
  return text.split('\n').flatMap((line) => {
    const [slot = '', local = '', remote = '', state] = line.trim().split(/\s+/);
    if (!/^\d+:$/.test(slot) || state !== listening[protocol] || !/:0000$/.test(remote)) return [];
    const [, hex = '', port = ''] = /^([0-9A-F]+):([0-9A-F]{4})$/i.exec(local) ?? [];
    const address = hex.length === 8 ? dottedOf(hex) : addressOfHex(swapWords(hex));
    return address === undefined ? [] : [{ protocol, address, port: Number.parseInt(port, 16) }];
  });
}

export interface Learned {
  readonly mac: string;
  readonly port: number;
  /** The bridge's own or a port's own address, not one that was learned. */
  readonly local: boolean;
}

/** Rows of `/sys/class/net/<bridge>/brforward`: 16 bytes each (linux/if_bridge.h `__fdb_entry`). */
export function parseForwarding(bytes: Uint8Array): readonly Learned[] {
  const rows: Learned[] = [];
  for (let at = 0; at + 16 <= bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const mac = [...row.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
    rows.push({ mac, port: (row[6] ?? 0) | ((row[12] ?? 0) << 8), local: row[7] !== 0 });
  }
  return rows;
}

function dottedOf(hex: string): string | undefined {
  const number = hostOrder(hex);
  return number === undefined ? undefined : dotted(number);
}

/** An IPv6 address is printed as four words, each in the machine's own order. */
function swapWords(hex: string): string {
  return (hex.match(/.{8}/g) ?? []).map((word) => word.match(/../g)?.reverse().join('') ?? '').join('');
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.');
}

/** 32 hex digits as an IPv6 address in its shortest form. */
function addressOfHex(hex: string): string | undefined {
  return /^[0-9a-f]{32}$/i.test(hex) ? canonicalAddress(hex.match(/.{4}/g)?.join(':') ?? '') : undefined;
}

/** Hex as the kernel prints a big-endian word of a little-endian machine. */
function hostOrder(hex: string): number | undefined {
  if (!/^[0-9a-f]{8}$/i.test(hex)) return undefined;
  const bytes = hex.match(/../g) ?? [];
  return Number.parseInt(bytes.reverse().join(''), 16);
}
