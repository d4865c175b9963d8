/** A packet in the host's stack: for an address of the host itself, or through it to a bridge. */
import { contains } from '../model/address.ts';
import type { EngineId, Network } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { across, engineEvidence, type Ingress, withoutRules } from './bridgeRules.ts';
import { deliver, socket } from './deliver.ts';
import { serviceInMesh, throughMesh } from './loadBalancing.ts';
import type { PathProtocol, Step, StepPlace } from './path.ts';
import { after, atNetwork, atOutside, atSandbox, blocked, pass, refused, unknown, type Walked } from './pathSteps.ts';
import { holderOn, hostOf, hostStack, networkWith, type World } from './pathWorld.ts';
import {
  addressFor,
  meansOf,
  type Publication,
  publicationAt,
  publicationEvidence,
  publicationsOf,
  withoutProxies,
} from './publishedPort.ts';
import { isMasqueraded, portRuleEvidence, standingEvidence, userRulesEvidence } from './standingRules.ts';
import { throughProxy } from './throughProxy.ts';

export interface Packet {
  readonly address: string;
  readonly port?: number;
  readonly protocol: PathProtocol;
}

/** An address of the host's own: a published port, or a program of the host. */
export function intoHost(world: World, engine: EngineId, ingress: Ingress, packet: Packet): Walked {
  const host = hostOf(world, engine);
  const place = hostPlace(world, engine, packet);
  const arrives: Step = pass('to-host', place, [packet.address]);
  const publication = packet.port === undefined ? undefined : publicationAt(world, engine, packet);
  if (publication) return after([arrives], throughPublication(world, engine, ingress, packet, publication));
  const elsewhere = publicationsOf(world, engine, packet)[0];
  const stack = withoutProxies(world, engine);
  const local = deliver(host, stack, packet);
  const service = packet.port === undefined ? undefined : serviceInMesh(world, engine, packet);
  if (service) return after([arrives], throughMesh(world, engine, packet, service, place, local));
  if (elsewhere && local.verdict !== 'open') {
    const { hostAddress, hostPort } = elsewhere.published;
    const wanted = socket(packet.address, hostPort);
    const evidence = [publicationEvidence(elsewhere)];
    // Only a program of the host itself could answer there.
    const answer = stack?.listeners === undefined ? unknown : refused;
    return after([arrives], answer('bound-elsewhere', place, [wanted, socket(hostAddress, hostPort)], evidence));
  }
  return after([arrives], local);
}

function throughPublication(world: World, engine: EngineId, ingress: Ingress, packet: Packet, publication: Publication): Walked {
  const { sandbox, endpoint, network, published } = publication;
  const name = sandbox.containers[0]?.name ?? '';
  const inside = addressFor(endpoint, packet.address.includes(':')) ?? addressFor(endpoint, false) ?? '';
  const target = { address: inside, port: published.port, protocol: packet.protocol };
  const to = socket(inside, published.port);
  const place = hostPlace(world, engine, packet);
  const [ruled] = portRuleEvidence(world, engine, published, packet.address.includes(':'));
  const taken = pass(
    'published',
    place,
    [socket(packet.address, published.hostPort), name, published.port],
    [publicationEvidence(publication), ...(ruled?.code === 'path-evidence.no-port-rule' ? [ruled] : [])],
  );
  const stack = world.stacks.get(sandbox.id);
  const means = meansOf(world, engine, publication, ingress, packet.address);
  if (means === 'none') return after([taken], deliver(hostOf(world, engine), withoutProxies(world, engine), packet));
  if (means === 'proxy') return throughProxy(world, engine, publication, ingress, taken, packet.address, target);
  const changed = pass(
    'destination-changed',
    atNetwork(network),
    [to, network.name],
    [
      ...(ruled ? [ruled] : engineEvidence(world, engine)),
      ...(ingress.kind === 'host' ? [] : userRulesEvidence(world, engine, inside.includes(':'))),
    ],
  );
  if (ingress.kind === 'host') return after([taken, changed], deliver(sandbox, stack, target));
  const crossing = across(world, { engine, from: ingress, to: network, target: sandbox, ...target, changed: true });
  if ('verdict' in crossing) return after([taken, changed], crossing);
  return after(
    crossing.code === 'destination-changed' ? [taken, changed] : [taken, changed, crossing],
    deliver(sandbox, stack, target),
  );
}

/** Not the host's own address: into a bridge of the engine, or away. */
export function throughHost(world: World, engine: EngineId, ingress: Ingress, packet: Packet): Walked {
  const network = networkWith(world, engine, packet.address);
  if (!network) return beyond(world, engine, ingress, packet);
  switch (network.driver) {
    case 'bridge': {
      const holder = holderOn(world, network.id, packet.address);
      const sandbox = holder?.sandbox && world.index.sandboxes.get(holder.sandbox);
      if (!sandbox) return blocked('nobody-there', atNetwork(network), [network.name, packet.address]);
      const stack = world.stacks.get(sandbox.id);
      if (isAbsentFrom(world, engine, network)) {
        const option = word('path-evidence.option', 'com.docker.network.bridge.gateway_mode_ipv4', 'isolated');
        return blocked('host-not-there', atNetwork(network), [network.name, packet.address], [option]);
      }
      if (ingress.kind === 'host') {
        return after([pass('from-host', atNetwork(network), [network.name, packet.address])], deliver(sandbox, stack, packet));
      }
      const crossing = across(world, { engine, from: ingress, to: network, target: sandbox, ...packet, changed: false });
      return 'verdict' in crossing ? crossing : after([crossing], deliver(sandbox, stack, packet));
    }
    case 'macvlan':
    case 'ipvlan':
      if (ingress.kind === 'outside') return unknown('lan-unknown', atNetwork(network), [packet.address, network.name]);
      return blocked('macvlan-host', atNetwork(network), [network.name, network.parent ?? '', packet.address, network.driver]);
    case 'overlay':
      return blocked('overlay-host', atNetwork(network), [network.name, packet.address]);
    default:
      return unknown('remote-driver', atNetwork(network), [network.name, network.driver]);
  }
}

/** A bridge in isolated mode has no address on the host, so that the host has no route to it. */
function isAbsentFrom(world: World, engine: EngineId, { pools, options }: Network): boolean {
  const known = world.hostAddresses.get(engine);
  if (!known?.observed) return options['com.docker.network.bridge.gateway_mode_ipv4'] === 'isolated';
  return !pools.some(({ subnet }) => hostIsOnLan(world, engine, subnet));
}

function beyond(world: World, engine: EngineId, ingress: Ingress, packet: Packet): Walked {
  const host = hostPlace(world, engine, packet);
  if (ingress.kind === 'bridge') {
    const forwards = hostStack(world, engine)?.forwards;
    if (ingress.network.internal)
      return blocked(
        'internal-source',
        atNetwork(ingress.network),
        [ingress.network.name],
        [word('path-evidence.internal', ingress.network.name)],
      );
    if (forwards === false)
      return blocked('forwarding-off', host, [ingress.network.name], [word('path-evidence.option', 'net.ipv4.ip_forward', '0')]);
    const six = packet.address.includes(':');
    const unruled = withoutRules(world, engine, [ingress.network], six);
    if (unruled && 'verdict' in unruled) return unruled;
    if (isMasqueraded(world, engine, ingress.network, six) === false) {
      const sender = unknown('sender-kept', host, [ingress.network.name], standingEvidence(world, engine, ingress.network, six));
      return unruled ? after([unruled], sender) : sender;
    }
  }
  const leaves = pass('leaves-host', host, [packet.address]);
  const other = hostOfSwarm(world, engine, packet.address);
  if (other) {
    const { name, evidence } = other;
    const reaches = pass('reaches-host', hostPlace(world, other.engine, packet), [packet.address, name], evidence);
    return after([leaves, reaches], intoHost(world, other.engine, { kind: 'outside' }, packet));
  }
  return after([leaves], unknown('beyond-host', atOutside(packet.address), [packet.address]));
}

export function hostPlace(world: World, engine: EngineId, { address, port }: Packet): StepPlace {
  return atSandbox(hostOf(world, engine), port === undefined ? address : socket(address, port));
}

/** Another host of the same swarm that has the address on an interface that leads away from it. Nodes of a swarm reach each other. */
function hostOfSwarm(world: World, engine: EngineId, address: string) {
  const { topology } = world;
  const swarm = topology.networks.filter(({ scope, engines }) => scope === 'swarm' && engines.includes(engine));
  const other = topology.engines.find(
    ({ id }) =>
      id !== engine &&
      swarm.some(({ engines }) => engines.includes(id)) &&
      world.hostAddresses.get(id)?.uplinks.includes(address),
  );
  if (!other) return undefined;
  const name = topology.nodes.find(({ id }) => id === other.swarm?.nodeId)?.hostname ?? other.context;
  return { engine: other.id, name, evidence: [word('path-evidence.node', name, address)] };
}

/** Whether the address is one of the host's. */
export function isHostAddress(world: World, engine: EngineId, address: string): boolean {
  return world.hostAddresses.get(engine)?.all.has(address) ?? false;
}

/** Whether a network of macvlan or ipvlan has the host's address on its parent in its own subnet. */
export function hostIsOnLan(world: World, engine: EngineId, subnet: string): boolean {
  return [...(world.hostAddresses.get(engine)?.all ?? [])].some((address) => contains(subnet, address));
}
