/** Names as a resolver takes them: which can be asked at all, and the reverse form of an address. */
import { addressOfReverseName, canonicalAddress, isAddress } from '../model/address.ts';

/** Whether the name can be asked. Everything else is refused before anything is run. */
export function isValidDnsName(name: string): boolean {
  const bare = withoutRootDot(name);
  if (bare.length === 0 || bare.length > 253 || bare.startsWith('-')) return false;
  if (!/^[\x21-\x7e]+$/.test(bare) || /["'`;\\$(){}<>|&!]/.test(bare)) return false;
  return bare.split('.').every((label) => label.length > 0 && label.length <= 63);
}

export function withoutRootDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** The address that a name is, in its one spelling: `172.18.0.2`, `fd00::2`. Short forms such as `127.1` are names. */
export function literalAddress(name: string): string | undefined {
  return /^\d+\.\d+\.\d+\.\d+$|:/.test(name) && !name.includes('%') && isAddress(name) ? canonicalAddress(name) : undefined;
}

/** What a PTR question is about: an address as such or in its reverse form. */
export function addressOfPointer(name: string): string | undefined {
  return literalAddress(name) ?? addressOfReverseName(name);
}

export function isIPv6(address: string): boolean {
  return address.includes(':');
}

/**
 * `a.b.c` is first a name as it stands, then `a.b` on network `c`, then `a` on network `b.c`. The network's part is compared with case,
 * the name's without.
 */
export function candidates(name: string): readonly (readonly [string, string | undefined])[] {
  const list: [string, string | undefined][] = [[name, undefined]];
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    list.push([name.slice(0, dot), name.slice(dot + 1)]);
  }
  return list;
}
