import { ConfigurationTarget, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { listContexts } from '../engine/contexts.ts';
import { inertText } from '../views/plainText.ts';
import { errorWord, type Services, sayPlain } from './command.ts';

type Item = QuickPickItem & { readonly names: readonly string[] };

/** Writes which contexts are connected into the user's settings. Docker's own choice of context is left alone. */
export async function chooseContext(services: Services): Promise<void> {
  const settings = workspace.getConfiguration('dockerNetworks');
  const now = settings.get<readonly string[]>('contexts') ?? [];
  const contexts = await listContexts(services.environment);
  const automatic: Item = {
    label: `$(sync) ${l10n.t('The one that the docker command uses')}`,
    description: now.length === 0 ? l10n.t('now') : '',
    names: [],
  };
  const items = contexts.map((choice): Item => {
    const chosen = now.includes(choice.context) ? ` · ${l10n.t('now')}` : '';
    return {
      label: `$(server) ${inertText(choice.context)}`,
      description: inertText(choice.endpoint) + chosen,
      ...('error' in choice ? { detail: sayPlain(errorWord(choice.error)) } : {}),
      names: [choice.context],
    };
  });
  const chosen = await window.showQuickPick([automatic, ...items], {
    title: l10n.t('Choose a Docker Context'),
    placeHolder: l10n.t('Context whose engine is shown; your terminals keep theirs'),
    matchOnDescription: true,
  });
  if (!chosen) return;
  const isSame = now.length === chosen.names.length && now.every((name) => chosen.names.includes(name));
  if (isSame) await services.connect();
  else await settings.update('contexts', chosen.names.length === 0 ? undefined : chosen.names, ConfigurationTarget.Global);
}
