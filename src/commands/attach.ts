import { l10n, ProgressLocation, window } from 'vscode';
import { networkById, ownerOf, sandboxById, sandboxName } from '../model/lookup.ts';
import type { NetworkId, SandboxId } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { impactOfAttach } from '../predictions/impact.ts';
import { refusalOfAttach } from '../predictions/refusals.ts';
import { inertText } from '../views/plainText.ts';
import { afterwards, clientOf, type Services, sayPlain, tellRefusal } from './command.ts';

/** Attaches, and says what has changed. Additive, so nothing is asked; Undo detaches again. */
export async function attach(services: Services, network: NetworkId, sandbox: SandboxId): Promise<void> {
  const { topology } = services.store;
  const refusal = refusalOfAttach(topology, network, sandbox);
  if (refusal) return tellRefusal(refusal);
  const to = networkById(topology, network);
  const who = sandboxById(topology, sandbox);
  const container = who && ownerOf(who);
  if (!to || !who || !container) return tellRefusal(word('refusal.gone', to ? sandbox : network));
  const client = clientOf(services, who.engine);
  const names = [inertText(sandboxName(who)), inertText(to.name)] as const;
  const impacts = impactOfAttach(topology, network, sandbox);
  await window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Attaching {0} to {1}…', ...names) }, async () => {
    await client.attach(to.id, container.id);
    await services.store.refresh();
  });
  afterwards(services, () => offerUndo(services, names, impacts.map(sayPlain), () => client.detach(to.id, container.id)));
}

async function offerUndo(
  services: Services,
  names: readonly [string, string],
  impacts: readonly string[],
  undo: () => Promise<void>,
): Promise<void> {
  const title = l10n.t('Undo');
  const said = [l10n.t('{0} is attached to {1}.', ...names), ...impacts.slice(1, 4)].join(' ');
  if ((await window.showInformationMessage(said, title)) !== title) return;
  await undo();
  await services.store.refresh();
}
