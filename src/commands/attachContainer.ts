import { l10n } from 'vscode';
import { networkById, sandboxOfContainer } from '../model/lookup.ts';
import type { NetworkId } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { inertText } from '../views/plainText.ts';
import { attach } from './attach.ts';
import { sandboxChoices, targetChoices } from './choices.ts';
import { clientOf, idsOf, type Services, tellRefusal } from './command.ts';
import { pick, pickSome } from './pick.ts';

/** Network → containers. A third argument names the containers (they were dropped on the network). */
export async function attachContainer(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const given = idsOf(services, args)[0];
  const id = given ?? (await pickNetwork(services));
  if (id === undefined) return;
  const network = networkById(store.topology, id);
  if (!network) return tellRefusal(word('refusal.gone', id));
  clientOf(services, network.engines[0]);
  const dropped = args[2];
  if (Array.isArray(dropped)) {
    const stacks = dropped.flatMap((one) => (typeof one === 'string' ? (sandboxOfContainer(store.topology, one)?.id ?? []) : []));
    return attach(services, network.id, stacks);
  }
  const picked = await pickSome(
    {
      title: l10n.t('Attach a container to {0}', inertText(network.name)),
      placeholder: l10n.t('Container that gets an endpoint on the network'),
      nothing: l10n.t('No container can be attached to {0}', inertText(network.name)),
    },
    async () => {
      await store.refresh();
      return sandboxChoices(store.topology, network.id);
    },
  );
  if (picked) await attach(services, network.id, picked.values, picked);
}

function pickNetwork({ store }: Services): Promise<NetworkId | undefined> {
  return pick(
    {
      title: l10n.t('Attach Container'),
      placeholder: l10n.t('Network to attach a container to'),
      nothing: l10n.t('No network takes containers'),
    },
    async () => {
      await store.refresh();
      return targetChoices(store.topology);
    },
  );
}
