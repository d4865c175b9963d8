/** What can be picked, from the Topology. Pure: refusals are words. */
import { endpointsOf, isBuiltIn, isRunning, networkById, networksOf, sandboxById, sandboxName } from '../model/lookup.ts';
import { sortedBy } from '../model/order.ts';
import type { EndpointId, Network, NetworkId, Sandbox, SandboxId, Topology } from '../model/topology.ts';
import { refusalOfAttach, refusalOfDetach, refusalOfRemove } from '../predictions/refusals.ts';
import { stackKind } from '../views/stackKind.ts';
import { driverIcon, stackIcon } from '../views/treeIcons.ts';
import type { Choice } from './pick.ts';

/** Sandboxes for a network; without one, those that any network would take. */
export function sandboxChoices(topology: Topology, network: NetworkId): readonly Choice<SandboxId>[] {
  const engines = networkById(topology, network)?.engines ?? [];
  return byName(topology.sandboxes.filter(({ engine }) => engines.includes(engine))).map((sandbox) => ({
    ...sandboxChoice(topology, sandbox),
    refusal: refusalOfAttach(topology, network, sandbox.id),
  }));
}

export function networkChoices(topology: Topology, sandbox: SandboxId): readonly Choice<NetworkId>[] {
  const engine = sandboxById(topology, sandbox)?.engine;
  const networks = topology.networks.filter(({ engines }) => engine !== undefined && engines.includes(engine));
  return sortedBy(networks, ({ name }) => [name.toLowerCase()]).map((network) => ({
    ...networkChoice(topology, network),
    refusal: refusalOfAttach(topology, network.id, sandbox),
  }));
}

/** Networks that some container could be attached to. */
export function targetChoices(topology: Topology): readonly Choice<NetworkId>[] {
  return everyNetwork(topology).map((choice) => {
    const refusals = sandboxChoices(topology, choice.value).map(({ refusal }) => refusal);
    const ofNetwork = refusals.find((refusal) => refusal !== undefined && networkRefusals.includes(refusal.code));
    return { ...choice, refusal: ofNetwork };
  });
}

const networkRefusals: readonly string[] = [
  'refusal.host-network',
  'refusal.none-network',
  'refusal.config-only',
  'refusal.ingress',
  'refusal.not-attachable',
];

/** Sandboxes that could be attached to some network. */
export function attachableChoices(topology: Topology): readonly Choice<SandboxId>[] {
  return byName(topology.sandboxes).map((sandbox) => {
    const refusals = networkChoices(topology, sandbox.id).map(({ refusal }) => refusal);
    const ofSandbox = refusals.find((refusal) => refusal !== undefined && sandboxRefusals.includes(refusal.code));
    return { ...sandboxChoice(topology, sandbox), refusal: ofSandbox };
  });
}

const sandboxRefusals: readonly string[] = [
  'refusal.host-stack',
  'refusal.load-balancer',
  'refusal.swarm-task',
  'refusal.being-removed',
  'refusal.on-none',
];

export function endpointChoices(topology: Topology): readonly Choice<EndpointId>[] {
  return byName(topology.sandboxes).flatMap((sandbox) =>
    endpointsOf(topology, { sandbox: sandbox.id }).map((endpoint) => ({
      value: endpoint.id,
      name: sandboxName(sandbox),
      description: [networkById(topology, endpoint.network)?.name ?? '', ...endpoint.addresses].join(' · '),
      icon: isRunning(sandbox) ? 'plug' : 'debug-disconnect',
      refusal: refusalOfDetach(topology, endpoint.id),
    })),
  );
}

export function removableChoices(topology: Topology): readonly Choice<NetworkId>[] {
  return everyNetwork(topology).map((choice) => ({ ...choice, refusal: refusalOfRemove(topology, choice.value) }));
}

/** Networks of users. */
export function ownChoices(topology: Topology): readonly Choice<NetworkId>[] {
  const own = new Set(topology.networks.filter((network) => !isBuiltIn(network)).map(({ id }) => id));
  return everyNetwork(topology).filter(({ value }) => own.has(value));
}

export function everyNetwork(topology: Topology): readonly Choice<NetworkId>[] {
  return sortedBy(topology.networks, ({ name, id }) => [name.toLowerCase(), id]).map((network) =>
    networkChoice(topology, network),
  );
}

export function everySandbox(topology: Topology): readonly Choice<SandboxId>[] {
  return byName(topology.sandboxes).map((sandbox) => sandboxChoice(topology, sandbox));
}

function networkChoice(topology: Topology, network: Network): Choice<NetworkId> {
  const engine = topology.engines.length > 1 ? topology.engines.find(({ id }) => id === network.engines[0])?.context : undefined;
  const description = [network.driver, network.pools[0]?.subnet, engine].filter((part) => part !== undefined).join(' · ');
  return { value: network.id, name: network.name, description, icon: driverIcon(network.driver) };
}

function sandboxChoice(topology: Topology, sandbox: Sandbox): Choice<SandboxId> {
  const networks = networksOf(topology, sandbox.id);
  const engine = topology.engines.length > 1 ? topology.engines.find(({ id }) => id === sandbox.engine)?.context : undefined;
  const description = [networks.map(({ name }) => name).join(', '), engine].filter(Boolean).join(' · ');
  return { value: sandbox.id, name: sandboxName(sandbox), description, icon: stackIcon(stackKind(sandbox, networks)).id };
}

function byName(sandboxes: readonly Sandbox[]): readonly Sandbox[] {
  return sortedBy(sandboxes, (sandbox) => [sandboxName(sandbox).toLowerCase(), sandbox.id]);
}
