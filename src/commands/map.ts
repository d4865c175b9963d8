import { l10n, window } from 'vscode';
import { onlyNetwork } from '../diagrams/filterTopology.ts';
import type { Topology } from '../model/topology.ts';
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

/** All of it, or one network alone where one is given. */
export async function copyMap(services: Services, ...args: readonly unknown[]): Promise<void> {
  await copyMapText(shown(services, args), say);
  window.setStatusBarMessage(l10n.t('The host map is copied as text'), 3_000);
}

export async function exportMap(services: Services, ...args: readonly unknown[]): Promise<void> {
  await exportMapSvg(shown(services, args), say);
}

function shown(services: Services, args: readonly unknown[]): Topology {
  const { topology } = services.store;
  const [network] = idsOf(services, args);
  return (network === undefined ? undefined : onlyNetwork(topology, network)) ?? topology;
}
