/** Sandboxes and endpoints on swarm nodes whose engine is not reached: from a manager's `/tasks`, and from what the gossip tells a verbose network inspect. */
import { isCidr, parseRange } from './address.ts';
import type { Endpoints } from './buildEndpoints.ts';
import type { Sandboxes } from './buildSandboxes.ts';
import { swarmRecords } from './buildSwarm.ts';
import type { EngineReading } from './engineReading.ts';
import type { GapLog } from './gapLog.ts';
import { endpointId, looseEndpointId, nodeId, serviceId, taskSandboxId } from './ids.ts';
import { defined } from './order.ts';
import { entriesOf, type Fields, fieldsOf } from './raw.ts';
import { findNetwork, type NetworkReading } from './readNetworks.ts';
import type { Endpoint, EndpointId, Network, NetworkId, Node, NodeId, SandboxId, Service } from './topology.ts';

export interface SwarmFacts {
  readonly nodes: readonly Node[];
  readonly services: readonly Service[];
  readonly networks: ReadonlyMap<NetworkId, Network>;
}

/** Task states in which there is, or soon will be, a network stack. */
const alive = new Set(['assigned', 'accepted', 'preparing', 'ready', 'starting', 'running']);

export function addTasks(
  readings: readonly EngineReading[],
  swarm: SwarmFacts,
  sandboxes: Sandboxes,
  endpoints: Endpoints,
  gaps: GapLog,
): void {
  const nodes = new Map(swarm.nodes.map((node) => [node.id, node] as const));
  const services = new Map(swarm.services.map((service) => [service.id, service] as const));
  const reached = new Set<NodeId>();
  for (const { engine, containers } of readings) if (engine.swarm && containers.listed) reached.add(engine.swarm.nodeId);
  for (const reading of readings) {
    const engine = reading.engine.id;
    for (const [id, record] of swarmRecords(reading, 'tasks', gaps) ?? []) {
      const sandbox = taskSandboxId(id);
      const task = fieldsOf(record, (path) =>
        gaps.add({ engine, subject: sandbox, code: 'malformed-answer', why: `/tasks: ${path}` }),
      );
      const node = nodeId(task.text('NodeID'));
      const container = task.text('Status', 'ContainerStatus', 'ContainerID');
      const desired = task.text('DesiredState');
      if (!alive.has(task.text('Status', 'State')) || desired === 'shutdown' || desired === 'remove') continue;
      if (node === '' || reached.has(node) || sandboxes.ofContainer.has(container) || sandboxes.byId.has(sandbox)) continue;
      const service = services.get(serviceId(task.text('ServiceID')));
      if (!nodes.has(node)) gaps.add({ engine, subject: sandbox, code: 'unknown-subject', why: node });
      sandboxes.byId.set(sandbox, {
        id: sandbox,
        engine,
        kind: 'task',
        containers: [
          {
            id: container || id,
            name: taskName(task, id, service),
            state: task.text('Status', 'State'),
            image: task.text('Spec', 'ContainerSpec', 'Image'),
          },
        ],
        publishedPorts: [],
        detail: 'full',
        ...defined({ node: nodes.has(node) ? node : undefined, service: service?.id }),
      });
      addTaskEndpoints(reading, sandbox, task, nodes.has(node) ? node : undefined, endpoints, gaps);
    }
  }
}

/** Tasks have no name of their own in the answer: service, slot (or node where the service is global), task id. */
function taskName(task: Fields, id: string, service: Service | undefined): string {
  return service ? `${service.name}.${task.count('Slot') || task.text('NodeID')}.${id}` : id;
}

function addTaskEndpoints(
  reading: EngineReading,
  sandbox: SandboxId,
  task: Fields,
  node: NodeId | undefined,
  endpoints: Endpoints,
  gaps: GapLog,
): void {
  const engine = reading.engine.id;
  const broken = (path: string) => gaps.add({ engine, subject: sandbox, code: 'malformed-answer', why: `/tasks: ${path}` });
  for (const [index, item] of task.list('NetworksAttachments').entries()) {
    const attachment = fieldsOf(item, (path) => broken(`NetworksAttachments.${index}.${path}`));
    const name = attachment.text('Network', 'ID');
    const network = findNetwork(reading.networks, '', name || '?');
    if (typeof network === 'string') {
      if (reading.networks.listed) gaps.add({ engine, subject: sandbox, code: network, why: name });
      continue;
    }
    const id = endpointId(network.id, sandbox);
    const addresses = attachment.texts('Addresses').filter((address) => {
      if (!isCidr(address)) broken(`NetworksAttachments.${index}.Addresses`);
      return isCidr(address);
    });
    endpoints.byId.set(id, { id, network: network.id, sandbox, engine, addresses, detail: 'full', ...defined({ node }) });
  }
}

/** What a verbose inspect knows of other nodes' endpoints (`Services`: by service name, `""` for plain containers and load balancers). */
export function addGossip(
  readings: readonly EngineReading[],
  swarm: SwarmFacts,
  sandboxes: Sandboxes,
  endpoints: Endpoints,
  gaps: GapLog,
): void {
  const known = new Set<string>();
  for (const endpoint of endpoints.byId.values()) if (endpoint.endpointId) known.add(endpoint.endpointId);
  const nodeAt = new Map(swarm.nodes.map((node) => [node.address, node] as const));
  const reachedAt = new Set<NodeId>();
  for (const { engine, containers } of readings) if (engine.swarm && containers.listed) reachedAt.add(engine.swarm.nodeId);
  const serviceOf = new Map(swarm.services.map((service) => [service.name, service] as const));
  for (const reading of readings) {
    const engine = reading.engine.id;
    for (const network of reading.networks.byDockerId.values()) {
      if (!network.inspected) continue;
      for (const [name, value] of entriesOf(network.fields.record('Services'))) {
        const broken = (path: string) =>
          gaps.add({ engine, subject: network.id, code: 'malformed-network', why: `Services.${name}.${path}` });
        for (const [index, item] of fieldsOf(value, broken).list('Tasks').entries()) {
          const task = fieldsOf(item, (path) => broken(`Tasks.${index}.${path}`));
          const dockerId = task.text('EndpointID');
          if (dockerId === '' || known.has(dockerId) || reading.containers.hiddenEndpoints.has(dockerId)) continue;
          const node = nodeAt.get(task.text('Info', 'Host IP'));
          // What a reached engine's own lists do not have is gone.
          if (node && reachedAt.has(node.id)) continue;
          known.add(dockerId);
          addRemote(reading, network, serviceOf.get(name), name, task, node?.id, swarm, sandboxes, endpoints, broken);
        }
      }
    }
  }
}

function addRemote(
  reading: EngineReading,
  network: NetworkReading,
  service: Service | undefined,
  serviceName: string,
  task: Fields,
  node: NodeId | undefined,
  swarm: SwarmFacts,
  sandboxes: Sandboxes,
  endpoints: Endpoints,
  broken: (path: string) => void,
): void {
  const engine = reading.engine.id;
  const dockerId = task.text('EndpointID');
  const name = task.text('Name');
  const taskId = serviceName === '' ? '' : name.slice(name.lastIndexOf('.') + 1);
  const sandbox = taskId === '' ? undefined : taskSandboxId(taskId);
  const id: EndpointId = sandbox ? endpointId(network.id, sandbox) : looseEndpointId(network.id, dockerId);
  const other = endpoints.byId.get(id);
  if (other) {
    if (other.endpointId === undefined) endpoints.byId.set(id, { ...other, endpointId: dockerId });
    return;
  }
  if (sandbox && !sandboxes.byId.has(sandbox)) {
    sandboxes.byId.set(sandbox, {
      id: sandbox,
      engine,
      kind: 'task',
      containers: [{ id: taskId, name, state: 'running', image: '' }],
      publishedPorts: [],
      detail: 'full',
      ...defined({ node, service: service?.id }),
    });
  }
  const endpoint: Endpoint = {
    id,
    network: network.id,
    engine,
    addresses: addressesOf(task, swarm.networks.get(network.id), broken),
    detail: 'full',
    endpointId: dockerId,
    ...defined({ sandbox, node, name: sandbox ? undefined : name || undefined }),
  };
  endpoints.byId.set(id, endpoint);
}

/** The gossip's address has no prefix length; the pool that holds it has. */
function addressesOf(task: Fields, network: Network | undefined, broken: (path: string) => void): readonly string[] {
  const address = task.text('EndpointIP');
  if (address === '') return [];
  const range = parseRange(address);
  if (!range || address.includes('/')) {
    broken('Tasks.EndpointIP');
    return [];
  }
  for (const { subnet } of network?.pools ?? []) {
    const pool = parseRange(subnet);
    if (pool && pool.family === range.family && pool.first <= range.address && range.address <= pool.last) {
      return [`${address}/${pool.prefixLength}`];
    }
  }
  return [`${address}/${range.family === 4 ? 32 : 128}`];
}
