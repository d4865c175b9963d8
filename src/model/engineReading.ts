import { apiMinor, buildEngine, isPodman } from './buildEngine.ts';
import type { GapLog } from './gapLog.ts';
import { type ContainerReadings, readContainers } from './readContainers.ts';
import { type NetworkReadings, readNetworks } from './readNetworks.ts';
import type { Snapshot } from './snapshot.ts';
import type { Engine } from './topology.ts';

/** One engine's snapshot, indexed: what the builders of networks, sandboxes and endpoints start from. */
export interface EngineReading {
  readonly snapshot: Snapshot;
  readonly engine: Engine;
  /** Minor number of the API version that the answers are spelled in. */
  readonly api: number;
  readonly podman: boolean;
  readonly networks: NetworkReadings;
  readonly containers: ContainerReadings;
}

export function readEngine(snapshot: Snapshot, gaps: GapLog): EngineReading {
  const engine = buildEngine(snapshot, gaps);
  const podman = isPodman(snapshot);
  return {
    snapshot,
    engine,
    api: apiMinor(engine),
    podman,
    networks: readNetworks(snapshot, podman, gaps),
    containers: readContainers(snapshot, gaps),
  };
}
