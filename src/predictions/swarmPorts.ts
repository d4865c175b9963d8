import type { Engine, EngineId, NodeId, Topology } from '../model/topology.ts';

/** What the nodes of a swarm must reach of each other. */
export interface PortTarget {
  readonly node: NodeId;
  readonly hostname: string;
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** 2377 joins and steers, 7946 is the gossip, 4789 (or the configured port) the tunnel. */
  readonly purpose: 'management' | 'gossip' | 'tunnel';
}

/** What a connect saw: `silent` is what a packet filter leaves of it; UDP gives nothing to see. */
export type PortOutcome = 'open' | 'refused' | 'silent' | 'unknown';

export interface PortObservation {
  readonly target: PortTarget;
  /** Node that it was tried from; absent when tried from the machine of the extension and that is none. */
  readonly from?: NodeId;
  /** Name of the sandbox, or '' for the extension's own machine. */
  readonly place: string;
  readonly outcome: PortOutcome;
  /** The means, such as `exec nc`. */
  readonly how: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The ports of every node of the engine's swarm, as far as the nodes are known, in the order in which they are tried. */
export function swarmPorts(topology: Topology, engine: EngineId): readonly PortTarget[] {
  const own = topology.engines.find(({ id }) => id === engine);
  if (!own?.swarm) return [];
  const dataPath = topology.engines.flatMap(({ swarm }) => swarm?.dataPathPort ?? [])[0] ?? 4789;
  return topology.nodes
    .filter(({ address }) => address !== '')
    .flatMap(({ id, hostname, address, role }): readonly PortTarget[] => {
      const target = { node: id, hostname, address };
      return [
        ...(role === 'manager' ? [{ ...target, port: 2377, protocol: 'tcp', purpose: 'management' } as const] : []),
        { ...target, port: 7946, protocol: 'tcp', purpose: 'gossip' },
        { ...target, port: 7946, protocol: 'udp', purpose: 'gossip' },
        { ...target, port: dataPath, protocol: 'udp', purpose: 'tunnel' },
      ];
    });
}

/** The connected engines of the swarm, whose sandboxes can try. */
export function tryingEngines(topology: Topology): readonly Engine[] {
  return topology.engines.filter(({ swarm, state }) => swarm !== undefined && state === 'ready');
}
