import { l10n, ProgressLocation, window } from 'vscode';
import { networkById } from '../model/lookup.ts';
import type { NetworkId } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { impactOfRemove } from '../predictions/impact.ts';
import { refusalOfRemove } from '../predictions/refusals.ts';
import { inertText } from '../views/plainText.ts';
import { removableChoices } from './choices.ts';
import { clientOf, idsOf, type Services, sayPlain, tellRefusal } from './command.ts';
import { pick } from './pick.ts';

/** Several selected networks are asked about one by one. */
export async function removeNetwork(services: Services, ...args: readonly unknown[]): Promise<void> {
  const given = idsOf(services, args);
  const ids = given.length > 0 ? given : [await pickNetwork(services)];
  for (const id of ids) if (id !== undefined && !(await removeOne(services, id))) return;
}

/** False when the user cancelled. */
async function removeOne(services: Services, id: string): Promise<boolean> {
  const { store } = services;
  await store.refresh();
  const network = networkById(store.topology, id);
  const refusal = network ? refusalOfRemove(store.topology, network.id) : word('refusal.gone', id);
  if (refusal || !network) {
    tellRefusal(refusal ?? word('refusal.gone', id));
    return true;
  }
  const client = clientOf(services, network.engines[0]);
  const name = inertText(network.name);
  const title = l10n.t('Remove');
  const impacts = impactOfRemove(store.topology, network.id).map((impact) => `• ${sayPlain(impact)}`);
  const detail = [...impacts, l10n.t('A removed network can’t be brought back: create it anew.')].join('\n');
  const question = l10n.t('Remove the network {0}?', name);
  if ((await window.showWarningMessage(question, { modal: true, detail }, title)) !== title) return false;
  await window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Removing {0}…', name) }, async () => {
    await client.removeNetwork(network.id);
    await store.refresh();
  });
  void window.showInformationMessage(l10n.t('The network {0} is removed.', name));
  return true;
}

function pickNetwork({ store }: Services): Promise<NetworkId | undefined> {
  return pick(
    {
      title: l10n.t('Remove Network'),
      placeholder: l10n.t('Network to remove'),
      nothing: l10n.t('No network can be removed'),
    },
    async () => {
      await store.refresh();
      return removableChoices(store.topology);
    },
  );
}
