/** Whether something in a stack takes what arrives at a port: the one place that knows what a socket's address means. */
import { canonicalAddress, parseRange } from './address.ts';
import type { Listener, Stack } from './topology.ts';

/** Who takes what arrives at a port of a stack; `unknown` where its sockets were not read. */
export type Listening =
  | { readonly who: 'unknown' | 'nobody' }
  /** On every address, or on these. */
  | { readonly who: 'everywhere' | 'some' | 'loopback-only'; readonly addresses: readonly string[] };

/** What listens on a port, whatever the address. */
export function listeningOn(stack: Stack | undefined, protocol: string, port: number): Listening {
  const there = listenersOn(stack, protocol, port);
  if (there === undefined) return { who: 'unknown' };
  const addresses = there.map(({ address }) => address);
  if (addresses.length === 0) return { who: 'nobody' };
  if (addresses.some((address) => isEvery(address))) return { who: 'everywhere', addresses };
  return { who: addresses.every(isLoopback) ? 'loopback-only' : 'some', addresses };
}

/** The sockets of a port; undefined where they were not read, and for protocols whose sockets nothing lists. */
export function listenersOn(stack: Stack | undefined, protocol: string, port: number): readonly Listener[] | undefined {
  if (!stack?.listeners || (protocol !== 'tcp' && protocol !== 'udp')) return undefined;
  return stack.listeners.filter((one) => one.protocol === protocol && one.port === port);
}

/**
 * Whether a socket takes what arrives at an address. One on `::` takes IPv4 as well (Linux's default, `net.ipv6.bindv6only` 0): inferred,
 * since the kernel does not show the option of the socket.
 */
export function takes(listener: Pick<Listener, 'address'>, address: string): boolean {
  return canonicalAddress(listener.address) === '::' || takesAsProxy(listener, address);
}

/** The same of a socket of the engine's proxy: one on `::` takes no IPv4, unlike most. */
export function takesAsProxy(listener: Pick<Listener, 'address'>, address: string): boolean {
  const own = canonicalAddress(listener.address) ?? listener.address;
  const six = address.includes(':');
  if (own === '::') return six;
  if (own === '0.0.0.0') return !six;
  return own === canonicalAddress(address) || (!six && isMapped(own) && low32(own) === parseRange(address)?.address);
}

/** 127.0.0.0/8, `::1`, and the former as sockets of IPv6 programs have it. */
export function isLoopback(address: string): boolean {
  if (!address.includes(':')) return address.startsWith('127.');
  return canonicalAddress(address) === '::1' || (isMapped(address) && (low32(address) ?? 0n) >> 24n === 127n);
}

function isEvery(address: string): boolean {
  return address === '0.0.0.0' || canonicalAddress(address) === '::' || (isMapped(address) && low32(address) === 0n);
}

/** An IPv4 address as sockets of IPv6 programs have it, `::ffff:127.0.0.1`. */
function isMapped(address: string): boolean {
  if (!address.includes(':')) return false;
  const range = parseRange(address);
  return range?.family === 6 && range.address >> 32n === 0xffffn;
}

function low32(address: string): bigint | undefined {
  const range = parseRange(address);
  return range && range.address & 0xffff_ffffn;
}
