/** One packet from a stack to an address: loopback, shared network, default route, host. */
import { contains, withoutPrefix } from '../model/address.ts';
import { isLoopback } from '../model/listening.ts';
import { engineById, isRunning, sandboxName } from '../model/lookup.ts';
import { isEncrypted } from '../model/overlayMtu.ts';
import type { Endpoint, EngineId, Network, Sandbox } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { withinBridge } from './bridgeRules.ts';
import { deliver } from './deliver.ts';
import { hostIsOnLan, intoHost, isHostAddress, type Packet, throughHost } from './hostPath.ts';
import { serviceWithAddress, toVirtualAddress } from './loadBalancing.ts';
import type { PathEvidence } from './path.ts';
import { type Way, wayTo } from './pathRoute.ts';
import { after, atNetwork, atOutside, atSandbox, blocked, open, pass, unknown, type Walked } from './pathSteps.ts';
import { endpointsIn, gatewaysOf, holderOn, hostStack, networkWith, type World } from './pathWorld.ts';
import { filtersBridges, userRulesEvidence } from './standingRules.ts';
import { servesNames } from './userDefined.ts';

/** From a sandbox: a container's, the host's, or one that nothing can be said of. */
export function walkFrom(world: World, sandbox: Sandbox, packet: Packet): Walked {
  const name = sandboxName(sandbox);
  const place = atSandbox(sandbox);
  switch (sandbox.kind) {
    case 'host':
      return fromHost(world, sandbox, packet);
    case 'loadBalancer':
      return unknown('load-balancer', place, [name]);
    case 'task':
      return unknown('other-node', place, [name]);
    case 'container':
      break;
    default:
      return sandbox.kind satisfies never;
  }
  if (!isRunning(sandbox)) {
    const state = sandbox.containers[0]?.state ?? '';
    return blocked('source-not-running', place, [name], [word('path-evidence.state', name, state)]);
  }
  if (packet.address === '127.0.0.11' && packet.port === 53 && hasResolver(world, sandbox))
    return open(pass('embedded-dns', place, [name]));
  if (isOwn(world, sandbox, packet.address)) {
    const closed = closedMesh(world, sandbox, packet);
    if (closed) return closed;
    return after([pass('own-address', place, [name, packet.address])], deliver(sandbox, world.stacks.get(sandbox.id), packet));
  }
  return byWay(world, sandbox, packet, wayTo(world, sandbox, packet.address));
}

function byWay(world: World, sandbox: Sandbox, packet: Packet, way: Way): Walked {
  const name = sandboxName(sandbox);
  switch (way.kind) {
    case 'none':
      return withoutRoute(world, sandbox, packet);
    case 'elsewhere':
      return unknown('source-unknown', atSandbox(sandbox), [name, packet.address], way.evidence);
    case 'direct':
      return onNetwork(world, sandbox, packet, way.network, way.evidence);
    case 'gateway': {
      const { network, evidence, endpoint } = way;
      const first = pass('default-route', atNetwork(network), [name, network.name, packet.address], evidence);
      return after([first], beyondGateway(world, sandbox, endpoint, network, packet));
    }
    default:
      return way satisfies never;
  }
}

function beyondGateway(world: World, sandbox: Sandbox, endpoint: Endpoint, network: Network, packet: Packet): Walked {
  switch (network.driver) {
    case 'bridge': {
      const ingress = { kind: 'bridge', network } as const;
      return isHostAddress(world, sandbox.engine, packet.address)
        ? intoHost(world, sandbox.engine, ingress, packet)
        : throughHost(world, sandbox.engine, ingress, packet);
    }
    case 'macvlan':
    case 'ipvlan':
      return unknown('lan-unknown', atNetwork(network), [packet.address, network.name, endpoint.gateway ?? '']);
    default:
      return unknown('remote-driver', atNetwork(network), [network.name, network.driver]);
  }
}

function withoutRoute(world: World, sandbox: Sandbox, { address }: Packet): Walked {
  const name = sandboxName(sandbox);
  const endpoints = endpointsIn(world, sandbox);
  const networks = endpoints.flatMap((endpoint) => world.index.networks.get(endpoint.network) ?? []);
  const place = atSandbox(sandbox);
  if (!networks.some(({ driver }) => driver !== 'null')) return blocked('no-network', place, [name]);
  const six = address.includes(':');
  if (six && !endpoints.some(({ addresses }) => addresses.some((each) => each.includes(':'))))
    return blocked('no-six', place, [name, address]);
  const internal = networks.filter((each) => each.internal);
  const evidence = internal.map((each) => word('path-evidence.internal', each.name));
  if (internal.length === networks.length) return blocked('no-route-internal', place, [name, address], evidence);
  return blocked('no-route', place, [name, address], evidence);
}

/** The address is in the subnet of a network that the sandbox is on. */
function onNetwork(
  world: World,
  sandbox: Sandbox,
  packet: Packet,
  network: Network,
  evidence: readonly Word<PathEvidence>[],
): Walked {
  const name = sandboxName(sandbox);
  const holder = holderOn(world, network.id, packet.address);
  const target = holder?.sandbox && world.index.sandboxes.get(holder.sandbox);
  const place = atNetwork(network);
  if (network.ingress && packet.protocol !== 'icmp') return ingressClosed(network, packet);
  if (target) {
    if (target.kind === 'loadBalancer') return unknown('load-balancer', place, [sandboxName(target), packet.address]);
    const six = packet.address.includes(':');
    const filtered = network.driver === 'bridge' && filtersBridges(world, sandbox.engine, six);
    const known = [...evidence, ...(filtered ? userRulesEvidence(world, sandbox.engine, six) : [])];
    const shared = pass('shared-network', place, [name, sandboxName(target), network.name, packet.address], known);
    return after(
      [shared],
      withinBridge(world, sandbox.engine, network, six) ??
        withinLan(network) ??
        toNeighbour(world, sandbox, target, network, packet),
    );
  }
  switch (network.driver) {
    case 'bridge': {
      const isHost = gatewaysOf(world, network).includes(packet.address) || isHostAddress(world, sandbox.engine, packet.address);
      if (isHost) return intoHost(world, sandbox.engine, { kind: 'bridge', network }, packet);
      return blocked('nobody-there', place, [network.name, packet.address], evidence);
    }
    case 'macvlan':
    case 'ipvlan':
      if (isHostAddress(world, sandbox.engine, packet.address)) {
        return blocked('macvlan-host', place, [network.name, network.parent ?? '', packet.address, network.driver]);
      }
      return unknown('lan-unknown', place, [packet.address, network.name]);
    case 'overlay':
      return inOverlay(world, sandbox, packet, network);
    default:
      return unknown('remote-driver', place, [network.name, network.driver]);
  }
}

/** Neighbours of a macvlan in modes other than bridge meet only where the switch behind the parent sends frames back. */
function withinLan(network: Network): Walked | undefined {
  const mode = network.options.macvlan_mode ?? 'bridge';
  if (network.driver !== 'macvlan' || (mode !== 'private' && mode !== 'vepa')) return undefined;
  const evidence = [word('path-evidence.option', 'macvlan_mode', mode)];
  const place = atNetwork(network);
  return mode === 'private'
    ? blocked('macvlan-mode', place, [network.name, mode], evidence)
    : unknown('lan-unknown', place, ['', network.name], evidence);
}

function toNeighbour(world: World, sandbox: Sandbox, target: Sandbox, network: Network, packet: Packet): Walked {
  const arrives = deliver(target, world.stacks.get(target.id), packet);
  switch (network.driver) {
    case 'macvlan':
    case 'ipvlan': {
      const parent = word('path-evidence.parent', network.name, network.parent ?? '');
      return after([pass('lan-neighbour', atNetwork(network), [network.name, network.parent ?? ''], [parent])], arrives);
    }
    case 'overlay':
      if (target.engine === sandbox.engine && target.kind !== 'task') return arrives;
      return after([tunnel(world, target, network)], withoutCipher(world, [sandbox, target], network) ?? arrives);
    default:
      return arrives;
  }
}

function tunnel(world: World, target: Sandbox, network: Network) {
  const node = world.topology.nodes.find(
    ({ id }) => id === (target.node ?? engineById(world.topology, target.engine)?.swarm?.nodeId),
  );
  const peers = network.peers?.map(({ address }) => address).join(', ');
  const evidence = peers ? [word('path-evidence.peers', network.name, peers)] : [];
  return pass(
    'overlay-tunnel',
    atNetwork(network),
    [network.name, node?.hostname ?? '', node?.address ?? '', network.vnis?.join(', ') ?? ''],
    evidence,
  );
}

/** What an encrypted overlay's tunnel does where the kernel at one of its ends has no cipher for it. */
function withoutCipher(world: World, ends: readonly Sandbox[], network: Network): Walked | undefined {
  if (!isEncrypted(network)) return undefined;
  const without = ends.map(({ engine }) => hostStack(world, engine)).find((stack) => stack?.encrypts === false);
  if (!without) return undefined;
  return blocked('no-cipher', atNetwork(network), [network.name], [word('path-evidence.no-cipher', '/proc/crypto', without.how)]);
}

/** A task takes nothing by its address on the mesh but what the mesh balances to it, and sends nothing from there (its own rules). */
function ingressClosed(network: Network, { address }: Packet): Walked {
  return blocked('ingress-closed', atNetwork(network), [network.name, address]);
}

function closedMesh(world: World, sandbox: Sandbox, packet: Packet): Walked | undefined {
  if (packet.protocol === 'icmp') return undefined;
  const mesh = endpointsIn(world, sandbox)
    .filter(({ addresses }) => addresses.some((cidr) => withoutPrefix(cidr) === packet.address))
    .map((endpoint) => world.index.networks.get(endpoint.network))
    .find((network) => network?.ingress);
  return mesh && ingressClosed(mesh, packet);
}

function inOverlay(world: World, { engine }: Sandbox, packet: Packet, network: Network): Walked {
  const { address } = packet;
  const place = atNetwork(network);
  const service = serviceWithAddress(world, network, address);
  if (service) return toVirtualAddress(world, engine, packet, network, service);
  // a worker alone does not tell which virtual addresses there are
  const seesAll = world.topology.nodes.length > 0 && !world.topology.gaps.some(({ code }) => code === 'needs-manager');
  const evidence = network.peers
    ? [word('path-evidence.peers', network.name, network.peers.map((peer) => peer.address).join(', '))]
    : [];
  return seesAll
    ? blocked('nobody-there', place, [network.name, address], evidence)
    : unknown('target-unknown', place, [address], evidence);
}

function fromHost(world: World, host: Sandbox, packet: Packet): Walked {
  const { engine } = host;
  if (isLoopback(packet.address) || isHostAddress(world, engine, packet.address))
    return intoHost(world, engine, { kind: 'host' }, packet);
  return throughHost(world, engine, { kind: 'host' }, packet);
}

/** From beyond the engine's host, by an address of the host or, where the LAN has a route to it, of a container. */
export function walkFromOutside(world: World, engine: EngineId, packet: Packet): Walked {
  if (isLoopback(packet.address)) return unknown('beyond-host', atOutside(packet.address), [packet.address]);
  const ingress = { kind: 'outside' } as const;
  if (isHostAddress(world, engine, packet.address)) return intoHost(world, engine, ingress, packet);
  const network = networkWith(world, engine, packet.address);
  if (!network || (network.driver !== 'bridge' && !hostIsOnLan(world, engine, network.pools[0]?.subnet ?? ''))) {
    return network?.driver === 'overlay'
      ? blocked('overlay-host', atNetwork(network), [network.name, packet.address])
      : unknown('lan-unknown', network ? atNetwork(network) : atOutside(packet.address), [packet.address, network?.name ?? '']);
  }
  return throughHost(world, engine, ingress, packet);
}

function isOwn(world: World, sandbox: Sandbox, address: string): boolean {
  if (isLoopback(address)) return true;
  return endpointsIn(world, sandbox).some(({ addresses }) =>
    addresses.some((cidr) => contains(cidr.replace(/\/\d+$/, address.includes(':') ? '/128' : '/32'), address)),
  );
}

function hasResolver(world: World, sandbox: Sandbox): boolean {
  return endpointsIn(world, sandbox).some((endpoint) => {
    const network = world.index.networks.get(endpoint.network);
    return network !== undefined && servesNames(network);
  });
}
