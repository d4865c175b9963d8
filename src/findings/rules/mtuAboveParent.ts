import type { Engine, Link, Network, Stack, Topology } from '../../model/topology.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { defaultRoute, hostStacks, linkNamed } from '../hostStacks.ts';
import { freeName, makeFinding } from '../makeFinding.ts';
import { dockerLine } from '../shellLine.ts';

/**
 * A bridge network whose packets are bigger than the host's uplink takes (a VPN, a cloud network): small things work, big ones hang. Needs the
 * host's links and routes. Silent for internal networks, which do not lead to the uplink, and for those that nothing is on.
 */
export const mtuAboveParent: Rule = { code: 'mtu-above-parent', find };

/** What Docker gives a network without the option. */
const dockersMtu = 1500;

function find({ topology }: RuleInput): readonly Finding[] {
  const stacks = hostStacks(topology);
  if (stacks.size === 0) return [];
  const used = new Set(topology.endpoints.map(({ network }) => network));
  return topology.engines.flatMap((engine) => {
    const stack = stacks.get(engine.id);
    const uplink = stack && linkNamed(stack, defaultRoute(stack)?.device);
    const limit = uplink?.mtu;
    if (!stack || !uplink || limit === undefined) return [];
    return topology.networks
      .filter(({ id, engines, driver, internal }) => {
        return driver === 'bridge' && !internal && engines.includes(engine.id) && used.has(id);
      })
      .flatMap((network) => {
        const mtu = mtuOf(network, stack);
        return mtu > limit ? [finding(topology, engine, network, mtu, uplink)] : [];
      });
  });
}

/** The option decides what the containers get; a bridge without ports has a value of its own. */
function mtuOf(network: Network, stack: Stack): number {
  const hasPorts = stack.links.some(({ master }) => master !== undefined && master === network.hostInterface);
  return network.mtu ?? (hasPorts ? linkNamed(stack, network.hostInterface)?.mtu : undefined) ?? dockersMtu;
}

function finding(topology: Topology, engine: Engine, network: Network, mtu: number, uplink: Link): Finding {
  const limit = uplink.mtu ?? dockersMtu;
  return makeFinding({
    code: 'mtu-above-parent',
    severity: 'warning',
    subjects: [network.id],
    args: [network.name, mtu, uplink.name, limit],
    evidence: [
      network.mtu === undefined
        ? word('evidence.mtu', network.hostInterface ?? network.name, mtu)
        : word('evidence.mtu-option', network.name, network.mtu),
      word('evidence.mtu', uplink.name, limit),
    ],
    fix: {
      title: word('fix.create-network', network.name),
      command: 'dockerNetworks.createNetwork',
      arguments: [engine.id],
      cli: dockerLine(
        engine,
        'network',
        'create',
        '--opt',
        `com.docker.network.driver.mtu=${limit}`,
        freeName(topology, network.name),
      ),
    },
  });
}
