/** Whether the rules that an engine writes still stand in its host's packet filter, where they were read. */
import { canonicalAddress, familyOf } from '../model/address.ts';
import type { ChangedPort, Firewall, FirewallRules } from '../model/firewall.ts';
import type { EngineId, Network, PublishedPort } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import type { PathEvidence } from './path.ts';
import { hostStack, type World } from './pathWorld.ts';

/** `gone` with what happens then: all is dropped, all passes, or other rules decide, which nobody follows here. */
export type Standing = 'unread' | 'stand' | 'gone-drops' | 'gone-passes' | 'gone-others';

/** The rules of one family, undefined where they were not read. */
export function rulesOf(firewall: Firewall | undefined, six: boolean): FirewallRules | undefined {
  return six ? firewall?.six : firewall?.four;
}

/** What forwarded packets to and from a bridge meet. */
export function standingOf(world: World, engine: EngineId, { hostInterface }: Network, six: boolean): Standing {
  const rules = rulesOf(hostStack(world, engine)?.firewall, six);
  if (!rules || hostInterface === undefined) return 'unread';
  if (rules.interfaces.includes(hostInterface)) return 'stand';
  if (!rules.empty) return 'gone-others';
  if (rules.policy === 'DROP') return 'gone-drops';
  // Other tables than FORWARD's may still hold what Docker drops there.
  return rules.reached.length + rules.unreached.length === 0 ? 'gone-passes' : 'gone-others';
}

/** The rule that gives a published port's packets their destination; `missing` where the rules were read and there is none. */
export function portRule(
  world: World,
  engine: EngineId,
  { protocol, hostAddress, hostPort }: PublishedPort,
  six: boolean,
): ChangedPort | 'missing' | 'unread' {
  const rules = rulesOf(hostStack(world, engine)?.firewall, six);
  return rules ? (rules.changed.find((one) => isFor(one, { protocol, hostAddress, hostPort })) ?? 'missing') : 'unread';
}

/** Whether a rule is that of a published port. */
export function isFor(
  { protocol, port, address }: ChangedPort,
  published: Pick<PublishedPort, 'protocol' | 'hostAddress' | 'hostPort'>,
): boolean {
  if (protocol !== published.protocol || port !== published.hostPort) return false;
  return address === undefined || canonicalAddress(address) === canonicalAddress(published.hostAddress);
}

/** Whether packets of a bridge leave the host under the host's address; undefined where that was not read. */
export function isMasqueraded(world: World, engine: EngineId, { pools }: Network, six: boolean): boolean | undefined {
  const rules = rulesOf(hostStack(world, engine)?.firewall, six);
  const own = pools.map(({ subnet }) => subnet).filter((subnet) => familyOf(subnet) === (six ? 6 : 4));
  return rules && own.length > 0 ? own.every((subnet) => rules.masqueraded.includes(subnet)) : undefined;
}

/** What the rules that were read say of a bridge; nothing where they were not read. */
export function standingEvidence(world: World, engine: EngineId, network: Network, six: boolean): readonly Word<PathEvidence>[] {
  const firewall = hostStack(world, engine)?.firewall;
  const rules = rulesOf(firewall, six);
  if (!firewall || !rules || network.hostInterface === undefined) return [];
  return rules.interfaces.includes(network.hostInterface)
    ? [word('path-evidence.rules-seen', network.hostInterface, firewall.how), ...userRulesEvidence(world, engine, six)]
    : [word('path-evidence.rules-missing', network.hostInterface, rules.policy, firewall.how)];
}

/** Whether the host's rules also meet what stays within one bridge. */
export function filtersBridges(world: World, engine: EngineId, six: boolean): boolean {
  return rulesOf(hostStack(world, engine)?.firewall, six)?.bridged === true;
}

/** That there are rules of people's own, which are not followed: they may stop what is predicted to pass. */
export function userRulesEvidence(world: World, engine: EngineId, six: boolean): readonly Word<PathEvidence>[] {
  const firewall = hostStack(world, engine)?.firewall;
  const { ofUser = 0 } = rulesOf(firewall, six) ?? {};
  return firewall && ofUser > 0 ? [word('path-evidence.user-rules', ofUser, firewall.how)] : [];
}

/** What the rules that were read say of a published port. */
export function portRuleEvidence(
  world: World,
  engine: EngineId,
  published: PublishedPort,
  six: boolean,
): readonly Word<PathEvidence>[] {
  const how = hostStack(world, engine)?.firewall?.how ?? '';
  const rule = portRule(world, engine, published, six);
  const port = `${published.hostPort}/${published.protocol}`;
  if (rule === 'unread') return [];
  return [
    rule === 'missing'
      ? word('path-evidence.no-port-rule', port, how)
      : word('path-evidence.port-rule', `${rule.address ?? '*'}:${port}`, rule.to, how),
  ];
}
