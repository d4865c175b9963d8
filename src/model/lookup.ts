/** Finders over a Topology. They look through the flat arrays; who asks often keeps a Map of its own. */
import type {
  Endpoint,
  EndpointId,
  Engine,
  EngineId,
  Network,
  NetworkId,
  Node,
  NodeId,
  Sandbox,
  SandboxId,
  Service,
  ServiceId,
  Topology,
} from './topology.ts';

export function engineById(topology: Topology, id: EngineId | string): Engine | undefined {
  return topology.engines.find((engine) => engine.id === id);
}

export function networkById(topology: Topology, id: NetworkId | string): Network | undefined {
  return topology.networks.find((network) => network.id === id);
}

export function sandboxById(topology: Topology, id: SandboxId | string): Sandbox | undefined {
  return topology.sandboxes.find((sandbox) => sandbox.id === id);
}

/** By our id, or by Docker's EndpointID. */
export function endpointById(topology: Topology, id: EndpointId | string): Endpoint | undefined {
  if (id === '') return undefined;
  return (
    topology.endpoints.find((endpoint) => endpoint.id === id) ?? topology.endpoints.find((endpoint) => endpoint.endpointId === id)
  );
}

export function nodeById(topology: Topology, id: NodeId | string): Node | undefined {
  return topology.nodes.find((node) => node.id === id);
}

export function serviceById(topology: Topology, id: ServiceId | string): Service | undefined {
  return topology.services.find((service) => service.id === id);
}

/** The endpoints of a network, of a sandbox, or of both. */
export function endpointsOf(
  topology: Topology,
  of: { readonly network?: NetworkId | string; readonly sandbox?: SandboxId | string },
): readonly Endpoint[] {
  return topology.endpoints.filter(
    (endpoint) =>
      (of.network === undefined || endpoint.network === of.network) &&
      (of.sandbox === undefined || endpoint.sandbox === of.sandbox),
  );
}

/** The networks that a sandbox is on. */
export function networksOf(topology: Topology, sandbox: SandboxId | string): readonly Network[] {
  const ids = new Set(endpointsOf(topology, { sandbox }).map((endpoint) => endpoint.network));
  return topology.networks.filter((network) => ids.has(network.id));
}

/** The sandbox of that id, or the one that a container of that id is in: a sharer's id means its owner's stack. */
export function sandboxOfContainer(topology: Topology, id: string): Sandbox | undefined {
  return (
    sandboxById(topology, id) ?? topology.sandboxes.find((sandbox) => sandbox.containers.some((container) => container.id === id))
  );
}

/** The sandboxes with an endpoint on a network. */
export function sandboxesOn(topology: Topology, network: NetworkId | string): readonly Sandbox[] {
  const ids = new Set(endpointsOf(topology, { network }).map((endpoint) => endpoint.sandbox));
  return topology.sandboxes.filter((sandbox) => ids.has(sandbox.id));
}

/** The running containers' stacks of an engine that are known with a process to read them through. */
export function sandboxesWithProcess(topology: Topology, engine: EngineId): readonly Sandbox[] {
  return topology.sandboxes.filter(
    (sandbox) => sandbox.engine === engine && sandbox.kind === 'container' && sandbox.pid !== undefined && isRunning(sandbox),
  );
}

/** Whether its stack is up. A container's goes down with its owner, whoever shares it; the host's and load balancers' are always up. */
export function isRunning(sandbox: Sandbox): boolean {
  switch (sandbox.kind) {
    case 'host':
    case 'loadBalancer':
      return true;
    case 'task':
      return sandbox.containers[0]?.state === 'running';
    case 'container': {
      const owner = ownerOf(sandbox);
      return owner !== undefined && (owner.state === 'running' || owner.state === 'paused');
    }
    default: {
      const never: never = sandbox.kind;
      return never;
    }
  }
}

/** The container that owns the stack; undefined when it was removed while others share it. */
export function ownerOf(sandbox: Sandbox): Sandbox['containers'][number] | undefined {
  const first = sandbox.containers[0];
  return sandbox.kind === 'container' && first?.id === sandbox.id ? first : undefined;
}

/** Those that share the stack with its owner. */
export function sharersOf(sandbox: Sandbox): Sandbox['containers'] {
  return sandbox.kind === 'container' ? sandbox.containers.filter((container) => container.id !== sandbox.id) : [];
}

/** Docker's name of it: the owner's, `host`, `ingress-sbox`, `lb-<network>`, the task's. */
export function sandboxName(sandbox: Sandbox): string {
  switch (sandbox.kind) {
    case 'host':
      return 'host';
    case 'loadBalancer':
      return sandbox.id.slice(sandbox.engine.length + 1);
    case 'task':
    case 'container':
      return sandbox.containers[0]?.name ?? sandbox.id.slice(0, 12);
    default: {
      const never: never = sandbox.kind;
      return never;
    }
  }
}

/** The engine that a record is on; of a network that several see, the first. */
export function engineOf(topology: Topology, record: Network | Sandbox | Endpoint | Node | Service): Engine | undefined {
  const id = 'engines' in record ? record.engines[0] : record.engine;
  return id === undefined ? undefined : engineById(topology, id);
}

/** Networks that Docker makes by itself: bridge, host and none, ingress, docker_gwbridge. */
export function isBuiltIn(network: Network): boolean {
  return (
    network.ingress ||
    network.driver === 'host' ||
    network.driver === 'null' ||
    (network.driver === 'bridge' && network.name === 'docker_gwbridge') ||
    isDefaultBridge(network)
  );
}

/** The network that containers get without asking. No other network can have its name. */
export function isDefaultBridge(network: Network): boolean {
  return network.driver === 'bridge' && network.name === 'bridge';
}
