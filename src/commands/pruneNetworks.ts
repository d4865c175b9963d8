import { l10n, window } from 'vscode';
import { engineById, networkById } from '../model/lookup.ts';
import { prunable } from '../predictions/prunable.ts';
import { driverIcon } from '../views/treeIcons.ts';
import { idsOf, type Services } from './command.ts';
import { pickMany } from './pick.ts';
import { removeNetworks } from './removeNetworks.ts';

/** Networks that nothing running uses, by name; those that stopped containers need are not ticked. Only what is ticked is removed. */
export async function pruneNetworks(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  // ghosts and services hold a network, and only a full reading shows them
  const topology = await store.readFull();
  const engine = engineById(topology, idsOf(services, args)[0] ?? '');
  const found = prunable(topology, engine?.id);
  if (found.length === 0) return void window.showInformationMessage(l10n.t('Every network is used, or Docker’s own.'));
  const several = topology.engines.length > 1;
  const choices = found.flatMap(({ network: id, neededBy }) => {
    const network = networkById(topology, id);
    if (!network) return [];
    const needed = neededBy.length === 0 ? '' : l10n.t('without it does not start: {0}', neededBy.slice(0, 3).join(', '));
    const on = several ? (engineById(topology, network.engines[0] ?? '')?.context ?? '') : '';
    const labels = Object.entries(network.labels).map(([key, value]) => `${key}=${value}`);
    const description = [network.driver, network.pools[0]?.subnet ?? '', on, needed, labels.slice(0, 2).join(' ')]
      .filter(Boolean)
      .join(' · ');
    return [{ value: id, name: network.name, description, icon: driverIcon(network.driver), picked: neededBy.length === 0 }];
  });
  const chosen = await pickMany(
    {
      title: l10n.t('Remove Unused Networks'),
      placeholder: l10n.t('Ticked ones are removed; typing filters them'),
      nothing: l10n.t('Every network is used, or Docker’s own.'),
    },
    choices,
  );
  await removeNetworks(
    services,
    (chosen ?? []).flatMap((id) => networkById(store.topology, id) ?? []),
  );
}
