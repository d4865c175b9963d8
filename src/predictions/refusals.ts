/** What the engine would refuse, told before it is asked: pick lists leave it out or say why. Undefined means that nothing is known against it. */
import { isBuiltIn } from '../model/lookup.ts';
import type { EndpointId, Network, NetworkId, Sandbox, SandboxId, Topology } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import { word } from '../model/word.ts';
import { askerName } from './answer.ts';
import { endpointIndex } from './endpointIndex.ts';
import type { RefusalCode } from './impactCode.ts';
import { isServed, nameIndex } from './nameRecords.ts';

type Refusal = Word<RefusalCode> | undefined;

export function refusalOfAttach(topology: Topology, network: NetworkId, sandbox: SandboxId): Refusal {
  const index = nameIndex(topology);
  const to = index.networks.get(network);
  const who = index.sandboxes.get(sandbox);
  if (to === undefined || who === undefined) return word('refusal.gone', to === undefined ? network : sandbox);
  const name = askerName(who);
  if (!to.engines.includes(who.engine)) return word('refusal.other-engine', name, to.name);
  const sandboxRefusal = refusalOfSandbox(who);
  if (sandboxRefusal !== undefined) return sandboxRefusal;
  if (to.driver === 'host') return word('refusal.host-network', to.name);
  if (to.driver === 'null') return word('refusal.none-network', to.name);
  if (to.configOnly) return word('refusal.config-only', to.name);
  if (to.ingress) return word('refusal.ingress', to.name);
  if (to.scope === 'swarm' && !to.attachable) return word('refusal.not-attachable', to.name);
  const endpoints = index.endpoints.get(who.id) ?? [];
  if (endpoints.some((endpoint) => endpoint.network === to.id)) return word('refusal.already-attached', name, to.name);
  const none = endpoints.some((endpoint) => index.networks.get(endpoint.network)?.driver === 'null');
  return none ? word('refusal.on-none', name) : undefined;
}

export function refusalOfDetach(topology: Topology, endpoint: EndpointId): Refusal {
  const index = nameIndex(topology);
  const going = endpointIndex(topology).byId.get(endpoint);
  const from = going === undefined ? undefined : index.networks.get(going.network);
  if (going === undefined || from === undefined) return word('refusal.gone', endpoint);
  const who = going.sandbox === undefined ? undefined : index.sandboxes.get(going.sandbox);
  if (who === undefined) return word('refusal.nobodys-endpoint', going.name ?? going.endpointId ?? endpoint);
  if (from.driver === 'host') return word('refusal.host-stack', askerName(who));
  if (from.ingress || from.name === 'docker_gwbridge') return word('refusal.made-by-swarm', from.name);
  return refusalOfSandbox(who);
}

export function refusalOfRemove(topology: Topology, network: NetworkId): Refusal {
  const index = nameIndex(topology);
  const going = index.networks.get(network);
  if (going === undefined) return word('refusal.gone', network);
  if (isPredefined(going)) return word('refusal.predefined', going.name);
  if (going.ingress) return word('refusal.ingress', going.name);
  if (isBuiltIn(going)) return word('refusal.way-out', going.name);
  const live = (endpointIndex(topology).byNetwork.get(network) ?? []).filter((endpoint) => {
    const owner = endpoint.sandbox === undefined ? undefined : index.sandboxes.get(endpoint.sandbox);
    return owner === undefined ? endpoint.endpointId !== undefined : owner.kind !== 'loadBalancer' && isServed(owner);
  });
  if (live.length > 0) return word('refusal.active-endpoints', going.name, live.length);
  const services = topology.services.filter((service) => service.networks.some((attached) => attached.network === network));
  if (services.length > 0) return word('refusal.used-by-services', going.name, services.length);
  const copies = topology.networks.filter((other) => other.configFrom === going.name && going.configOnly);
  if (copies.length > 0) return word('refusal.used-as-config', going.name, copies.length);
  const engines = going.engines.flatMap((id) => index.engines.get(id) ?? []);
  const workersOnly = engines.length > 0 && engines.every((engine) => engine.swarm?.role === 'worker');
  return going.scope === 'swarm' && workersOnly ? word('refusal.needs-manager', going.name) : undefined;
}

function refusalOfSandbox(sandbox: Sandbox): Refusal {
  const name = askerName(sandbox);
  switch (sandbox.kind) {
    case 'host':
      return word('refusal.host-stack', name);
    case 'loadBalancer':
      return word('refusal.load-balancer', name);
    case 'task':
      return word('refusal.swarm-task', name);
    case 'container': {
      if (sandbox.service !== undefined || looksLikeTask(name)) return word('refusal.swarm-task', name);
      const state = sandbox.containers[0]?.state;
      return state === 'removing' || state === 'dead' ? word('refusal.being-removed', name) : undefined;
    }
    default:
      return sandbox.kind satisfies never;
  }
}

/** `<service>.<slot or node>.<task id>`: on a worker nothing else in the lists tells a task from a container. */
function looksLikeTask(name: string): boolean {
  return /\.(\d+|[0-9a-z]{25})\.[0-9a-z]{25}$/.test(name);
}

/** The three that every engine makes for itself: by name and driver, as the engine decides. */
function isPredefined(network: Network): boolean {
  if (network.scope !== 'local') return false;
  return network.driver === 'host' || network.driver === 'null' || (network.name === 'bridge' && network.driver === 'bridge');
}
