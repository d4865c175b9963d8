import { l10n } from 'vscode';
import { endpointById, networkById, networksOf, sandboxesOn, sandboxOfContainer } from '../model/lookup.ts';
import type { Sandbox } from '../model/topology.ts';
import { everyNetwork } from './choices.ts';
import { idsOf, type Services } from './command.ts';
import { pick } from './pick.ts';

/**
 * Shows who finds whom by name: on the network of a row, or among the selected sandboxes; for one sandbox among its neighbours.
 * Without an argument it asks for the network.
 */
export async function openDnsMatrix(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store, panel } = services;
  const given = idsOf(services, args);
  const ids = given.length > 0 ? given : [await pickNetwork(services)].flatMap((id) => id ?? []);
  const { topology } = store;
  const sandboxes = ids.flatMap((id) => sandboxOfContainer(topology, id) ?? []);
  const [first] = ids;
  if (first === undefined) return;
  const network = networkById(topology, endpointById(topology, first)?.network ?? first);
  if (network !== undefined && sandboxes.length === 0) {
    panel.show({ tab: 'dns', focus: network.id, among: [] });
    return;
  }
  const [only, ...others] = sandboxes;
  if (only === undefined) return;
  const among = others.length > 0 ? sandboxes : neighbours(services, only);
  panel.show({ tab: 'dns', among: [...new Set(among.map(({ id }) => id))] });
}

function neighbours({ store }: Services, sandbox: Sandbox): readonly Sandbox[] {
  const { topology } = store;
  return [sandbox, ...networksOf(topology, sandbox.id).flatMap(({ id }) => sandboxesOn(topology, id))];
}

function pickNetwork({ store }: Services): Promise<string | undefined> {
  return pick<string>(
    {
      title: l10n.t('DNS Matrix'),
      placeholder: l10n.t('Network whose names to look at'),
      nothing: l10n.t('There is no network with names'),
    },
    async () => {
      await store.refresh();
      const { topology } = store;
      return everyNetwork(topology).filter(({ value }) => {
        const driver = networkById(topology, value)?.driver;
        return driver !== 'host' && driver !== 'null';
      });
    },
  );
}
