import { l10n, type QuickPickItem, window } from 'vscode';
import { isRunning, networksOf, sandboxName } from '../model/lookup.ts';
import type { Sandbox, Topology } from '../model/topology.ts';
import { inertText } from '../views/plainText.ts';
import { askable } from './lookUp.ts';

interface AskerItem extends QuickPickItem {
  readonly sandbox: Sandbox;
}

/** A network stack with a container that can be asked in, running ones first; undefined when the person gives up. */
export async function pickAsker(topology: Topology): Promise<Sandbox | undefined> {
  const items = topology.sandboxes
    .filter((sandbox) => askable(sandbox) !== undefined)
    .map((sandbox): AskerItem => itemOf(topology, sandbox))
    .sort((a, b) => Number(isRunning(b.sandbox)) - Number(isRunning(a.sandbox)));
  if (items.length === 0) {
    await window.showInformationMessage(l10n.t('There is no container to ask in.'));
    return undefined;
  }
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Check DNS Resolution'),
    placeHolder: l10n.t('Container to ask in'),
    matchOnDescription: true,
  });
  return chosen?.sandbox;
}

function itemOf(topology: Topology, sandbox: Sandbox): AskerItem {
  const networks = networksOf(topology, sandbox.id).map((network) => inertText(network.name));
  const description = isRunning(sandbox) ? networks.join(', ') : l10n.t('does not run');
  return { label: inertText(sandboxName(sandbox)), description, sandbox };
}
