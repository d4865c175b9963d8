import { sandboxName } from '../model/lookup.ts';
import type { Endpoint, Network, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Finding } from './finding.ts';
import { groupedBy } from './groupedBy.ts';
import { firstFew, makeFinding, nameList } from './makeFinding.ts';

/** Endpoints of one network that claim the same thing, each such thing one finding. */
export function duplicates(
  topology: Topology,
  code: 'duplicate-address' | 'duplicate-mac',
  keysOf: (endpoint: Endpoint, network: Network) => readonly string[],
): readonly Finding[] {
  const networks = new Map(topology.networks.map((network) => [network.id, network] as const));
  const shared = [...groupedBy(topology.endpoints, ({ network }) => network)].flatMap(([id, endpoints]) => {
    const network = endpoints.length > 1 && networks.get(id);
    if (!network) return [];
    const claims = endpoints.flatMap((endpoint) => [...new Set(keysOf(endpoint, network))].map((key) => ({ key, endpoint })));
    return [...groupedBy(claims, ({ key }) => key)].flatMap(([key, claiming]) =>
      claiming.length > 1 ? [{ network, key, endpoints: claiming.map(({ endpoint }) => endpoint) }] : [],
    );
  });
  if (shared.length === 0) return [];
  const sandboxes = new Map(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox] as const));
  return shared.map(({ network, key, endpoints }) => {
    const named = endpoints
      .map((endpoint) => {
        const sandbox = endpoint.sandbox && sandboxes.get(endpoint.sandbox);
        return sandbox ? sandboxName(sandbox) : (endpoint.name ?? endpoint.id);
      })
      .sort();
    return makeFinding({
      code,
      severity: 'error',
      subjects: endpoints.map(({ id }) => id),
      args: [network.name, key, nameList(named)],
      evidence: firstFew(named.map((name) => word('evidence.endpoint-has', name, key))),
      fix: {
        title: word('fix.detach-one'),
        command: 'dockerNetworks.detachEndpoint',
        arguments: [
          endpoints
            .map(({ id }) => id)
            .sort()
            .at(-1) ?? '',
        ],
      },
    });
  });
}
