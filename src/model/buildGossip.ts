/** Endpoints on other nodes that only the gossip of an overlay knows, as a verbose network inspect tells it. */
import { parseRange } from './address.ts';
import type { Endpoints } from './buildEndpoints.ts';
import type { Sandboxes } from './buildSandboxes.ts';
import { swarmRecords } from './buildSwarm.ts';
import { isAlive, type SwarmFacts } from './buildTasks.ts';
import type { EngineReading } from './engineReading.ts';
import { GapLog } from './gapLog.ts';
import { endpointId, looseEndpointId, taskSandboxId } from './ids.ts';
import { defined } from './order.ts';
import { entriesOf, type Fields, fieldsOf } from './raw.ts';
import type { NetworkReading } from './readNetworks.ts';
import type { Endpoint, EndpointId, Network, NodeId, Service } from './topology.ts';

/** What a verbose inspect knows of other nodes' endpoints (`Services`: by service name, `""` for plain containers and load balancers). */
export function addGossip(
  readings: readonly EngineReading[],
  swarm: SwarmFacts,
  sandboxes: Sandboxes,
  endpoints: Endpoints,
  gaps: GapLog,
): void {
  const entries = readings.flatMap((reading) => gossipOf(reading, gaps));
  const known = new Map<string, EndpointId>();
  for (const endpoint of endpoints.byId.values()) if (endpoint.endpointId) known.set(endpoint.endpointId, endpoint.id);
  const nodeAt = new Map(swarm.nodes.flatMap((node) => (node.address === '' ? [] : [[node.address, node.id] as const])));
  for (const { network, dockerId, host, taskId } of entries) {
    const id = known.get(dockerId) ?? (taskId === '' ? undefined : endpointId(network.id, taskSandboxId(taskId)));
    const endpoint = id && endpoints.byId.get(id);
    if (!endpoint || host === '') continue;
    if (endpoint.hostAddress === undefined) endpoints.byId.set(endpoint.id, { ...endpoint, hostAddress: host });
    // The tunnels may use another address (`--data-path-addr`) than the one that the node is listed with.
    if (endpoint.node) nodeAt.set(host, endpoint.node);
  }
  const reached = new Set<NodeId>();
  for (const { engine, containers } of readings) if (engine.swarm && containers.listed) reached.add(engine.swarm.nodeId);
  const ended = endedTasks(readings);
  const serviceOf = new Map(swarm.services.map((service) => [service.name, service] as const));
  for (const entry of entries) {
    const node = nodeAt.get(entry.host);
    // What a reached engine's own lists do not have is gone, and so is what a manager calls ended: the inspect is the older reading.
    if (known.has(entry.dockerId) || (node && reached.has(node)) || ended.has(entry.taskId)) continue;
    addRemote(entry, node, serviceOf.get(entry.serviceName), swarm, sandboxes, endpoints);
  }
}

/** One row of the gossip: an endpoint somewhere on the overlay. */
interface GossipEntry {
  readonly reading: EngineReading;
  readonly network: NetworkReading;
  readonly dockerId: string;
  readonly name: string;
  /** Tunnel address of its host. */
  readonly host: string;
  readonly serviceName: string;
  /** '' for plain containers and load balancers. */
  readonly taskId: string;
  readonly task: Fields;
  readonly broken: (path: string) => void;
}

function gossipOf(reading: EngineReading, gaps: GapLog): readonly GossipEntry[] {
  const entries: GossipEntry[] = [];
  for (const network of reading.networks.byDockerId.values()) {
    if (!network.inspected) continue;
    for (const [serviceName, value] of entriesOf(network.fields.record('Services'))) {
      const broken = (path: string) =>
        gaps.add({
          engine: reading.engine.id,
          subject: network.id,
          code: 'malformed-network',
          why: `Services.${serviceName}.${path}`,
        });
      for (const [index, item] of fieldsOf(value, broken).list('Tasks').entries()) {
        const task = fieldsOf(item, (path) => broken(`Tasks.${index}.${path}`));
        const dockerId = task.text('EndpointID');
        if (dockerId === '' || reading.containers.hiddenEndpoints.has(dockerId)) continue;
        const name = task.text('Name');
        const taskId = serviceName === '' ? '' : name.slice(name.lastIndexOf('.') + 1);
        entries.push({
          reading,
          network,
          dockerId,
          name,
          host: task.text('Info', 'Host IP'),
          serviceName,
          taskId,
          task,
          broken,
        });
      }
    }
  }
  return entries;
}

function addRemote(
  { reading, network, dockerId, name, host, taskId, task, broken }: GossipEntry,
  node: NodeId | undefined,
  service: Service | undefined,
  swarm: SwarmFacts,
  sandboxes: Sandboxes,
  endpoints: Endpoints,
): void {
  const engine = reading.engine.id;
  const hostAddress = host || undefined;
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
    ...defined({ sandbox, node, hostAddress, name: sandbox ? undefined : name || undefined }),
  };
  endpoints.byId.set(id, endpoint);
}

/** Ids of the tasks that a manager lists and that have no stack any more. */
function endedTasks(readings: readonly EngineReading[]): ReadonlySet<string> {
  const ended = new Set<string>();
  const silent = new GapLog(); // addTasks has said what is wrong with the records
  for (const reading of readings) {
    for (const [id, record] of swarmRecords(reading, 'tasks', silent) ?? []) {
      if (!isAlive(fieldsOf(record, () => {}))) ended.add(id);
    }
  }
  return ended;
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
