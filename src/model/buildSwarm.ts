/** Nodes and services of the swarms, as their managers list them. */
import { isCidr } from './address.ts';
import type { EngineReading } from './engineReading.ts';
import type { GapLog } from './gapLog.ts';
import { nodeId, serviceId } from './ids.ts';
import { defined, sortedBy } from './order.ts';
import { entriesOf, type Fields, fieldsOf, type RawRecord } from './raw.ts';
import { answerOf, failureOf, recordsById } from './readAnswers.ts';
import { findNetwork } from './readNetworks.ts';
import type { EngineId, Node, NodeId, Service, ServiceId } from './topology.ts';

/** One record per node; a node that is only known as an engine's own (workers list nothing) is made of that engine's `/info`. */
export function buildNodes(readings: readonly EngineReading[], gaps: GapLog): readonly Node[] {
  const nodes = new Map<NodeId, Node>();
  for (const reading of readings) {
    for (const [id, record] of swarmRecords(reading, 'nodes', gaps) ?? []) {
      if (!nodes.has(nodeId(id))) nodes.set(nodeId(id), buildNode(reading, id, record, gaps));
    }
  }
  for (const { engine, snapshot } of readings) {
    if (!engine.swarm || nodes.has(engine.swarm.nodeId)) continue;
    // no manager of its swarm is reached: other nodes, services and tasks there may be, unseen
    if (engine.swarm.role === 'worker') gaps.add({ engine: engine.id, code: 'needs-manager', why: engine.context });
    const info = fieldsOf(answerOf(snapshot.api.info), (path) =>
      gaps.add({ engine: engine.id, code: 'malformed-answer', why: `/info: ${path}` }),
    );
    nodes.set(engine.swarm.nodeId, {
      id: engine.swarm.nodeId,
      engine: engine.id,
      hostname: info.text('Name'),
      role: engine.swarm.role,
      availability: '',
      state: '',
      address: info.text('Swarm', 'NodeAddr'),
      leader: false,
    });
    addManagers(engine.id, info, nodes);
  }
  return sortedBy(nodes.values(), (node) => [node.hostname, node.id]);
}

/** A worker lists no nodes, but knows where its managers are. */
function addManagers(engine: EngineId, info: Fields, nodes: Map<NodeId, Node>): void {
  for (const item of info.list('Swarm', 'RemoteManagers')) {
    const manager = fieldsOf(item, () => {});
    const id = nodeId(manager.text('NodeID'));
    if (id === '' || nodes.has(id)) continue;
    const address = manager.text('Addr').replace(/:\d+$/, '');
    nodes.set(id, { id, engine, hostname: '', role: 'manager', availability: '', state: '', address, leader: false });
  }
}

/** Records of a swarm list; that the engine is no manager is a gap only where it is in a swarm. */
export function swarmRecords(
  reading: EngineReading,
  call: 'nodes' | 'services' | 'tasks',
  gaps: GapLog,
): ReadonlyMap<string, RawRecord> | undefined {
  const { engine, snapshot } = reading;
  const failed = failureOf(snapshot.api[call]);
  if (failed?.reason === 'needs-manager') {
    if (engine.swarm) gaps.add({ engine: engine.id, code: 'needs-manager', why: engine.context });
    return undefined;
  }
  return recordsById(snapshot, call, { idKey: 'ID', malformed: 'malformed-answer', notListed: 'not-answered' }, gaps);
}

function buildNode({ engine }: EngineReading, id: string, record: RawRecord, gaps: GapLog): Node {
  const fields = fieldsOf(record, (path) =>
    gaps.add({ engine: engine.id, code: 'malformed-answer', why: `/nodes: ${id} ${path}` }),
  );
  const address = fields.text('Status', 'Addr');
  // A manager may report the wildcard address of its listener; its cluster address is the real one.
  const reachable = address === '' || address === '0.0.0.0' ? fields.text('ManagerStatus', 'Addr').replace(/:\d+$/, '') : address;
  return {
    id: nodeId(id),
    engine: engine.id,
    hostname: fields.text('Description', 'Hostname'),
    role: fields.text('Spec', 'Role'),
    availability: fields.text('Spec', 'Availability'),
    state: fields.text('Status', 'State'),
    address: reachable || address,
    leader: fields.flag('ManagerStatus', 'Leader'),
    ...defined({ reachability: fields.text('ManagerStatus', 'Reachability') || undefined }),
  };
}

export function buildServices(readings: readonly EngineReading[], gaps: GapLog): readonly Service[] {
  const services = new Map<ServiceId, Service>();
  for (const reading of readings) {
    for (const [id, record] of swarmRecords(reading, 'services', gaps) ?? []) {
      if (!services.has(serviceId(id))) services.set(serviceId(id), buildService(reading, serviceId(id), record, gaps));
    }
  }
  return sortedBy(services.values(), (service) => [service.name, service.id]);
}

function buildService(reading: EngineReading, id: ServiceId, record: RawRecord, gaps: GapLog): Service {
  const engine = reading.engine.id;
  const broken = (path: string) => gaps.add({ engine, subject: id, code: 'malformed-answer', why: `/services: ${path}` });
  const fields = fieldsOf(record, broken);
  const name = fields.text('Spec', 'Name');
  if (name === '') broken('Spec.Name');
  const labels = fields.textRecord('Spec', 'Labels');
  const project = Object.hasOwn(labels, 'com.docker.stack.namespace') ? labels['com.docker.stack.namespace'] : undefined;
  return {
    id,
    engine,
    name: name || id,
    mode: kebab(entriesOf(fields.record('Spec', 'Mode')).find(([, value]) => value !== null)?.[0] ?? ''),
    endpointMode: fields.text('Spec', 'EndpointSpec', 'Mode') || fields.text('Endpoint', 'Spec', 'Mode') || 'vip',
    networks: networksOf(reading, record, id, gaps),
    ports: fields.list('Endpoint', 'Ports').flatMap((item, index) => {
      const port = fieldsOf(item, (path) => broken(`Endpoint.Ports.${index}.${path}`));
      const target = port.count('TargetPort');
      if (!target) return [];
      return [
        {
          protocol: port.text('Protocol'),
          port: target,
          published: port.count('PublishedPort') ?? 0,
          publishMode: port.text('PublishMode'),
        },
      ];
    }),
    ...defined({
      replicas: fields.count('Spec', 'Mode', 'Replicated', 'Replicas'),
      project: project || undefined,
    }),
  };
}

/** The networks that the service asks for, and those (such as ingress) on which it has a virtual address. */
function networksOf(reading: EngineReading, record: RawRecord, id: ServiceId, gaps: GapLog): Service['networks'] {
  const engine = reading.engine.id;
  const broken = (path: string) => gaps.add({ engine, subject: id, code: 'malformed-answer', why: `/services: ${path}` });
  const fields = fieldsOf(record, broken);
  const networks = new Map<string, Service['networks'][number]>();
  const find = (reference: string) => {
    const network = findNetwork(reading.networks, reference, '');
    if (typeof network !== 'string') return network;
    if (reading.networks.listed) gaps.add({ engine, subject: id, code: network, why: reference });
    return undefined;
  };
  const targets = fields.list('Spec', 'TaskTemplate', 'Networks');
  for (const [index, item] of (targets.length > 0 ? targets : fields.list('Spec', 'Networks')).entries()) {
    const target = fieldsOf(item, (path) => broken(`Networks.${index}.${path}`));
    const network = find(target.text('Target'));
    if (network) networks.set(network.id, { network: network.id, aliases: target.texts('Aliases') });
  }
  for (const [index, item] of fields.list('Endpoint', 'VirtualIPs').entries()) {
    const virtual = fieldsOf(item, (path) => broken(`Endpoint.VirtualIPs.${index}.${path}`));
    const network = find(virtual.text('NetworkID'));
    const address = virtual.text('Addr');
    if (address !== '' && !isCidr(address)) broken(`Endpoint.VirtualIPs.${index}.Addr`);
    if (!network) continue;
    const virtualAddress = isCidr(address) ? address : undefined;
    networks.set(network.id, { network: network.id, ...networks.get(network.id), ...defined({ virtualAddress }) });
  }
  return sortedBy(networks.values(), (entry) => [entry.network]);
}

/** `ReplicatedJob` as `replicated-job`. */
function kebab(mode: string): string {
  return mode.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}
