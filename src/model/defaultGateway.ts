import { compareText } from './order.ts';
import type { Endpoint, Network } from './topology.ts';

/**
 * Which endpoint of a running sandbox carries its default route: the first by priority, then what is not docker_gwbridge, not
 * internal, has gateways for more address families, and by the network's name (moby libnetwork sandbox.go Less; 20.10 has the same
 * order without the priority). Among these the first that has a gateway at all; but engines with priorities take the first that has
 * gateways of both families, whatever priority a single one has (seen on 28.5.2). Undefined where the rule does not say.
 */
export function defaultGatewayOf(
  endpoints: readonly Endpoint[],
  networkOf: (endpoint: Endpoint) => Network | undefined,
): Endpoint | undefined {
  const ranked = endpoints
    .filter((endpoint) => endpoint.gateway !== undefined || endpoint.gateway6 !== undefined)
    .sort((a, b) => {
      const [one, other] = [networkOf(a), networkOf(b)];
      return (
        (b.gatewayPriority ?? 0) - (a.gatewayPriority ?? 0) ||
        Number(one?.name === 'docker_gwbridge') - Number(other?.name === 'docker_gwbridge') ||
        Number(one?.internal ?? false) - Number(other?.internal ?? false) ||
        families(b) - families(a) ||
        compareText(one?.name ?? '', other?.name ?? '') ||
        compareText(a.id, b.id)
      );
    });
  const knowsPriority = endpoints.some(({ gatewayPriority }) => gatewayPriority !== undefined);
  return (
    (knowsPriority ? ranked.find((endpoint) => families(endpoint) === 2) : undefined) ??
    ranked.find((endpoint) => endpoint.gateway !== undefined) ??
    ranked[0]
  );
}

/** Whether a missing gateway means that no default route goes there: an ipvlan in L3 mode routes without one. */
export function canRouteWithoutGateway(network: Network | undefined): boolean {
  return network === undefined || network.driver === 'ipvlan';
}

function families(endpoint: Endpoint): number {
  return Number(endpoint.gateway !== undefined) + Number(endpoint.gateway6 !== undefined);
}
