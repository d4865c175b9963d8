import { l10n, window } from 'vscode';
import { mendSteps } from '../actions/mendSteps.ts';
import { sandboxName } from '../model/lookup.ts';
import { word } from '../model/word.ts';
import { type StaleEntry, staleEntries } from '../predictions/staleEntries.ts';
import { inertText } from '../views/plainText.ts';
import { act, linesOf } from './act.ts';
import { clientOf, idsOf, type Services, sayPlain } from './command.ts';
import { pickSome } from './pick.ts';
import { bullets } from './question.ts';

/** Entries in containers' settings that keep them from starting: found, explained, and mended after a question. Arguments: sandboxes; none: all. */
export async function mendContainer(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const ids = idsOf(services, args);
  const found = async () => {
    await store.refresh();
    const all = staleEntries(store.topology);
    return ids.length > 0 ? all.filter(({ sandbox }) => ids.includes(sandbox.id)) : all;
  };
  const entries = ids.length > 0 ? await found() : await pickEntries(found);
  const [first] = entries;
  if (!first) return ids.length > 0 ? void window.showInformationMessage(l10n.t('Nothing keeps it from starting.')) : undefined;
  const steps = (
    await Promise.all(
      entries.map(async (entry) => {
        const inspected = await clientOf(services, entry.sandbox.engine).inspectContainer(entry.sandbox.id);
        return mendSteps(store.topology, entry, inspected);
      }),
    )
  ).flat();
  const question =
    entries.length === 1
      ? l10n.t('Mend {0}?', inertText(sandboxName(first.sandbox)))
      : l10n.t('Mend {0} entries?', entries.length);
  const detail = bullets([
    ...entries.map(({ why }) => sayPlain(why)),
    ...linesOf(services, steps).map((line) => inertText(line)),
  ]);
  const title = l10n.t('Mend');
  if ((await window.showWarningMessage(question, { modal: true, detail }, title)) !== title) return;
  await act(services, {
    steps,
    mode: 'each',
    progress: l10n.t('Mending…'),
    what: () =>
      entries.length === 1
        ? word('activity.mend', sandboxName(first.sandbox), first.name)
        : word('activity.mend-many', entries.length),
  });
}

async function pickEntries(read: () => Promise<readonly StaleEntry[]>): Promise<readonly StaleEntry[]> {
  const picked = await pickSome(
    {
      title: l10n.t('Mend What Does Not Start'),
      placeholder: l10n.t('Entry that keeps a container from starting'),
      nothing: l10n.t('No network setting keeps a container from starting'),
    },
    async () =>
      (await read()).map((entry) => ({
        value: entry,
        name: sandboxName(entry.sandbox),
        description: sayPlain(entry.why),
        icon: 'tools',
      })),
    ['several'],
  );
  return picked?.values ?? [];
}
