import { l10n } from 'vscode';
import { networkById } from '../model/lookup.ts';
import type { Network } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { refusalOfRemove } from '../predictions/refusals.ts';
import { removableChoices } from './choices.ts';
import { idsOf, type Services, tellRefusal } from './command.ts';
import { pickSome } from './pick.ts';
import { removeNetworks } from './removeNetworks.ts';

/** One or several networks: those that the engine would not remove are named, the others removed after one question. */
export async function removeNetwork(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const given = idsOf(services, args);
  const ids = given.length > 0 ? given : await pickNetworks(services);
  await store.refresh();
  const networks: Network[] = [];
  const refused: Word[] = [];
  for (const id of ids) {
    const network = networkById(store.topology, id);
    const refusal = network ? refusalOfRemove(store.topology, network.id) : word('refusal.gone', id);
    if (refusal) refused.push(refusal);
    else if (network) networks.push(network);
  }
  const [refusal] = refused;
  if (refusal && networks.length === 0) return tellRefusal(refusal);
  await removeNetworks(services, networks, refused);
}

async function pickNetworks({ store }: Services): Promise<readonly string[]> {
  const picked = await pickSome({
    title: l10n.t('Remove Network'),
    placeholder: l10n.t('Network to remove'),
    nothing: l10n.t('No network can be removed'),
  }, async () => {
    await store.refresh();
    return removableChoices(store.topology);
  }, ['several']);
  return picked?.values ?? [];
}
