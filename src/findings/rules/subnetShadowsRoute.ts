import type { Engine, Network, Route, Stack, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import { type Claim, claimsOf, knownRange, overlappingPairs, type Span } from '../claims.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { hostStacks, madeByDocker } from '../hostStacks.ts';
import { freeName, makeFinding } from '../makeFinding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * A network's subnet covers addresses that the host has a route to: its LAN, a VPN. What is there cannot be reached from the containers
 * of the network, and from the host only where its route is the narrower one. Needs the host's routes. Silent for macvlan and ipvlan, which take the LAN's
 * addresses on purpose, for default routes, and for what Docker itself set up.
 */
export const subnetShadowsRoute: Rule = { code: 'subnet-shadows-route', find };

type Piece = Claim | (Span & { readonly route: Route });

function find({ topology }: RuleInput): readonly Finding[] {
  const stacks = hostStacks(topology);
  return topology.engines.flatMap((engine) => {
    const stack = stacks.get(engine.id);
    return stack ? shadows(topology, engine, stack) : [];
  });
}

function shadows(topology: Topology, engine: Engine, stack: Stack): readonly Finding[] {
  const networks = topology.networks.filter(({ engines }) => engines.includes(engine.id));
  const claims = networks.filter(({ driver }) => driver !== 'macvlan' && driver !== 'ipvlan').flatMap(claimsOf);
  const pieces: readonly Piece[] = [...claims, ...foreignRoutes(networks, stack)];
  const found = new Map<Network, Route[]>();
  for (const [one, other] of overlappingPairs(pieces)) {
    const claim = 'network' in one ? one : 'network' in other ? other : undefined;
    const route = 'route' in one ? one.route : 'route' in other ? other.route : undefined;
    if (!claim || !route) continue;
    const routes = found.get(claim.network);
    if (routes) routes.push(route);
    else found.set(claim.network, [route]);
  }
  return [...found].map(([network, routes]) => finding(topology, engine, network, routes));
}

function foreignRoutes(networks: readonly Network[], stack: Stack): readonly Piece[] {
  const isDockers = madeByDocker(networks);
  const kinds = new Map(stack.links.map(({ name, kind }) => [name, kind] as const));
  return stack.routes.flatMap((route) => {
    const range = knownRange(route.destination);
    const kind = kinds.get(route.device);
    if (!range || range.prefixLength === 0 || route.device === 'lo') return [];
    if (isDockers({ name: route.device, ...(kind ? { kind } : {}) }) || isNobodys(route.destination)) return [];
    return [{ family: range.family, first: range.first, last: range.last, route }];
  });
}

/** Link-local and multicast: every interface has these. */
function isNobodys(destination: string): boolean {
  return /^(fe80:|ff|169\.254\.|22[4-9]\.|23\d\.|127\.|::1)/i.test(destination);
}

function finding(topology: Topology, engine: Engine, network: Network, routes: readonly Route[]): Finding {
  const [first] = routes;
  return makeFinding({
    code: 'subnet-shadows-route',
    severity: 'warning',
    subjects: [network.id],
    args: [network.name, first?.destination ?? '', first?.device ?? ''],
    evidence: [
      ...network.pools.map(({ subnet }) => word('evidence.subnet', network.name, subnet)),
      ...routes
        .slice(0, 5)
        .map(({ destination, device, gateway }) =>
          gateway === undefined
            ? word('evidence.route', destination, device)
            : word('evidence.route-via', destination, gateway, device),
        ),
    ],
    fix: {
      title: word('fix.create-network', network.name),
      command: 'dockerNetworks.createNetwork',
      arguments: [engine.id],
      cli: dockerLine(engine, 'network', 'create', '--driver', network.driver, freeName(topology, network.name)),
    },
  });
}
