import { l10n } from 'vscode';
import { sandboxName, sandboxOfContainer } from '../model/lookup.ts';
import type { SandboxId } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { inertText } from '../views/plainText.ts';
import { attach } from './attach.ts';
import { attachableChoices, networkChoices } from './choices.ts';
import { clientOf, idsOf, type Services, tellRefusal } from './command.ts';
import { pick } from './pick.ts';

/** Sandbox → network. */
export async function attachToNetwork(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { store } = services;
  const id = idsOf(services, args)[0] ?? (await pickSandbox(services));
  if (id === undefined) return;
  const sandbox = sandboxOfContainer(store.topology, id);
  if (!sandbox) return tellRefusal(word('refusal.gone', id));
  clientOf(services, sandbox.engine);
  const name = inertText(sandboxName(sandbox));
  const network = await pick(
    {
      title: l10n.t('Attach {0} to a network', name),
      placeholder: l10n.t('Network on which {0} gets an endpoint', name),
      nothing: l10n.t('{0} can be attached to no network', name),
    },
    async () => {
      await store.refresh();
      return networkChoices(store.topology, sandbox.id);
    },
  );
  if (network !== undefined) await attach(services, network, sandbox.id);
}

function pickSandbox({ store }: Services): Promise<SandboxId | undefined> {
  return pick(
    {
      title: l10n.t('Attach to Network'),
      placeholder: l10n.t('Container to attach to a network'),
      nothing: l10n.t('No container can be attached to a network'),
    },
    async () => {
      await store.refresh();
      return attachableChoices(store.topology);
    },
  );
}
