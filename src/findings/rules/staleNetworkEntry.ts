import { isRunning, sandboxName } from '../../model/lookup.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { engineMap, makeFinding, nameList } from '../makeFinding.ts';
import { createLine, missingNetworks } from '../missingNetworks.ts';
import { containerArgument, dockerLine } from '../shellLine.ts';

/**
 * A container lists a network that is gone, or one that it never joined (a failed connect leaves such an entry): its next start fails with
 * "network … not found". Silent for external networks of Compose, which are another finding.
 */
export const staleNetworkEntry: Rule = { code: 'stale-network-entry', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const missing = missingNetworks(topology).filter(({ external }) => !external);
  const engines = engineMap(topology);
  const gone = missing.map(({ sandbox, names }) => {
    const cli = createLine(engines.get(sandbox.engine), names);
    return makeFinding({
      code: 'stale-network-entry',
      severity: isRunning(sandbox) ? 'warning' : 'error',
      subjects: [sandbox.id],
      args: [sandboxName(sandbox), nameList(names)],
      evidence: [word('evidence.next-start-fails')],
      fix: {
        title: word('fix.create-missing', names[0] ?? ''),
        command: 'dockerNetworks.createNetwork',
        arguments: [sandbox.engine],
        ...(cli === undefined ? {} : { cli }),
      },
    });
  });
  return [...gone, ...neverJoined(topology)];
}

/** A running container that has an endpoint on one network, but none where its record names another. */
function neverJoined(topology: RuleInput['topology']): readonly Finding[] {
  const empty = topology.endpoints.filter(
    ({ sandbox, endpointId, addresses }) => sandbox !== undefined && endpointId === undefined && addresses.length === 0,
  );
  if (empty.length === 0) return [];
  const joined = new Set(topology.endpoints.flatMap(({ sandbox, endpointId }) => (sandbox && endpointId ? [sandbox] : [])));
  const sandboxes = new Map(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox] as const));
  const networks = new Map(topology.networks.map((network) => [network.id, network] as const));
  const engines = engineMap(topology);
  return empty.flatMap((endpoint) => {
    const sandbox = endpoint.sandbox && sandboxes.get(endpoint.sandbox);
    const network = networks.get(endpoint.network);
    if (sandbox?.kind !== 'container' || !network || !isRunning(sandbox) || !joined.has(sandbox.id)) return [];
    const [owner] = sandbox.containers;
    if (!owner) return [];
    const line = (verb: string) => dockerLine(engines.get(sandbox.engine), 'network', verb, network.id, containerArgument(owner));
    return [
      makeFinding({
        code: 'stale-network-entry',
        severity: 'warning',
        subjects: [sandbox.id, network.id],
        args: [sandboxName(sandbox), network.name],
        evidence: [word('evidence.runs-without', sandboxName(sandbox))],
        fix: {
          title: word('fix.attach-again', network.name),
          command: 'dockerNetworks.attachContainer',
          arguments: [network.id],
          cli: line('connect'),
        },
      }),
    ];
  });
}
