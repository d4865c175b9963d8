import type { Endpoint, Network, PublishedPort, Sandbox } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import { word } from '../model/word.ts';
import { askerName } from './answer.ts';
import { gatewayNetwork } from './endpointOrder.ts';
import type { ImpactCode } from './impactCode.ts';
import type { NameIndex } from './nameRecords.ts';

/**
 * What becomes of published ports when a sandbox's endpoints change. Docker publishes on the bridge that the default route goes through
 * (beside an overlay that is `docker_gwbridge`) and moves the ports with the route; a route through macvlan or ipvlan leaves them
 * closed, even while a bridge is still there. What an internal bridge that remains does differs by version: 20.10 gives it a
 * gateway and its proxy goes on serving, 28 publishes nothing there. Seen on engines 20.10.24 and 28.5.2.
 */
export function portImpact(
  index: NameIndex,
  sandbox: Sandbox,
  before: readonly Endpoint[],
  after: readonly Endpoint[],
): Word<ImpactCode> | undefined {
  if (sandbox.publishedPorts.length === 0) return undefined;
  const was = carrier(index, before);
  const becomes = carrier(index, after);
  if (was === undefined || was.id === becomes?.id) return undefined;
  const name = askerName(sandbox);
  const ports = portList(sandbox.publishedPorts);
  if (becomes !== undefined) return word('impact.ports-move', name, ports, becomes.name);
  const routed = gatewayNetwork(after, index.networks) !== undefined;
  const inside = after.flatMap((endpoint) => index.networks.get(endpoint.network) ?? []).find(publishes);
  return routed || inside === undefined
    ? word('impact.ports-stop', name, ports)
    : word('impact.ports-may-stop', name, ports, inside.name);
}

function carrier(index: NameIndex, endpoints: readonly Endpoint[]): Network | undefined {
  const gateway = gatewayNetwork(endpoints, index.networks);
  return gateway !== undefined && publishes(gateway) ? gateway : undefined;
}

function publishes(network: Network): boolean {
  return network.driver === 'bridge' || network.driver === 'overlay';
}

/** `5000→80/tcp`, each once though it is bound for two address families; at most three. */
function portList(ports: readonly PublishedPort[]): string {
  const each = [...new Set(ports.map((port) => `${port.hostPort}→${port.port}/${port.protocol}`))];
  return each.length > 3 ? `${each.slice(0, 3).join(', ')}, …` : each.join(', ');
}
