/** Names as a resolver takes them: which can be asked at all, and the reverse form of an address. */
import { Address4, Address6 } from 'ip-address';

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

/** The address in its one canonical spelling, undefined when the text is no address. A prefix length is not accepted. */
export function canonicalAddress(text: string): string | undefined {
  if (text.includes('/') || text.includes('%')) return undefined;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return Address4.isValid(text) ? new Address4(text).correctForm() : undefined;
  if (text.includes(':')) return Address6.isValid(text) ? new Address6(text).correctForm() : undefined;
  return undefined;
}

/** The address that `4.3.2.1.in-addr.arpa` or `….ip6.arpa` stands for; undefined for other names. */
export function addressOfReverseName(name: string): string | undefined {
  const lower = withoutRootDot(name).toLowerCase();
  if (lower.endsWith('.in-addr.arpa')) {
    return canonicalAddress(lower.slice(0, -'.in-addr.arpa'.length).split('.').reverse().join('.'));
  }
  if (!lower.endsWith('.ip6.arpa')) return undefined;
  const nibbles = lower.slice(0, -'.ip6.arpa'.length).split('.').reverse();
  if (nibbles.length !== 32 || nibbles.some((nibble) => !/^[0-9a-f]$/.test(nibble))) return undefined;
  return canonicalAddress((nibbles.join('').match(/.{4}/g) ?? []).join(':'));
}

/** What a PTR question is about: an address as such or in its reverse form. */
export function addressOfPointer(name: string): string | undefined {
  return canonicalAddress(name) ?? addressOfReverseName(name);
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
