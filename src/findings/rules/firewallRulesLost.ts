import { familyOf } from '../../model/address.ts';
import type { FirewallRules } from '../../model/firewall.ts';
import { isRunning, sandboxName } from '../../model/lookup.ts';
import type { Engine, Network, PublishedPort, Sandbox, Topology } from '../../model/topology.ts';
import { type Word, word } from '../../model/word.ts';
import { filtersSix, worldOf } from '../../predictions/pathWorld.ts';
import { carrierOf } from '../../predictions/publishedPort.ts';
import { isFor } from '../../predictions/standingRules.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { hostStacks } from '../hostStacks.ts';
import { engineMap, firstFew, lineFix, makeFinding, nameList } from '../makeFinding.ts';
import { portText } from '../portText.ts';

/**
 * Rules that Docker writes into the host's firewall are gone: after a reload of another firewall, `iptables -F` or `nft flush ruleset`.
 * Containers then reach nothing outside, published ports work through the proxy or not at all, bridges are no longer kept apart, and no
 * container that publishes a port starts. Expected is what the engine's networks and running containers need. Silent where the rules were not
 * read (only root on the engine's host may), and where the engine was told to write none.
 */
export const firewallRulesLost: Rule = { code: 'firewall-rules-lost', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const engines = engineMap(topology);
  return [...hostStacks(topology)].flatMap(([id, { firewall }]) => {
    const engine = engines.get(id);
    if (engine?.state !== 'ready' || !firewall?.written) return [];
    const evidence = [
      ...lostIn(topology, engine, firewall.four, false),
      // An engine that may write none for IPv6 says so nowhere: only where it once wrote some they are missed.
      ...(firewall.six && hasWritten(firewall.six) ? lostIn(topology, engine, firewall.six, true) : []),
    ];
    if (evidence.length === 0) return [];
    return [
      makeFinding({
        code: 'firewall-rules-lost',
        severity: 'error',
        subjects: [id],
        args: [engine.context],
        evidence: [...firstFew(evidence), word('evidence.seen-by', firewall.how)],
        fix: lineFix('firewall-rules-lost', [id], 'sudo systemctl restart docker'),
      }),
    ];
  });
}

/** Those that every version makes, and where from packets come to them. */
const chains = [
  ['nat/DOCKER', 'PREROUTING'],
  ['filter/DOCKER-USER', 'FORWARD'],
] as const;

function hasWritten({ reached, unreached }: FirewallRules): boolean {
  return reached.length + unreached.length > 0;
}

function lostIn(topology: Topology, engine: Engine, rules: FirewallRules, six: boolean): readonly Word<FindingEvidence>[] {
  const family = six ? 'IPv6' : 'IPv4';
  const world = worldOf(topology);
  if (six && !filtersSix(world, engine.id)) return [];
  const bridges = topology.networks.filter((network) => isRuled(engine, network, six));
  if (bridges.length === 0) return [];
  const unnamed = bridges.filter(({ hostInterface = '' }) => !rules.interfaces.includes(hostInterface));
  const kept = bridges.flatMap((network) => unmasqueraded(network, rules, six));
  const ports = publishedPorts(topology, engine, six).filter(([, port]) => !rules.changed.some((rule) => isFor(rule, port)));
  return [
    ...chains.flatMap(([chain, hook]) =>
      rules.reached.includes(chain) ? [] : [word('evidence.chain-unreached', chain, hook, family)],
    ),
    ...(unnamed.length === 0
      ? []
      : [
          word(
            'evidence.bridges-unnamed',
            nameList(unnamed.map(({ name, hostInterface }) => `${name} (${hostInterface})`)),
            family,
            rules.policy,
          ),
        ]),
    ...(kept.length === 0 ? [] : [word('evidence.not-masqueraded', nameList(kept), family)]),
    ...(ports.length === 0
      ? []
      : [
          word(
            'evidence.ports-unruled',
            nameList(ports.map(([sandbox, port]) => `${sandboxName(sandbox)} ${portText(port)}`)),
            family,
          ),
        ]),
  ];
}

/** Bridges of the engine that it writes rules for, in a family that they have a subnet of. */
function isRuled(
  { id }: Engine,
  { engines, driver, scope, pools, hostInterface, options, configOnly }: Network,
  six: boolean,
): boolean {
  if (driver !== 'bridge' || scope !== 'local' || configOnly || hostInterface === undefined || !engines.includes(id))
    return false;
  return modeOf(options, six) !== 'isolated' && pools.some(({ subnet }) => familyOf(subnet) === (six ? 6 : 4));
}

/** Subnets whose packets should leave under the host's address, and would not. */
function unmasqueraded({ internal, options, pools }: Network, { masqueraded }: FirewallRules, six: boolean): readonly string[] {
  if (internal || options['com.docker.network.bridge.enable_ip_masquerade'] === 'false' || modeOf(options, six) === 'routed')
    return [];
  return pools
    .map(({ subnet }) => subnet)
    .filter((subnet) => familyOf(subnet) === (six ? 6 : 4) && !masqueraded.includes(subnet));
}

/** What should have a rule: ports of containers that run, on bridges that are not internal. */
function publishedPorts(topology: Topology, engine: Engine, six: boolean): readonly (readonly [Sandbox, PublishedPort])[] {
  const world = worldOf(topology);
  // A container whose stack was read after the rules were still ran then; of others that is not sure.
  const seen = new Set(topology.stacks.map(({ sandbox }) => sandbox));
  return topology.sandboxes.flatMap((sandbox) => {
    if (sandbox.engine !== engine.id || sandbox.kind !== 'container' || !isRunning(sandbox) || !seen.has(sandbox.id)) return [];
    const carrier = sandbox.publishedPorts.length > 0 ? carrierOf(world, sandbox) : undefined;
    if (!carrier || carrier.network.internal || modeOf(carrier.network.options, six) !== 'nat') return [];
    if (!carrier.endpoint.addresses.some((address) => familyOf(address) === (six ? 6 : 4))) return [];
    return sandbox.publishedPorts.flatMap((port) => (isOfFamily(port, six) ? [[sandbox, port] as const] : []));
  });
}

function isOfFamily({ hostAddress }: PublishedPort, six: boolean): boolean {
  return hostAddress !== '' && (familyOf(hostAddress) === 6) === six;
}

function modeOf(options: Network['options'], six: boolean): string {
  const mode = options[`com.docker.network.bridge.gateway_mode_ipv${six ? 6 : 4}`] ?? 'nat';
  return mode === 'nat-unprotected' ? 'nat' : mode;
}
