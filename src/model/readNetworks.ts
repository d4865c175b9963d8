/** Networks as one engine listed and inspected them. */
import type { GapLog } from './gapLog.ts';
import { networkId } from './ids.ts';
import { type Fields, fieldsOf, merged, type RawRecord } from './raw.ts';
import { detailsById, recordsById } from './readAnswers.ts';
import type { Snapshot } from './snapshot.ts';
import type { NetworkId } from './topology.ts';

export interface NetworkReading {
  readonly id: NetworkId;
  readonly dockerId: string;
  readonly name: string;
  readonly driver: string;
  readonly fields: Fields;
  /** ISO 8601; the list's where there is one, because a swarm network's inspect gives the time when this node first took part. */
  readonly created: string;
  readonly inspected: boolean;
}

export interface NetworkReadings {
  /** Whether the engine's list is in; otherwise there may be more. */
  readonly listed: boolean;
  readonly byDockerId: ReadonlyMap<string, NetworkReading>;
  readonly byName: ReadonlyMap<string, readonly NetworkReading[]>;
}

export function readNetworks(snapshot: Snapshot, podman: boolean, gaps: GapLog): NetworkReadings {
  const engine = snapshot.engine.id;
  const codes = { idKey: 'Id', malformed: 'malformed-network', notListed: 'networks-not-listed' } as const;
  const listed = recordsById(snapshot, 'networks', codes, gaps);
  const details = detailsById(
    snapshot,
    'networkDetails',
    { malformed: 'malformed-network', notInspected: 'network-not-inspected' },
    gaps,
  );
  const byDockerId = new Map<string, NetworkReading>();
  const byName = new Map<string, NetworkReading[]>();
  for (const dockerId of [...(listed ?? details).keys()].sort()) {
    const id = networkId(dockerId, podman ? engine : undefined);
    const reading = readNetwork(id, dockerId, listed?.get(dockerId), details.get(dockerId), (why) => {
      gaps.add({ engine, subject: id, code: 'malformed-network', why });
    });
    byDockerId.set(dockerId, reading);
    const namesakes = byName.get(reading.name);
    if (namesakes) namesakes.push(reading);
    else byName.set(reading.name, [reading]);
  }
  return { listed: listed !== undefined, byDockerId, byName };
}

function readNetwork(
  id: NetworkId,
  dockerId: string,
  list: RawRecord | undefined,
  detail: RawRecord | undefined,
  broken: (why: string) => void,
): NetworkReading {
  const fields = fieldsOf(merged(list, detail), broken);
  const name = fields.text('Name');
  if (name === '') broken('Name');
  const driver = fields.text('Driver');
  // A swarm lists a network without a driver as long as it found no addresses for it, such as when its subnet overlaps another's.
  if (driver === '' && fields.text('Scope') !== 'swarm') broken('Driver');
  const created = list ? fieldsOf(list, broken).text('Created') : fields.text('Created');
  return { id, dockerId, name: name || dockerId, driver, fields, created, inspected: detail !== undefined };
}

/** Why a name leads to no network: none has it, or several have it. */
export type NotFound = 'network-missing' | 'network-ambiguous';

/** The network that an EndpointSettings means: by NetworkID, and by name where the engine left the id empty (not started yet). */
export function findNetwork(networks: NetworkReadings, name: string, dockerId: string): NetworkReading | NotFound {
  if (dockerId !== '') return networks.byDockerId.get(dockerId) ?? 'network-missing';
  const namesakes = networks.byName.get(name) ?? [];
  if (namesakes.length > 1) return 'network-ambiguous';
  return namesakes[0] ?? networks.byDockerId.get(name) ?? 'network-missing';
}
