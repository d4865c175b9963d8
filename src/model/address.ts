/** Addresses and CIDRs, IPv4 and IPv6. The only import of `ip-address`. Nothing here throws: what is no address reads as undefined or false. */
import { Address4, Address6 } from 'ip-address';

export interface Range {
  readonly family: 4 | 6;
  /** The address itself. */
  readonly address: bigint;
  /** First and last address of the subnet; both the address itself where there is no prefix length. */
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

/** Longer than any spelling of an address with zone and prefix length. */
const longest = 80;

/** An address or a CIDR; host bits may be set. */
export function parseRange(text: string): Range | undefined {
  const parsed = parse(text);
  if (!parsed) return undefined;
  return {
    family: parsed instanceof Address4 ? 4 : 6,
    address: parsed.bigInt(),
    first: parsed.startAddress().bigInt(),
    last: parsed.endAddress().bigInt(),
    prefixLength: parsed.subnetMask,
  };
}

/** Whether it is an address without a prefix length. */
export function isAddress(text: string): boolean {
  return !text.includes('/') && parse(text) !== undefined;
}

export function isCidr(text: string): boolean {
  return text.includes('/') && parse(text) !== undefined;
}

/** 4, 6, or undefined for what is no address. */
export function familyOf(text: string): 4 | 6 | undefined {
  const parsed = parse(text);
  return parsed && (parsed instanceof Address4 ? 4 : 6);
}

/** The part before the prefix length. */
export function withoutPrefix(text: string): string {
  const slash = text.indexOf('/');
  return slash < 0 ? text : text.slice(0, slash);
}

/** Whether the subnet holds the address, or all of the CIDR. */
export function contains(subnet: string, inner: string): boolean {
  const outer = parseRange(subnet);
  const range = parseRange(inner);
  if (!outer || !range || outer.family !== range.family) return false;
  return inner.includes('/')
    ? outer.first <= range.first && range.last <= outer.last
    : outer.first <= range.address && range.address <= outer.last;
}

/** Whether two subnets have an address in common. */
export function overlaps(a: string, b: string): boolean {
  const one = parseRange(a);
  const other = parseRange(b);
  return !!one && !!other && one.family === other.family && one.first <= other.last && other.first <= one.last;
}

/** The one spelling of an address, without prefix length and zone; undefined for what is no address. */
export function canonicalAddress(text: string): string | undefined {
  return canonical(text);
}

/** The one spelling of an address that is given as a number. */
export function formatAddress(address: bigint, family: 4 | 6): string {
  return family === 4 ? Address4.fromBigInt(address).correctForm() : Address6.fromBigInt(address).correctForm();
}

/** Whether two spellings mean one address; prefix lengths do not count. */
export function sameAddress(a: string, b: string): boolean {
  const one = parseRange(a);
  const other = parseRange(b);
  return !!one && !!other && one.family === other.family && one.address === other.address;
}

/** For `sort`: IPv4 before IPv6, by number, then the wider subnet first; what is no address comes last, by its text. */
export function compareAddresses(a: string, b: string): number {
  const one = parseRange(a);
  const other = parseRange(b);
  if (!one || !other) return one ? -1 : other ? 1 : a < b ? -1 : a > b ? 1 : 0;
  if (one.family !== other.family) return one.family - other.family;
  if (one.address !== other.address) return one.address < other.address ? -1 : 1;
  return one.prefixLength - other.prefixLength;
}

/** The name that a PTR question asks for, such as `2.0.18.172.in-addr.arpa`; without the last dot. */
export function reverseName(address: string): string | undefined {
  if (!parse(address)) return undefined;
  // A prefix length would cut the name of an IPv6 address short.
  return parse(withoutPrefix(address))?.reverseForm().replace(/\.$/, '');
}

/** The address that a name under `in-addr.arpa` or `ip6.arpa` stands for. */
export function addressOfReverseName(name: string): string | undefined {
  if (name.length > 80) return undefined;
  try {
    if (/\.in-addr\.arpa\.?$/i.test(name)) return Address4.fromArpa(name).correctForm();
    if (/\.ip6\.arpa\.?$/i.test(name)) return Address6.fromArpa(name).correctForm();
  } catch {
    // not the reverse name of an address
  }
  return undefined;
}

/**
 * What was read before: one engine's addresses come again with each reading of it and with each rule. Bounded, so that addresses which are
 * gone do not stay.
 */
function remembered<T>(read: (text: string) => T): (text: string) => T {
  const before = new Map<string, T>();
  return (text) => {
    // no address is that long, and nothing of it is kept
    if (text.length > longest) return read('');
    const known = before.get(text);
    if (known !== undefined || before.has(text)) return known as T;
    if (before.size >= mostRemembered) before.clear();
    const value = read(text);
    before.set(text, value);
    return value;
  };
}

const mostRemembered = 50_000;

const parse = remembered((text: string): Address4 | Address6 | undefined => {
  if (text.length === 0) return undefined;
  try {
    return text.includes(':') ? new Address6(text) : new Address4(text);
  } catch {
    return undefined;
  }
});

const canonical = remembered((text: string) => parse(withoutPrefix(text))?.correctForm());
