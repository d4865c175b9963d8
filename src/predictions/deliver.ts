import { isLoopback, listenersOn, takes } from '../model/listening.ts';
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
  const there = listenersOn(stack, protocol, port);
  if (!stack || !there) return unknown('listeners-unknown', place, [name, socket(address, port), protocol]);
  const taking = there.find((listener) => takes(listener, address));
  if (taking) return open(pass('listens', place, [name, socket(taking.address, port), protocol], [listenerSeen(taking, stack)]));
  const [other] = there;
  const evidence = other ? there.map((each) => listenerSeen(each, stack)) : [socketsSeen(stack)];
  if (!other) return refused('nothing-listens', place, [name, socket(address, port), protocol], evidence);
  const code = there.every((each) => isLoopback(each.address)) ? 'loopback-only' : 'other-address';
  return refused(code, place, [name, socket(other.address, port), socket(address, port), protocol], evidence);
}

export function socket(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function listenerSeen({ protocol, address, port }: Listener, { how }: Stack): Word<PathEvidence> {
  return word('path-evidence.listener', protocol, socket(address, port), how);
}

function socketsSeen({ listeners = [], how }: Stack): Word<PathEvidence> {
  return word('path-evidence.sockets', listeners.length, how);
}
