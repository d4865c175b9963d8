import { l10n, window } from 'vscode';
import type { EngineId } from '../model/topology.ts';
import { inertText } from '../views/plainText.ts';
import { askConsent } from './askConsent.ts';
import { idOf, type Services } from './command.ts';
import { type PickTexts, pick } from './pick.ts';

/** Argument: a row or id of an engine; without one the engine is picked where there are several. */
export async function allowHelperContainers(services: Services, arg?: unknown): Promise<void> {
  const ready = services.store.topology.engines.filter(({ state }) => state === 'ready');
  const given = ready.find(({ id }) => id === idOf(arg));
  const [only, another] = ready;
  const texts: PickTexts = {
    title: l10n.t('Allow Helper Containers'),
    placeholder: l10n.t('Engine on which helper containers may be made'),
    nothing: l10n.t('No engine is connected'),
  };
  const choices = ready.map(({ id, context, endpoint }) => ({ value: id, name: context, description: endpoint, icon: 'server' }));
  const engine = given?.id ?? (only && !another ? only.id : await pick(texts, async () => choices));
  if (engine !== undefined && (await askConsent(services, engine)))
    window.setStatusBarMessage(l10n.t('Helper containers are allowed on {0}.', contextOf(services, engine)), 4000);
}

/** Takes a consent back; helpers that live are removed at once. */
export async function revokeHelperConsent({ consent }: Services): Promise<void> {
  const given = consent.given();
  if (consent.mode !== 'ask') {
    const byMode = {
      allow: l10n.t(
        'Your setting dockerNetworks.helperContainers allows helper containers on every engine. Change it to “ask” or “never”.',
      ),
      never: l10n.t('Your setting dockerNetworks.helperContainers forbids helper containers.'),
    };
    void window.showInformationMessage(byMode[consent.mode]);
    if (given.length === 0) return;
  }
  const texts: PickTexts = {
    title: l10n.t('Revoke Consent for Helper Containers'),
    placeholder: l10n.t('Engine on which no more helper containers may be made'),
    nothing: l10n.t('You have agreed to helper containers on no engine'),
  };
  const choices = given.map(({ id, context, endpoint }) => ({ value: id, name: context, description: endpoint, icon: 'server' }));
  const engine = await pick<EngineId>(texts, async () => choices);
  if (engine === undefined) return;
  await consent.revoke(engine);
  const context = inertText(given.find(({ id }) => id === engine)?.context ?? '');
  window.setStatusBarMessage(l10n.t('No more helper containers on {0}.', context), 4000);
}

function contextOf({ store }: Services, engine: EngineId): string {
  return inertText(store.topology.engines.find(({ id }) => id === engine)?.context ?? engine);
}
