import { filterTopology, onlyNetwork } from '../diagrams/filterTopology.ts';
import { isMostlyFolded } from '../diagrams/overview.ts';
import type { Topology } from '../model/topology.ts';
import type { UiState } from './uiState.ts';

export type Form = 'overview' | 'picture' | 'table';

interface Chosen {
  readonly show: { readonly topology: Topology };
  readonly ui: Pick<UiState, 'view' | 'filter' | 'within'>;
}

let last: { readonly topology: Topology; readonly filter: string; readonly within: string; readonly shown: Topology } | undefined;

/** What the filter and the way down into one network leave; the same value for the same choices, so that what is made of it is made once. */
export function shownTopology({ show: { topology }, ui: { filter, within } }: Chosen): Topology {
  if (last?.topology === topology && last.filter === filter && last.within === within) return last.shown;
  const inside = within === '' ? undefined : onlyNetwork(topology, within);
  const shown = inside ?? filterTopology(topology, filter);
  last = { topology, filter, within, shown };
  return shown;
}

/** Whether the map shows one network alone, which is still there. */
export function isWithin({ show, ui }: Chosen): boolean {
  return ui.within !== '' && show.topology.networks.some(({ id }) => id === ui.within);
}

/** Back to all networks, as an overview: by itself where it would be one, so that a filter that finds few still leads to their picture. */
export function toOverview({ show, ui }: Chosen): Partial<UiState> {
  const byItself = mapForm({ show, ui: { ...ui, view: 'auto', within: '' } }) === 'overview';
  return { within: '', view: byItself ? 'auto' : 'overview', selected: '' };
}

/** How the map is shown: as chosen, else as an overview where the picture would be mostly folded. */
export function mapForm(chosen: Chosen): Form {
  if (chosen.ui.view !== 'auto') return chosen.ui.view;
  if (isWithin(chosen)) return 'picture';
  return isMostlyFolded(shownTopology(chosen)) ? 'overview' : 'picture';
}
