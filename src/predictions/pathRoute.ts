/** Which way a sandbox's packet goes: the kernel's routes where they were read, else what the engine's settings make them. */
import { canonicalAddress, contains, familyOf, parseRange } from '../model/address.ts';
import type { Endpoint, Network, Route, Sandbox, Stack } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import type { PathEvidence } from './path.ts';
import { endpointsIn, networkOf, type World } from './pathWorld.ts';

export type Way =
  | {
      readonly kind: 'direct' | 'gateway';
      readonly endpoint: Endpoint;
      readonly network: Network;
      readonly evidence: readonly Word<PathEvidence>[];
    }
  /** A route, through an interface that belongs to no endpoint that we know. */
  | { readonly kind: 'elsewhere'; readonly evidence: readonly Word<PathEvidence>[] }
  | { readonly kind: 'none' };

export function wayTo(world: World, sandbox: Sandbox, address: string): Way {
  const stack = world.stacks.get(sandbox.id);
  return stack && stack.routes.length > 0 ? byRoutes(world, sandbox, stack, address) : bySettings(world, sandbox, address);
}

/** The most specific route that holds the address, of equal ones the cheapest. */
export function routeFor(routes: readonly Route[], address: string): Route | undefined {
  const fitting = routes.filter(({ destination }) => contains(destination, address));
  return [...fitting].sort((a, b) => prefixOf(b) - prefixOf(a) || (a.metric ?? 0) - (b.metric ?? 0))[0];
}

function byRoutes(world: World, sandbox: Sandbox, stack: Stack, address: string): Way {
  const route = routeFor(stack.routes, address);
  if (!route) return { kind: 'none' };
  const evidence = [word('path-evidence.route', route.destination, route.gateway ?? '', route.device, stack.how)];
  const link = stack.links.find(({ name }) => name === route.device);
  const own = new Set(link?.addresses.flatMap((cidr) => canonicalAddress(cidr) ?? []));
  const endpoint = endpointsIn(world, sandbox).find(({ addresses }) =>
    addresses.some((cidr) => own.has(canonicalAddress(cidr) ?? '')),
  );
  const network = endpoint && networkOf(world, endpoint);
  if (!endpoint || !network) return { kind: 'elsewhere', evidence };
  return { kind: route.gateway === undefined ? 'direct' : 'gateway', endpoint, network, evidence };
}

function bySettings(world: World, sandbox: Sandbox, address: string): Way {
  const endpoints = endpointsIn(world, sandbox);
  for (const endpoint of endpoints) {
    const network = networkOf(world, endpoint);
    const cidr = endpoint.addresses.find((each) => onLink(each, address));
    if (network && cidr)
      return {
        kind: 'direct',
        endpoint,
        network,
        evidence: [word('path-evidence.address', sandbox.containers[0]?.name ?? '', cidr)],
      };
  }
  const six = familyOf(address) === 6;
  const ways = endpoints.flatMap((endpoint) => {
    const network = networkOf(world, endpoint);
    return network && (six ? endpoint.gateway6 : endpoint.gateway) !== undefined ? [[endpoint, network] as const] : [];
  });
  const [endpoint, network] = ways.find(([each]) => each.isDefaultGateway) ?? (six ? ways[0] : undefined) ?? [];
  if (!endpoint || !network || network.internal) return { kind: 'none' };
  const gateway = (six ? endpoint.gateway6 : endpoint.gateway) ?? '';
  return { kind: 'gateway', endpoint, network, evidence: [word('path-evidence.gateway-inferred', gateway, network.name)] };
}

/** Whether the address is in the subnet of the endpoint's own. */
function onLink(cidr: string, address: string): boolean {
  const range = parseRange(cidr);
  const other = parseRange(address);
  return !!range && !!other && range.family === other.family && range.first <= other.address && other.address <= range.last;
}

function prefixOf({ destination }: Route): number {
  return parseRange(destination)?.prefixLength ?? 0;
}
