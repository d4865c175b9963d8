import { isRunning, sandboxName } from '../../model/lookup.ts';
import { sortedBy } from '../../model/order.ts';
import type { Endpoint, Engine, Network, NetworkId, Sandbox } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import { nameIndex } from '../../predictions/nameRecords.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { engineMap, firstFew, lineFix, makeFinding, nameList } from '../makeFinding.ts';
import { lineContainer } from '../portText.ts';
import { containerArgument, dockerLine } from '../shellLine.ts';

/**
 * Containers on several networks that would all serve as the way out: the one whose name sorts first wins (moby libnetwork sandbox.go
 * Less), and a network that is added later can take over. One finding for each set of networks. Silent where a priority decides, or one network
 * is internal, or one has gateways for more address families.
 */
export const gatewayAmbiguous: Rule = { code: 'gateway-ambiguous', find };

interface Tie {
  readonly winner: Network;
  readonly losers: readonly Network[];
  readonly sandboxes: Sandbox[];
}

function find({ topology }: RuleInput): readonly Finding[] {
  const { networks, sandboxes, endpoints: bySandbox } = nameIndex(topology);
  const ties = new Map<string, Tie>();
  for (const [id, endpoints] of bySandbox) {
    if (endpoints.length < 2) continue;
    const sandbox = sandboxes.get(id);
    const winner = endpoints.find(({ isDefaultGateway }) => isDefaultGateway === true);
    if (!sandbox || !winner || !isRunning(sandbox)) continue;
    const losers = endpoints.filter((endpoint) => endpoint !== winner && isAsGood(winner, endpoint, networks));
    const best = networks.get(winner.network);
    if (losers.length === 0 || !best) continue;
    const key = [best.id, ...losers.map(({ network }) => network).sort()].join(' ');
    const tie = ties.get(key);
    if (tie) {
      tie.sandboxes.push(sandbox);
      continue;
    }
    const beaten = sortedBy(
      losers.flatMap(({ network }) => networks.get(network) ?? []),
      ({ name, id: network }) => [name, network],
    );
    ties.set(key, { winner: best, losers: beaten, sandboxes: [sandbox] });
  }
  const engines = engineMap(topology);
  return [...ties.values()].map((tie) => finding(tie, engines));
}

function isAsGood(winner: Endpoint, other: Endpoint, networks: ReadonlyMap<NetworkId, Network>): boolean {
  const [one, two] = [networks.get(winner.network), networks.get(other.network)];
  const families = ({ gateway, gateway6 }: Endpoint) => Number(gateway !== undefined) + Number(gateway6 !== undefined);
  return (
    families(other) > 0 &&
    families(other) === families(winner) &&
    (other.gatewayPriority ?? 0) === (winner.gatewayPriority ?? 0) &&
    one !== undefined &&
    two !== undefined &&
    one.internal === two.internal &&
    (one.name === 'docker_gwbridge') === (two.name === 'docker_gwbridge')
  );
}

function finding({ winner, losers, sandboxes }: Tie, engines: ReadonlyMap<string, Engine>): Finding {
  const names = sandboxes.map(sandboxName).sort();
  const subjects = [winner.id, ...losers.map(({ id }) => id)];
  const [first] = sandboxes;
  const engine = first && engines.get(first.engine);
  const container = first && lineContainer(first);
  // `--gw-priority` came with API 1.48.
  const minor = Number(/^1\.(\d+)$/.exec(engine?.apiVersion ?? '')?.[1] ?? 0);
  const line = (...argv: readonly string[]) => dockerLine(engine, 'network', ...argv);
  const name = container && containerArgument(container);
  return makeFinding({
    code: 'gateway-ambiguous',
    severity: 'info',
    subjects,
    args: [nameList(names), winner.name],
    evidence: [
      ...firstFew(names.map((each) => word('evidence.way-out', each, winner.name))),
      ...losers.map((network) => word('evidence.same-rank', network.name)),
    ],
    fix:
      name === undefined || minor < 48
        ? undefined
        : lineFix(
            'gateway-ambiguous',
            subjects,
            `${line('disconnect', winner.id, name)} && ${line('connect', '--gw-priority', '1', winner.id, name)}`,
          ),
  });
}
