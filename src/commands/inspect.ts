import { l10n, window, workspace } from 'vscode';
import { word } from '../model/word.ts';
import { inspectUri, subjectOf } from '../views/inspectDocument.ts';
import { everyNetwork, everySandbox } from './choices.ts';
import { idsOf, type Services, tellRefusal } from './command.ts';
import { pick } from './pick.ts';

/** Opens what the engine's inspect says, read anew, as a read-only JSON document. */
export async function inspect(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const given = idsOf(services, args);
  const ids = given.length > 0 ? given : [await pickSubject(services)];
  for (const id of ids) {
    if (id === undefined) return;
    const subject = subjectOf(store.topology, id);
    if (!subject) {
      tellRefusal(word('refusal.gone', id));
      continue;
    }
    const document = await workspace.openTextDocument(inspectUri(subject));
    await window.showTextDocument(document, { preview: ids.length === 1 });
  }
}

function pickSubject({ store }: Services): Promise<string | undefined> {
  return pick<string>(
    {
      title: l10n.t('Inspect'),
      placeholder: l10n.t('Network or container to inspect'),
      nothing: l10n.t('There is nothing to inspect'),
    },
    async () => {
      await store.refresh();
      const { topology } = store;
      const sandboxes = everySandbox(topology).filter(({ value }) => subjectOf(topology, value) !== undefined);
      return [...everyNetwork(topology), ...sandboxes];
    },
  );
}
