import { familyOf, sameAddress, withoutPrefix } from '../../model/address.ts';
import { isRunning, sandboxName } from '../../model/lookup.ts';
import type { Endpoint, Network, Sandbox, Stack } from '../../model/topology.ts';
import { type Word, word } from '../../model/word.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { groupedBy } from '../groupedBy.ts';
import { defaultRoute, hostStacks } from '../hostStacks.ts';
import { engineMap, firstFew, freeName, makeFinding } from '../makeFinding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * IPv6 is on for a network, but not for all that it takes: no IPv6 subnet, a running container without an IPv6 address or without the one that
 * it was given, a host without
 * an IPv6 route; or there is an IPv6 subnet and IPv6 is off. Names then resolve to addresses that nobody reaches. A note where only the
 * host's route is missing: inside the network IPv6 works. Silent about the host where its routes were not read.
 */
export const ipv6HalfOn: Rule = { code: 'ipv6-half-on', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const suspects = topology.networks.filter(
    ({ driver, configOnly, ipv6, pools }) =>
      driver !== 'host' && driver !== 'null' && !configOnly && (ipv6 || pools.some(({ subnet }) => familyOf(subnet) === 6)),
  );
  if (suspects.length === 0) return [];
  const sandboxes = new Map(topology.sandboxes.map((sandbox) => [sandbox.id, sandbox] as const));
  const on = groupedBy(topology.endpoints, ({ network }) => network);
  const stacks = hostStacks(topology);
  const inside = new Map(topology.stacks.map((stack) => [stack.sandbox, stack] as const));
  const engines = engineMap(topology);
  return suspects.flatMap((network) => {
    const lacking = (on.get(network.id) ?? []).flatMap(({ sandbox: id, addresses }): readonly Sandbox[] => {
      const sandbox = id && sandboxes.get(id);
      const isLacking = sandbox && isRunning(sandbox) && addresses.length > 0 && !addresses.some((one) => familyOf(one) === 6);
      return isLacking ? [sandbox] : [];
    });
    const broken = [
      ...brokenParts(network, lacking),
      ...(network.ipv6 ? notInside(on.get(network.id) ?? [], sandboxes, inside) : []),
    ];
    const stack = stacks.get(network.engines[0] ?? ('' as never));
    const isRouteless = stack !== undefined && network.driver === 'bridge' && !network.internal && !defaultRoute(stack, 6);
    const evidence = [...broken, ...(isRouteless ? [word('evidence.no-ipv6-route')] : [])];
    if (evidence.length === 0 || (broken.length === 0 && !on.has(network.id))) return [];
    const engine = engines.get(network.engines[0] ?? '');
    return [
      makeFinding({
        code: 'ipv6-half-on',
        severity: broken.length > 0 ? 'warning' : 'info',
        subjects: [network.id],
        args: [network.name],
        evidence,
        fix: {
          title: word('fix.create-network', network.name),
          command: 'dockerNetworks.createNetwork',
          arguments: engine ? [engine.id] : [],
          cli: dockerLine(engine, 'network', 'create', '--ipv6', '--driver', network.driver, freeName(topology, network.name)),
        },
      }),
    ];
  });
}

/** IPv6 addresses that the engine gave and that the sandbox's stack has not: 20.10 gives them to who has IPv6 switched off. */
function notInside(
  endpoints: readonly Endpoint[],
  sandboxes: ReadonlyMap<string, Sandbox>,
  stacks: ReadonlyMap<string, Stack>,
): readonly Word<FindingEvidence>[] {
  const rows = endpoints.flatMap(({ sandbox: id, addresses }) => {
    const stack = stacks.get(id ?? '');
    const sandbox = sandboxes.get(id ?? '');
    if (!stack || !sandbox || !isRunning(sandbox)) return [];
    const held = stack.links.flatMap((link) => link.addresses);
    const given = addresses.filter((address) => familyOf(address) === 6);
    return given
      .filter((address) => !held.some((one) => sameAddress(one, address)))
      .map((address) => word('evidence.ipv6-not-inside', sandboxName(sandbox), withoutPrefix(address)));
  });
  return firstFew(rows);
}

function brokenParts(network: Network, lacking: readonly Sandbox[]): readonly Word<FindingEvidence>[] {
  const subnet = network.pools.find((pool) => familyOf(pool.subnet) === 6)?.subnet;
  if (!network.ipv6) return subnet === undefined ? [] : [word('evidence.ipv6-off', network.name, subnet)];
  if (subnet === undefined) return [word('evidence.no-ipv6-subnet', network.name)];
  return firstFew(lacking.map((sandbox) => word('evidence.no-ipv6-address', sandboxName(sandbox), network.name)));
}
