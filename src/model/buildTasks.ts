/** Sandboxes and endpoints on swarm nodes whose engine is not reached, from a manager's `/tasks`. */
import { isCidr } from './address.ts';
import type { Endpoints } from './buildEndpoints.ts';
import type { Sandboxes } from './buildSandboxes.ts';
import { swarmRecords } from './buildSwarm.ts';
import type { EngineReading } from './engineReading.ts';
import type { GapLog } from './gapLog.ts';
import { endpointId, nodeId, serviceId, taskSandboxId } from './ids.ts';
import { defined } from './order.ts';
import { type Fields, fieldsOf } from './raw.ts';
import { findNetwork } from './readNetworks.ts';
import type { Network, NetworkId, Node, NodeId, SandboxId, Service } from './topology.ts';

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
      if (!isAlive(task) && !isLost(task, nodes.get(node))) continue;
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
            state: isAlive(task) ? task.text('Status', 'State') : task.text('DesiredState'),
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

/** Whether the task has a network stack, or soon will. */
export function isAlive(task: Fields): boolean {
  const desired = task.text('DesiredState');
  return alive.has(task.text('Status', 'State')) && desired !== 'shutdown' && desired !== 'remove';
}

/** On a node that is down nobody can end a task: the swarm has told it to shut down and started another elsewhere, but it may run still. */
function isLost(task: Fields, node: Node | undefined): boolean {
  return node?.state === 'down' && task.text('Status', 'State') === 'running' && task.text('DesiredState') === 'shutdown';
}
