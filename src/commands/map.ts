import { l10n, window } from 'vscode';
import { copyMapText, exportMapSvg } from '../panels/exportMap.ts';
import { say } from '../words.ts';
import { idsOf, type Services } from './command.ts';

export async function openHostMap({ panel }: Services): Promise<void> {
  panel.show({ tab: 'map' });
}

/** The overlay picture, of the row's network where the command was called on one. */
export async function openOverlay(services: Services, ...args: readonly unknown[]): Promise<void> {
  const [focus] = idsOf(services, args);
  services.panel.show({ tab: 'overlay', ...(focus === undefined ? {} : { focus }) });
}

/** The map with the row's thing in focus; without one, just the map. */
export async function showInMap(services: Services, ...args: readonly unknown[]): Promise<void> {
  const [focus] = idsOf(services, args);
  services.panel.show({ tab: 'map', ...(focus === undefined ? {} : { focus }) });
}

export async function copyMap({ store }: Services): Promise<void> {
  await copyMapText(store.topology, say);
  window.setStatusBarMessage(l10n.t('The host map is copied as text'), 3_000);
}

export async function exportMap({ store }: Services): Promise<void> {
  await exportMapSvg(store.topology, say);
}
