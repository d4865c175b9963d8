import type { EngineReading } from './engineReading.ts';
import type { GapLog } from './gapLog.ts';
import { containerSandboxId, hostSandboxId, shortId } from './ids.ts';
import { defined, sortedBy } from './order.ts';
import type { ContainerReading } from './readContainers.ts';
import type { EngineId, Sandbox, SandboxId, ServiceId } from './topology.ts';

export interface Sandboxes {
  readonly byId: Map<SandboxId, Sandbox>;
  /** The stack that a container is in, by the container's id: its own, its owner's, or the host's. */
  readonly ofContainer: ReadonlyMap<string, SandboxId>;
}

/** The network stacks that containers own or share, and the host's own stack of each engine that answers. */
export function buildSandboxes(readings: readonly EngineReading[], services: ReadonlySet<ServiceId>, gaps: GapLog): Sandboxes {
  const byId = new Map<SandboxId, Sandbox>();
  const ofContainer = new Map<string, SandboxId>();
  for (const reading of readings) {
    const { engine, containers, networks } = reading;
    const roots = findRoots(engine.id, containers.byId, gaps);
    const members = new Map<SandboxId, ContainerReading[]>();
    for (const [id, sandbox] of roots) {
      const container = containers.byId.get(id);
      // Two contexts of one daemon list the same containers: the first engine keeps them.
      if (!container || ofContainer.has(id)) continue;
      ofContainer.set(id, sandbox);
      const others = members.get(sandbox);
      if (others) others.push(container);
      else members.set(sandbox, [container]);
    }
    const host = hostSandboxId(engine.id);
    if (engine.state === 'ready' || engine.state === 'sample' || networks.listed || containers.listed) {
      byId.set(host, hostSandbox(reading, host, members.get(host) ?? []));
    }
    for (const [id, sharing] of members) {
      if (id !== host) byId.set(id, containerSandbox(reading, id, sharing, services));
    }
  }
  return { byId, ofContainer };
}

function hostSandbox({ engine }: EngineReading, id: SandboxId, members: readonly ContainerReading[]): Sandbox {
  return {
    id,
    engine: engine.id,
    kind: 'host',
    containers: byName(members).map((member) => member.container),
    publishedPorts: [],
    detail: members.every((member) => member.inspected) ? 'full' : 'listed',
    ...defined({ node: engine.swarm?.nodeId }),
  };
}

function containerSandbox(
  { engine }: EngineReading,
  id: SandboxId,
  members: readonly ContainerReading[],
  services: ReadonlySet<ServiceId>,
): Sandbox {
  const owner = members.find((member) => member.container.id === id);
  const sharers = byName(members.filter((member) => member !== owner));
  const ordered = owner ? [owner, ...sharers] : sharers;
  const service = owner?.labels['com.docker.swarm.service.id'] as ServiceId | undefined;
  return {
    id,
    engine: engine.id,
    kind: 'container',
    containers: ordered.map((member) => member.container),
    publishedPorts: ordered.flatMap((member) => member.ports),
    detail: (owner ?? ordered[0])?.inspected ? 'full' : 'listed',
    ...defined({
      portBindings: ordered.every((member) => member.bindings) ? ordered.flatMap((member) => member.bindings ?? []) : undefined,
      sandboxKey: owner?.sandboxKey,
      pid: owner?.pid,
      hostname: owner?.hostname || undefined,
      lookup: owner?.lookup,
      node: engine.swarm?.nodeId,
      service: service !== undefined && services.has(service) ? service : undefined,
    }),
  };
}

function byName(members: readonly ContainerReading[]): ContainerReading[] {
  return sortedBy(members, (member) => [member.container.name, member.container.id]);
}

/**
 * Follows `container:X` from each container to the stack it is in. A missing owner's stack keeps the owner's id, so that those who
 * share it stay together; a circle has no owner, so each of its containers keeps a stack of its own.
 */
function findRoots(
  engine: EngineId,
  containers: ReadonlyMap<string, ContainerReading>,
  gaps: GapLog,
): ReadonlyMap<string, SandboxId> {
  const find = finder(containers);
  const host = hostSandboxId(engine);
  const roots = new Map<string, SandboxId>();
  for (const start of containers.keys()) {
    const path = new Set<string>();
    let at = start;
    let root: SandboxId | undefined;
    while (root === undefined) {
      const known = roots.get(at);
      const container = containers.get(at);
      if (known !== undefined) root = known;
      else if (path.has(at) || !container) break;
      else {
        path.add(at);
        const owner = ownerReference(container);
        if (container.networkMode === 'host') root = host;
        else if (owner === undefined) root = containerSandboxId(at);
        else {
          const next = find(owner);
          if (next !== undefined) at = next;
          else {
            root = /^[0-9a-f]{64}$/.test(owner) ? containerSandboxId(owner) : containerSandboxId(at);
            gaps.add({ engine, subject: root, code: 'owner-missing', why: owner });
          }
        }
      }
    }
    for (const id of path) {
      roots.set(id, root ?? containerSandboxId(id));
      if (root === undefined) gaps.add({ engine, subject: id, code: 'owner-missing', why: at });
    }
  }
  return roots;
}

function ownerReference({ networkMode }: ContainerReading): string | undefined {
  return networkMode.startsWith('container:') ? networkMode.slice('container:'.length) : undefined;
}

/** By id, else by name, else by an id cut short. */
function finder(containers: ReadonlyMap<string, ContainerReading>): (reference: string) => string | undefined {
  const byName = new Map<string, string>();
  const byShortId = new Map<string, string>();
  for (const [id, { container }] of containers) {
    byName.set(container.name, id);
    byShortId.set(shortId(id), id);
  }
  return (reference) => {
    if (containers.has(reference)) return reference;
    const named = byName.get(reference);
    if (named !== undefined) return named;
    const id = reference.length >= 12 ? byShortId.get(shortId(reference)) : undefined;
    return id?.startsWith(reference) ? id : undefined;
  };
}
