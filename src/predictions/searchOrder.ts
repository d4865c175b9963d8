/** Which names a program's resolver asks for one name: resolv.conf(5), `search` and `ndots`. */
import type { Sandbox } from '../model/topology.ts';
import { isValidDnsName } from './dnsName.ts';

/** In the order in which they are asked; `name` itself is among them. The host's own search domains are in no answer of the API. */
export function searchOrder(sandbox: Sandbox, name: string): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const domains = (sandbox.lookup?.search ?? []).filter((domain) => domain !== '.');
  const longer = domains.map((domain) => `${name}.${domain.replace(/\.$/, '')}`).filter(isValidDnsName);
  return dotsOf(name) >= requiredDots(sandbox) ? [name, ...longer] : [...longer, name];
}

/**
 * Whether Docker keeps the name to itself and answers with nothing: a name without a dot, where the user gave `ndots` (moby libnetwork
 * resolver.go: so that the program goes on to its search domains). `ndots:0` counts.
 */
export function isKeptBack(sandbox: Sandbox, name: string): boolean {
  return givenDots(sandbox) !== undefined && dotsOf(name) === 0;
}

/** Docker sets `ndots:0` beside its own resolver unless the user gave another. */
function requiredDots(sandbox: Sandbox): number {
  return givenDots(sandbox) ?? 0;
}

function givenDots(sandbox: Sandbox): number | undefined {
  const given = (sandbox.lookup?.options ?? []).flatMap((option) => /^ndots:(\d{1,3})$/.exec(option)?.[1] ?? []);
  const last = given.at(-1);
  return last === undefined ? undefined : Number(last);
}

function dotsOf(name: string): number {
  return name.split('.').length - 1;
}
