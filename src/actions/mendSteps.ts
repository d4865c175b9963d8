import type { AttachSettings } from '../engine/engine.ts';
import { networkById, ownerOf } from '../model/lookup.ts';
import { defined } from '../model/order.ts';
import { field, fieldsOf } from '../model/raw.ts';
import type { Topology } from '../model/topology.ts';
import type { StaleEntry } from '../predictions/staleEntries.ts';
import { settingsOf } from './settingsOf.ts';
import type { Step } from './step.ts';

/** What mends an entry that breaks a start. `inspected` is the container's inspect: of a network that is gone the Topology has no endpoint. */
export function mendSteps(
  topology: Topology,
  { sandbox, name, network: id, why }: StaleEntry,
  inspected: unknown,
): readonly Step[] {
  const owner = ownerOf(sandbox);
  if (!owner) return [];
  const { engine } = sandbox;
  const container = { id: owner.id, name: owner.name };
  const network = { id: id ?? name, name };
  const off: Step = { kind: 'detach', engine, network, container, force: true };
  const offPlainly: Step = { kind: 'detach', engine, network, container };
  const on = (settings: AttachSettings): Step => ({ kind: 'attach', engine, network, container, settings, lenient: true });
  switch (why.code) {
    case 'stale.gone':
      return [off];
    case 'stale.made-anew':
      return [off, on(settingsIn(inspected, name))];
    case 'stale.left':
      // the engine won't detach what it does not know as attached
      return [on({}), offPlainly];
    case 'stale.outside':
    case 'stale.taken': {
      const of = id && networkById(topology, id);
      const endpoint = of && topology.endpoints.find((one) => one.network === of.id && one.sandbox === sandbox.id);
      if (!endpoint) return [];
      const { address: _, address6: __, ...rest } = settingsOf(topology, endpoint);
      return [off, on(rest)];
    }
    default:
      return why.code satisfies never;
  }
}

/** The settings of one entry, of a container's inspect. */
function settingsIn(inspected: unknown, name: string): AttachSettings {
  const entry = fieldsOf(field(field(field(inspected, 'NetworkSettings'), 'Networks'), name) ?? {}, () => {});
  const id = String(field(inspected, 'Id') ?? '').slice(0, 12);
  const list = (values: readonly string[]) => (values.length > 0 ? values : undefined);
  const options = entry.textRecord('DriverOpts');
  return {
    ...defined({
      aliases: list(entry.texts('Aliases').filter((alias) => alias !== id)),
      address: entry.text('IPAMConfig', 'IPv4Address') || undefined,
      address6: entry.text('IPAMConfig', 'IPv6Address') || undefined,
      linkLocal: list(entry.texts('IPAMConfig', 'LinkLocalIPs')),
      links: list(entry.texts('Links')),
      driverOptions: Object.keys(options).length > 0 ? options : undefined,
      gatewayPriority: entry.number('GwPriority') || undefined,
    }),
  };
}
