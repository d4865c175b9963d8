import type { Stack } from './topology.ts';

/** Who takes what arrives at a port of a stack; `unknown` where its sockets were not read. */
export type Listening =
  | { readonly who: 'unknown' | 'nobody' }
  /** On every address, or on these. */
  | { readonly who: 'everywhere' | 'some' | 'loopback-only'; readonly addresses: readonly string[] };

/**
 * What listens on a port. A socket on `::` takes IPv4 as well (Linux's default, `net.ipv6.bindv6only` 0): inferred, since the kernel
 * does not show the option of the socket.
 */
export function listeningOn(stack: Stack | undefined, protocol: string, port: number): Listening {
  if (!stack?.listeners || (protocol !== 'tcp' && protocol !== 'udp')) return { who: 'unknown' };
  const addresses = stack.listeners.filter((one) => one.protocol === protocol && one.port === port).map(({ address }) => address);
  if (addresses.length === 0) return { who: 'nobody' };
  if (addresses.some((address) => address === '0.0.0.0' || address === '::')) return { who: 'everywhere', addresses };
  return { who: addresses.every(isLoopback) ? 'loopback-only' : 'some', addresses };
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
