/** Ids as `contract.md` rules them: full, and the same across stop, start, rename and reconnect. */
import type { EndpointId, EngineId, NetworkId, NodeId, SandboxId, ServiceId } from './topology.ts';

/** Short hash of the endpoint URL: 16 hex digits (FNV-1a, 64 bits). */
export function engineId(url: string): EngineId {
  return fnv1a64(url) as EngineId;
}

/** Docker's id; with the engine before it where ids are derived from names, so that equal names on two engines stay two networks. */
export function networkId(dockerId: string, derivedFromName?: EngineId): NetworkId {
  return (derivedFromName ? `${derivedFromName}:${dockerId}` : dockerId) as NetworkId;
}

/** Sandbox of the container that owns it, running or not. */
export function containerSandboxId(container: string): SandboxId {
  return container as SandboxId;
}

export function hostSandboxId(engine: EngineId): SandboxId {
  return `${engine}/host` as SandboxId;
}

/** `key` is Docker's own name of the sandbox: `ingress-sbox` or `lb-<network>` (moby daemon/libnetwork/network.go lbSandboxName). */
export function loadBalancerSandboxId(engine: EngineId, key: string): SandboxId {
  return `${engine}/${key}` as SandboxId;
}

/** Sandbox of a swarm task on a node that is not reached. */
export function taskSandboxId(task: string): SandboxId {
  return task as SandboxId;
}

export function endpointId(network: NetworkId, sandbox: SandboxId): EndpointId {
  return `${network}/${sandbox}` as EndpointId;
}

/** An endpoint that no sandbox is known for; Docker's EndpointID tells it apart. */
export function looseEndpointId(network: NetworkId, dockerEndpoint: string): EndpointId {
  return `${network}/ep-${dockerEndpoint}` as EndpointId;
}

export function nodeId(dockerId: string): NodeId {
  return dockerId as NodeId;
}

export function serviceId(dockerId: string): ServiceId {
  return dockerId as ServiceId;
}

/** Docker's short form of a container id. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}

function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
