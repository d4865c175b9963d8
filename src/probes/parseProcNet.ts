/** The text and binary forms of `/proc/<pid>/net` and of a bridge's `brforward`. Lines that make no sense are left out. */

/** Names of the interfaces in `net/dev`. */
export function parseDev(text: string): readonly string[] {
  return text
    .split('\n')
    .slice(2)
    .flatMap((line) => /^\s*(\S+):\s*\d/.exec(line)?.[1] ?? []);
}

export interface ConnectedRoute {
  readonly device: string;
  /** Network and mask as numbers in address order. */
  readonly network: number;
  readonly mask: number;
}

/** The subnets that `net/route` says are on the wire: those without a gateway; columns as the header names them. */
export function parseConnectedRoutes(text: string): readonly ConnectedRoute[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [device, destination = '', gateway = '', , , , , mask = ''] = line.trim().split(/\s+/);
      const [network, via, bits] = [destination, gateway, mask].map(hostOrder);
      if (!device || network === undefined || bits === undefined || via !== 0 || bits === 0) return [];
      return [{ device, network, mask: bits }];
    });
}

/** An IPv4 address as a number, undefined for what is none. */
export function numberOfAddress(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((number, part) => number * 256 + part, 0);
}

export interface Inet6Line {
  /** 32 hex digits. */
  readonly address: string;
  readonly index: number;
  readonly device: string;
}

export function parseInet6(text: string): readonly Inet6Line[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([0-9a-f]{32})\s+([0-9a-f]+)\s+\S+\s+\S+\s+\S+\s+(\S+)$/i.exec(line.trim());
    return match?.[1] && match[2] && match[3]
      ? [{ address: match[1].toLowerCase(), index: Number.parseInt(match[2], 16), device: match[3] }]
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

/** Hex as the kernel prints a big-endian word of a little-endian machine. */
function hostOrder(hex: string): number | undefined {
  if (!/^[0-9a-f]{8}$/i.test(hex)) return undefined;
  const bytes = hex.match(/../g) ?? [];
  return Number.parseInt(bytes.reverse().join(''), 16);
}
