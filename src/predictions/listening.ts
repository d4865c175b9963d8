/** Whether something in a stack takes what arrives at an address. */
import { canonicalAddress, parseRange } from '../model/address.ts';
import type { Listener, Sandbox, Stack } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import type { PathEvidence, PathProtocol } from './path.ts';
import { atSandbox, open, pass, refused, unknown, type Walked } from './pathSteps.ts';

/** The last step: the packet is in the sandbox's stack, for one of its own addresses. */
export function deliver(
  sandbox: Sandbox,
  stack: Stack | undefined,
  { address, port, protocol }: { readonly address: string; readonly port?: number; readonly protocol: PathProtocol },
): Walked {
  const place = atSandbox(sandbox, port === undefined ? address : socket(address, port));
  const name = place.name;
  if (protocol === 'icmp') return open(pass('answers-ping', place, [name, address]));
  if (port === undefined) return unknown('no-port', place, [name, address, protocol]);
  if (stack?.listeners === undefined) return unknown('listeners-unknown', place, [name, socket(address, port), protocol]);
  const there = stack.listeners.filter((listener) => listener.protocol === protocol && listener.port === port);
  const taking = there.find((listener) => takes(listener, address));
  if (taking) return open(pass('listens', place, [name, socket(taking.address, port), protocol], [listenerSeen(taking, stack)]));
  const [other] = there;
  const evidence = other ? there.map((each) => listenerSeen(each, stack)) : [socketsSeen(stack)];
  if (!other) return refused('nothing-listens', place, [name, socket(address, port), protocol], evidence);
  const code = there.every((each) => isLoopbackListener(each)) ? 'loopback-only' : 'other-address';
  return refused(code, place, [name, socket(other.address, port), socket(address, port), protocol], evidence);
}

/** A socket on `::` takes IPv4 too, unless it was told not to, which nothing shows. */
export function takes(listener: Listener, address: string): boolean {
  const own = canonicalAddress(listener.address) ?? listener.address;
  if (own === '::') return true;
  if (own === '0.0.0.0') return !address.includes(':');
  return own === address || (isMapped(own) && !address.includes(':') && low32(own) === parseRange(address)?.address);
}

export function socket(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function isLoopbackListener({ address }: Listener): boolean {
  return address === '::1' || address.startsWith('127.') || (isMapped(address) && (low32(address) ?? 0n) >> 24n === 127n);
}

/** An IPv4 address as sockets of IPv6 programs have it, `::ffff:127.0.0.1`. */
function isMapped(address: string): boolean {
  const range = parseRange(address);
  return range?.family === 6 && range.address >> 32n === 0xffffn;
}

function low32(address: string): bigint | undefined {
  const range = parseRange(address);
  return range && range.address & 0xffff_ffffn;
}

function listenerSeen({ protocol, address, port }: Listener, { how }: Stack): Word<PathEvidence> {
  return word('path-evidence.listener', protocol, socket(address, port), how);
}

function socketsSeen({ listeners = [], how }: Stack): Word<PathEvidence> {
  return word('path-evidence.sockets', listeners.length, how);
}
