import { commands, l10n, ProgressLocation, window } from 'vscode';
import type { EngineClient } from '../engine/engine.ts';
import type { EngineId } from '../model/topology.ts';
import { type HelperPermit, helperLifetime } from '../probes/helperContainer.ts';
import { chooseHelperImage, type HelperImage } from '../probes/helperImage.ts';
import { inertText } from '../views/plainText.ts';
import { clientOf, type Services } from './command.ts';

/**
 * Asks for helper containers on an engine, in a modal that says exactly what will be made. Asks nothing where the user has agreed already
 * and the image is there. Undefined: no consent. Rejects with `EngineError` when the engine does not answer, or the image can't be fetched.
 */
export async function askConsent(services: Services, engine: EngineId): Promise<HelperPermit | undefined> {
  const { consent } = services;
  if (consent.mode === 'never') return tellForbidden();
  const client = clientOf(services, engine);
  const image = chooseHelperImage(await client.images(), consent.image);
  const permit = consent.permit(engine);
  if (permit && image.present) return permit;
  if (!(await agrees(client, image))) return undefined;
  if (!image.present && !(await fetched(client, image.reference))) return undefined;
  if (!permit) await consent.give(client.identity);
  return consent.permit(engine);
}

async function agrees(client: EngineClient, image: HelperImage): Promise<boolean> {
  const name = inertText(image.reference);
  const facts = [
    image.present
      ? l10n.t('Image: {0}, which the engine has already.', name)
      : l10n.t('Image: {0}. The engine does not have it and would fetch it from its registry now.', name),
    l10n.t(
      'Place: the network namespace of the container that is looked into, or of the engine’s host, there with a view of its processes.',
    ),
    l10n.t('Rights: no capability, not privileged, user nobody, read-only files, no volume, at most 64 MB and 64 processes.'),
    l10n.t('Life: removed after its use, at the latest after {0} seconds. It is left out of these views.', helperLifetime),
    l10n.t('Your yes is kept for this engine until you run “Revoke Consent for Helper Containers…”.'),
  ];
  const detail = facts.map((fact) => `• ${fact}`).join('\n');
  const title = image.present ? l10n.t('Allow') : l10n.t('Fetch and Allow');
  const question = l10n.t(
    'Allow short-lived helper containers on the engine of context “{0}”?',
    inertText(client.identity.context),
  );
  return (await window.showWarningMessage(question, { modal: true, detail }, title)) === title;
}

/** False when the user cancelled. */
async function fetched(client: EngineClient, reference: string): Promise<boolean> {
  const title = l10n.t('Fetching the image {0}…', inertText(reference));
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (_progress, token) => {
    const cancel = new AbortController();
    const subscription = token.onCancellationRequested(() => cancel.abort());
    try {
      await client.pullImage(reference, cancel.signal);
      return true;
    } catch (error) {
      if (cancel.signal.aborted) return false;
      throw error;
    } finally {
      subscription.dispose();
    }
  });
}

function tellForbidden(): undefined {
  const open = l10n.t('Open Settings');
  const sentence = l10n.t('A helper container is needed, and your setting dockerNetworks.helperContainers forbids them.');
  void window.showWarningMessage(sentence, open).then((chosen) => {
    if (chosen === open) void commands.executeCommand('workbench.action.openSettings', 'dockerNetworks.helperContainers');
  });
}
