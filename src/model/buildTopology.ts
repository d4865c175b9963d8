import { addAttachments } from './buildAttachments.ts';
import { buildEndpoints, setDefaultGateways } from './buildEndpoints.ts';
import { addGossip } from './buildGossip.ts';
import { buildNetworks, withGatewaysOfEndpoints } from './buildNetworks.ts';
import { withPendingTasks } from './buildPending.ts';
import { buildSandboxes } from './buildSandboxes.ts';
import { buildNodes, buildServices } from './buildSwarm.ts';
import { addTasks } from './buildTasks.ts';
import { buildWires } from './buildWires.ts';
import { type EngineReading, readEngine } from './engineReading.ts';
import { GapLog } from './gapLog.ts';
import { sandboxName } from './lookup.ts';
import { compareText, sortedBy } from './order.ts';
import type { KernelReading, Snapshot } from './snapshot.ts';
import type { Endpoint, EngineId, Network, Sandbox, Topology } from './topology.ts';

/**
 * Makes the Topology of what the engines said. Never throws: a record or field that is broken is left out and is a gap. Every id that
 * a record refers to exists. Equal answers in any order give equal values: engines are sorted by context, networks, sandboxes, nodes
 * and services by name, endpoints by their network, all then by id.
 *
 * @param readAt ISO 8601, the local clock when the newest snapshot was complete
 */
export function buildTopology(snapshots: readonly Snapshot[], readAt: string): Topology {
  const gaps = new GapLog();
  const readings = inOrder(snapshots).map((snapshot) => readEngine(snapshot, gaps));
  const networks = buildNetworks(readings, gaps);
  const nodes = buildNodes(readings, gaps);
  const services = withPendingTasks(buildServices(readings, gaps), readings);
  const sandboxes = buildSandboxes(readings, new Set(services.map((service) => service.id)), gaps);
  const endpoints = buildEndpoints(readings, sandboxes, gaps);
  addAttachments(readings, sandboxes, endpoints, gaps);
  const swarm = { nodes, services, networks: byId(networks) };
  addTasks(readings, swarm, sandboxes, endpoints, gaps);
  addGossip(readings, swarm, sandboxes, endpoints, gaps);
  setDefaultGateways(endpoints.byId, swarm.networks, sandboxes.byId, silentSandboxes(readings, endpoints));
  const sorted = sortedBy(sandboxes.byId.values(), (sandbox) => [sandboxName(sandbox), sandbox.id]);
  const parts = {
    engines: readings.map((reading) => reading.engine),
    networks: withGatewaysOfEndpoints(networks, endpoints.byId.values()),
    endpoints: sortedEndpoints(endpoints.byId.values(), networks, sorted),
    sandboxes: sorted,
  };
  const readKernels = kernels(snapshots);
  for (const [engine, { firewallFailed }] of readKernels) {
    if (firewallFailed !== undefined) gaps.add({ engine, code: 'firewall-not-read', why: firewallFailed });
  }
  return {
    readAt,
    ...parts,
    nodes,
    services,
    ...buildWires(readKernels, parts),
    gaps: gaps.list(),
  };
}

function kernels(snapshots: readonly Snapshot[]): ReadonlyMap<EngineId, KernelReading> {
  return new Map(inOrder(snapshots).flatMap(({ engine, kernel }) => (kernel ? [[engine.id, kernel] as const] : [])));
}

/** One snapshot per engine: two contexts with one endpoint are one engine. */
function inOrder(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  const sorted = sortedBy(snapshots, ({ engine, readAt }) => [engine.context, engine.id, readAt]);
  const seen = new Set<string>();
  return sorted.filter(({ engine }) => !seen.has(engine.id) && seen.add(engine.id));
}

/** Podman sets default routes by rules of its own. */
function silentSandboxes(readings: readonly EngineReading[], endpoints: { readonly incomplete: ReadonlySet<Sandbox['id']> }) {
  const podman = new Set(readings.filter((reading) => reading.podman).map((reading) => reading.engine.id));
  return { sandboxes: endpoints.incomplete, engines: podman };
}

function byId<T extends { readonly id: string }>(records: readonly T[]): ReadonlyMap<T['id'], T> {
  return new Map(records.map((record) => [record.id, record] as const));
}

/** By place of the network, then of the sandbox; those without one stand where their own name belongs. */
function sortedEndpoints(
  endpoints: Iterable<Endpoint>,
  networks: readonly Network[],
  sandboxes: readonly Sandbox[],
): readonly Endpoint[] {
  const networkAt = new Map(networks.map(({ id }, at) => [id, at] as const));
  const sandboxesById = byId(sandboxes);
  return [...endpoints]
    .map((endpoint) => {
      const sandbox = endpoint.sandbox && sandboxesById.get(endpoint.sandbox);
      return {
        endpoint,
        at: networkAt.get(endpoint.network) ?? -1,
        name: sandbox ? sandboxName(sandbox) : (endpoint.name ?? ''),
      };
    })
    .sort((a, b) => a.at - b.at || compareText(a.name, b.name) || compareText(a.endpoint.id, b.endpoint.id))
    .map(({ endpoint }) => endpoint);
}
