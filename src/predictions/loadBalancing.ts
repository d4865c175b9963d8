/**
 * What the swarm balances between a service's tasks: its virtual addresses on overlays, and its ports in the mesh of all nodes. Both need
 * IPVS in the kernel of the node that the packet is on. Without it nothing is programmed, as test/lab/pathsAcross.test.ts holds against real
 * packets; with it the tasks decide, which is inferred: no engine of the lab has IPVS.
 */
import { canonicalAddress } from '../model/address.ts';
import { isRunning, sandboxName } from '../model/lookup.ts';
import type { EngineId, Network, Sandbox, Service } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { deliver } from './deliver.ts';
import type { PathProtocol, Step, StepPlace } from './path.ts';
import { after, atNetwork, blocked, pass, refused, unknown, type Walked } from './pathSteps.ts';
import { hostStack, type World } from './pathWorld.ts';

interface Packet {
  readonly address: string;
  readonly port?: number;
  readonly protocol: PathProtocol;
}

/** The service that has this virtual address on a network. */
export function serviceWithAddress({ topology }: World, network: Network, address: string): Service | undefined {
  return topology.services.find(({ networks }) =>
    networks.some((each) => each.network === network.id && canonicalAddress(each.virtualAddress ?? '') === address),
  );
}

/** The service whose port every node of the engine's swarm takes. */
export function serviceInMesh({ topology }: World, engine: EngineId, { port, protocol }: Packet): Service | undefined {
  const meshes = topology.networks.filter(({ ingress, engines }) => ingress && engines.includes(engine));
  return topology.services.find(
    ({ ports, engine: manager }) =>
      meshes.some(({ engines }) => engines.includes(manager)) &&
      ports.some((each) => each.publishMode === 'ingress' && each.published === port && each.protocol === protocol),
  );
}

/** From a sandbox on one of the engine's nodes to a virtual address. */
export function toVirtualAddress(world: World, engine: EngineId, packet: Packet, network: Network, service: Service): Walked {
  const place = atNetwork(network);
  const stack = hostStack(world, engine);
  const args = [packet.address, service.name];
  if (stack?.balances === false) return blocked('balancer-missing', place, args, evidenceOf(stack.how));
  if (!stack?.balances || packet.port === undefined) return unknown('virtual-address', place, args);
  const first = pass('balanced', place, args, [word('path-evidence.balancer', 'IPVS', stack.how)]);
  return toTasks(world, service, network, packet, packet.port, first, place);
}

/** To a port of the host that the mesh takes; `local` is what the host's own sockets would do with it. */
export function throughMesh(
  world: World,
  engine: EngineId,
  packet: Packet,
  service: Service,
  place: StepPlace,
  local: Walked,
): Walked {
  const port = service.ports.find((each) => each.published === packet.port && each.protocol === packet.protocol)?.port ?? 0;
  const mesh = world.topology.networks.find(({ ingress, engines }) => ingress && engines.includes(engine));
  const stack = hostStack(world, engine);
  const args = [String(packet.port), service.name, port];
  if (stack?.balances === undefined || !mesh) return unknown('mesh-unknown', place, args);
  if (!stack.balances) {
    const closed = local.verdict === 'refused' || local.verdict === 'blocked';
    return closed ? refused('mesh-missing', place, args, evidenceOf(stack.how)) : local;
  }
  const first = pass('mesh', place, args, [word('path-evidence.balancer', 'IPVS', stack.how)]);
  return toTasks(world, service, mesh, packet, port, first, place);
}

/** Any of the tasks gets it: where they would not all do the same with it, nothing can be said. */
function toTasks(
  world: World,
  service: Service,
  network: Network,
  { protocol }: Packet,
  port: number,
  first: Step,
  place: StepPlace,
): Walked {
  const walks = tasksOf(world, service).flatMap((task) => {
    const endpoint = world.index.endpoints.get(task.id)?.find((each) => each.network === network.id);
    const address = endpoint?.addresses.flatMap((cidr) => canonicalAddress(cidr) ?? [])[0];
    return address ? [{ task, walked: deliver(task, world.stacks.get(task.id), { address, port, protocol }) }] : [];
  });
  const [one] = walks;
  if (one && walks.every(({ walked }) => walked.verdict === one.walked.verdict)) return after([first], one.walked);
  const names = walks.map(({ task, walked }) => `${sandboxName(task)}: ${walked.verdict}`).join(', ');
  return after([first], unknown('tasks-differ', place, [service.name, names]));
}

function tasksOf({ topology }: World, service: Service): readonly Sandbox[] {
  return topology.sandboxes.filter((sandbox) => sandbox.service === service.id && isRunning(sandbox));
}

function evidenceOf(how: string) {
  return [word('path-evidence.no-balancer', '/proc/net/ip_vs', how)];
}
