/**
 * What an engine's firewall rules do with packets between bridges and from outside. Read from the chains that the versions write
 * (moby integration/network/bridge/iptablesdoc) and held against real packets on 20.10 and 28.5; 29 has other chains for the same ends.
 */
import { sandboxName } from '../model/lookup.ts';
import type { EngineId, Network, Sandbox } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import type { PathEvidence, Step } from './path.ts';
import { wayTo } from './pathRoute.ts';
import { atNetwork, atSandbox, blocked, pass, unknown, type Walked } from './pathSteps.ts';
import { filtersSix, gatewaysOf, hostStack, majorOf, type World } from './pathWorld.ts';
import { carrierOf } from './publishedPort.ts';
import { rulesOf, standingEvidence, standingOf } from './standingRules.ts';

/** An address that is certainly beyond every host: of a block kept for documentation. */
const somewhere = '192.0.2.2';

const icc = 'com.docker.network.bridge.enable_icc';

/** Where a packet comes into the host. */
export type Ingress =
  | { readonly kind: 'host' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'bridge'; readonly network: Network };

export interface Crossing {
  readonly engine: EngineId;
  readonly from: Exclude<Ingress, { kind: 'host' }>;
  readonly to: Network;
  readonly target: Sandbox;
  /** The container's address and port, after the destination was changed. */
  readonly address: string;
  readonly port?: number;
  readonly protocol: string;
  /** The destination was changed by the rule of a published port. */
  readonly changed: boolean;
}

/** Two sandboxes on one bridge: undefined where nothing stops them. */
export function withinBridge(world: World, engine: EngineId, network: Network, six: boolean): Walked | undefined {
  const rules = rulesOf(hostStack(world, engine)?.firewall, six);
  if (network.driver === 'bridge' && rules?.bridged !== undefined) {
    const standing = standingOf(world, engine, network, six);
    if (standing.startsWith('gone') && !rules.bridged) return undefined;
    const unruled = withoutRules(world, engine, [network], six);
    if (unruled) return 'verdict' in unruled ? unruled : undefined;
  }
  if (network.options[icc] !== 'false') return undefined;
  return blocked('icc-off', atNetwork(network), [network.name], [word('path-evidence.option', icc, 'false')]);
}

/** Through the host from one bridge, or from outside, into another: what stops it, or the step that lets it pass. */
export function across(world: World, crossing: Crossing): Walked | Step {
  const { engine, from, to, address } = crossing;
  const six = address.includes(':');
  if (!six && hostStack(world, engine)?.forwards === false)
    return blocked('forwarding-off', atNetwork(to), [to.name], [word('path-evidence.option', 'net.ipv4.ip_forward', '0')]);
  if (six && !filtersSix(world, engine)) return pass('no-filter-six', atNetwork(to), [to.name], engineEvidence(world, engine));
  const unruled = withoutRules(world, engine, [to, ...(from.kind === 'bridge' ? [from.network] : [])], six);
  if (unruled) return 'verdict' in unruled ? unruled : (lostOnTheWayBack(world, crossing) ?? unruled);
  if (from.kind === 'bridge' && from.network.internal) {
    return blocked(
      'internal-source',
      atNetwork(from.network),
      [from.network.name],
      [word('path-evidence.internal', from.network.name)],
    );
  }
  if (to.internal) return blocked('internal-target', atNetwork(to), [to.name], [word('path-evidence.internal', to.name)]);
  return from.kind === 'bridge' ? betweenBridges(world, crossing, from.network) : fromOutside(world, crossing);
}

/** Docker's rules end what would find no way back; without them only the target's own routes tell. */
function lostOnTheWayBack(world: World, { from, to, target }: Crossing): Walked | undefined {
  const source = from.kind === 'bridge' ? gatewaysOf(world, from.network)[0] : somewhere;
  const way = source === undefined ? undefined : wayTo(world, target, source);
  if (way?.kind === 'none') return blocked('no-route', atSandbox(target), [sandboxName(target), source ?? '']);
  const same = way !== undefined && way.kind !== 'elsewhere' && way.network.id === to.id;
  return same ? undefined : unknown('rules-unknown', atNetwork(to), [to.name]);
}

/** Where the rules were read and those of one of the bridges are gone: what is left decides. Undefined where they stand, or were not read. */
export function withoutRules(
  world: World,
  engine: EngineId,
  bridges: readonly Network[],
  six: boolean,
): Walked | Step | undefined {
  for (const network of bridges) {
    const place = atNetwork(network);
    const evidence = standingEvidence(world, engine, network, six);
    const standing = standingOf(world, engine, network, six);
    switch (standing) {
      case 'unread':
      case 'stand':
        break;
      case 'gone-drops':
        return blocked('rules-gone', place, [network.name], evidence);
      case 'gone-others':
        return unknown('rules-unknown', place, [network.name], evidence);
      case 'gone-passes':
        return pass('rules-gone-open', place, [network.name], evidence);
      default:
        return standing satisfies never;
    }
  }
  return undefined;
}

function betweenBridges(world: World, crossing: Crossing, from: Network): Walked | Step {
  const { engine, to, changed, address } = crossing;
  const evidence = [...engineEvidence(world, engine), ...standingEvidence(world, engine, to, address.includes(':'))];
  if (from.id === to.id)
    return (
      withinBridge(world, engine, to, address.includes(':')) ??
      pass('between-networks', atNetwork(to), [from.name, to.name], evidence)
    );
  if (gatewayMode(to, address) === 'routed') return routed(world, crossing, evidence);
  // 29 has no chain that keeps all bridges apart: a bridge drops what is not published, and the raw table what was not changed.
  if (changed && majorOf(world, engine) >= 29)
    return pass('published-between-networks', atNetwork(to), [from.name, to.name], evidence);
  return blocked('isolated-networks', atNetwork(to), [from.name, to.name, address], evidence);
}

function routed(world: World, crossing: Crossing, engine: readonly Word<PathEvidence>[]): Walked | Step {
  const { to, address, port, protocol } = crossing;
  const evidence = [modeEvidence(to, address), ...engine];
  // the engine lists no host port where there is none: what is open then can't be told
  return isPublished(world, crossing) || protocol === 'icmp'
    ? pass('direct-published', atNetwork(to), [address, port ?? protocol], evidence)
    : unknown('published-unknown', atNetwork(to), [address, port ?? protocol, to.name], evidence);
}

function fromOutside(world: World, crossing: Crossing): Walked | Step {
  const { engine, to, changed, address, port, protocol } = crossing;
  const evidence = [...engineEvidence(world, engine), ...standingEvidence(world, engine, to, address.includes(':'))];
  if (changed) return pass('destination-changed', atNetwork(to), [address, port ?? ''], evidence);
  const mode = gatewayMode(to, address);
  if (mode === 'nat-unprotected')
    return pass('direct-allowed', atNetwork(to), [address, to.name], [modeEvidence(to, address), ...evidence]);
  if (mode === 'routed') return routed(world, crossing, evidence);
  if (majorOf(world, engine) >= 28) return blocked('direct-dropped', atNetwork(to), [address, to.name], evidence);
  return isPublished(world, crossing)
    ? pass('direct-published', atNetwork(to), [address, port ?? ''], evidence)
    : blocked('unpublished-dropped', atNetwork(to), [address, port ?? protocol], evidence);
}

function modeEvidence(network: Network, address: string): Word<PathEvidence> {
  const key = `com.docker.network.bridge.gateway_mode_ipv${address.includes(':') ? 6 : 4}`;
  return word('path-evidence.option', key, gatewayMode(network, address));
}

function gatewayMode(network: Network, address: string): string {
  return network.options[`com.docker.network.bridge.gateway_mode_ipv${address.includes(':') ? 6 : 4}`] ?? 'nat';
}

/** The rules name the address that the default route goes by, and no other of the container's. */
function isPublished(world: World, { target, to, port, protocol }: Crossing): boolean {
  if (carrierOf(world, target)?.network.id !== to.id) return false;
  return target.publishedPorts.some((each) => each.port === port && each.protocol === protocol);
}

export function engineEvidence(world: World, engine: EngineId): readonly Word<PathEvidence>[] {
  const { version, firewall } = world.index.engines.get(engine) ?? {};
  return [
    ...(version ? [word('path-evidence.engine', version)] : []),
    ...(firewall ? [word('path-evidence.firewall', firewall)] : []),
  ];
}
