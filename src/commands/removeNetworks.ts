/** The question and the work that "remove" and "prune" share. */
import { l10n, window } from 'vscode';
import type { RemoveStep } from '../actions/step.ts';
import type { Network } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { impactOfRemove } from '../predictions/impact.ts';
import { inertText } from '../views/plainText.ts';
import { act } from './act.ts';
import { clientOf, type Services, sayPlain } from './command.ts';
import { bullets } from './question.ts';

/** Names every network and what breaks, asks once, removes one after the other. `refused` are said beside. */
export async function removeNetworks(
  services: Services,
  networks: readonly Network[],
  refused: readonly Word[] = [],
): Promise<void> {
  const { topology } = services.store;
  const [first] = networks;
  if (!first) return;
  const steps = networks.flatMap(({ id, name, engines }): readonly RemoveStep[] => {
    const engine = engines[0];
    return engine === undefined ? [] : [{ kind: 'remove', engine, network: { id, name } }];
  });
  for (const { engine } of steps) clientOf(services, engine);
  const isOne = networks.length === 1;
  const impacts = networks
    .flatMap(({ id }) => impactOfRemove(topology, id))
    .filter(({ code }) => isOne || code !== 'impact.nothing-attached');
  const question = isOne
    ? l10n.t('Remove the network {0}?', inertText(first.name))
    : l10n.t('Remove {0} networks?', networks.length);
  const detail = bullets([
    ...(isOne ? [] : [networks.map(({ name }) => inertText(name)).join(', ')]),
    ...[...impacts, ...refused].map(sayPlain),
    l10n.t('Undo makes it anew with the same settings, under another id.'),
  ]);
  const title = l10n.t('Remove');
  if ((await window.showWarningMessage(question, { modal: true, detail }, title)) !== title) return;
  await act(services, {
    steps,
    mode: 'each',
    progress: isOne ? l10n.t('Removing {0}…', inertText(first.name)) : l10n.t('Removing {0} networks…', networks.length),
    what: (done) => {
      const [only, ...further] = done;
      return only?.kind === 'remove' && further.length === 0
        ? word('activity.remove', only.network.name)
        : word('activity.remove-many', done.length);
    },
  });
}
