import type { Endpoint, Network, PublishedPort, Sandbox } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import { word } from '../model/word.ts';
import { askerName } from './answer.ts';
import { gatewayNetwork } from './endpointOrder.ts';
import type { ImpactCode } from './impactCode.ts';
import type { NameIndex } from './nameRecords.ts';

/**
 * What becomes of published ports when an endpoint goes. Docker publishes on the bridge (or, beside an overlay, on `docker_gwbridge`)
 * that the default route goes through, and moves the ports when the route moves. What an internal bridge that remains does differs by
 * version: 20.10 gives it a gateway and its proxy goes on serving, 28 publishes nothing there.
 */
export function portImpact(
  index: NameIndex,
  sandbox: Sandbox,
  going: Endpoint,
  after: readonly Endpoint[],
): Word<ImpactCode> | undefined {
  if (sandbox.publishedPorts.length === 0) return undefined;
  const from = index.networks.get(going.network);
  if (from === undefined || !publishes(from)) return undefined;
  const ports = portList(sandbox.publishedPorts);
  const name = askerName(sandbox);
  const remaining = after.flatMap((endpoint) => index.networks.get(endpoint.network) ?? []).filter(publishes);
  if (remaining.length === 0) return word('impact.ports-stop', name, ports);
  const open = after.filter((endpoint) => {
    const network = index.networks.get(endpoint.network);
    return network !== undefined && publishes(network) && !network.internal;
  });
  if (open.length === 0) return word('impact.ports-may-stop', name, ports, remaining[0]?.name ?? '');
  const before = gatewayNetwork([going, ...after], index.networks);
  if (before?.id !== from.id) return undefined;
  const through = gatewayNetwork(open, index.networks);
  return through === undefined
    ? word('impact.ports-may-stop', name, ports, remaining[0]?.name ?? '')
    : word('impact.ports-move', name, ports, through.name);
}

function publishes(network: Network): boolean {
  return network.driver === 'bridge' || network.driver === 'overlay';
}

/** `5000→80/tcp`, each once though it is bound for two address families; at most three. */
function portList(ports: readonly PublishedPort[]): string {
  const each = [...new Set(ports.map((port) => `${port.hostPort}→${port.port}/${port.protocol}`))];
  return each.length > 3 ? `${each.slice(0, 3).join(', ')}, …` : each.join(', ');
}
