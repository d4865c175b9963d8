import type { Endpoint, Network } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { engineMap, lineFix, makeFinding } from '../makeFinding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * An endpoint that an engine keeps though no container has it (a crash, a power cut): it holds an address, and the network cannot be removed ("has
 * active endpoints"). Known from the network's own record alone, so only for networks that were inspected. Silent on overlays for
 * endpoints that other nodes told of, and while a container is just being attached or removed (the next reading tells).
 */
export const endpointWithoutSandbox: Rule = { code: 'endpoint-without-sandbox', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const loose = topology.endpoints.filter(({ sandbox, id }) => sandbox === undefined && id.includes('/ep-'));
  if (loose.length === 0) return [];
  const networks = new Map(topology.networks.map((network) => [network.id, network] as const));
  const engines = engineMap(topology);
  return loose.flatMap((endpoint) => {
    const network = networks.get(endpoint.network);
    if (!network || !isOwn(endpoint, network)) return [];
    const name = endpoint.name ?? endpoint.endpointId ?? '';
    const engine = engines.get(endpoint.engine ?? '');
    const subjects = [endpoint.id];
    return [
      makeFinding({
        code: 'endpoint-without-sandbox',
        severity: 'warning',
        subjects,
        args: [network.name, name],
        evidence: [
          word('evidence.on-network', endpoint.addresses.join(', ') || (endpoint.mac ?? '–')),
          ...(endpoint.endpointId === undefined ? [] : [word('evidence.endpoint-id', endpoint.endpointId)]),
        ],
        fix:
          endpoint.name === undefined || name.startsWith('-')
            ? undefined
            : lineFix(
                'endpoint-without-sandbox',
                subjects,
                dockerLine(engine, 'network', 'disconnect', '--force', network.id, name),
                'fix.detach-ghost',
              ),
      }),
    ];
  });
}

/** Of this engine's own record: a swarm's gossip names others'. */
function isOwn(endpoint: Endpoint, network: Network): boolean {
  if (endpoint.name?.startsWith('gateway_') || /-endpoint$/.test(endpoint.name ?? '')) return false;
  return network.scope !== 'swarm' && endpoint.engine !== undefined;
}
