import { type Tab, tabs } from '../protocol.ts';

/** What the user chose in the panel; kept over a reload by `setState`. */
export interface UiState {
  readonly tab: Tab;
  readonly view: 'picture' | 'table';
  /** 1 is the picture's own size; 0 fits it into the width. */
  readonly zoom: number;
  /** Shape id in the host map. */
  readonly selected?: string;
  readonly unfolded: readonly string[];
  /** Sandbox and name of the DNS form, network of the matrix. */
  readonly sandbox?: string;
  readonly name: string;
  readonly network?: string;
  /** Serial of the last request of the host that was followed. */
  readonly serial: number;
}

export const firstState: UiState = { tab: 'map', view: 'picture', zoom: 0, unfolded: [], name: '', serial: 0 };

/** What `getState` gave back, as far as it is ours; a state of another version is no reason to fail. */
export function readUiState(kept: unknown): UiState {
  if (typeof kept !== 'object' || kept === null) return firstState;
  const record = kept as Readonly<Record<string, unknown>>;
  const text = (key: string) => (typeof record[key] === 'string' ? { [key]: record[key] } : {});
  return {
    tab: tabs.find((tab) => tab === record.tab) ?? firstState.tab,
    view: record.view === 'table' ? 'table' : 'picture',
    zoom: typeof record.zoom === 'number' && Number.isFinite(record.zoom) ? record.zoom : 0,
    unfolded: Array.isArray(record.unfolded) ? record.unfolded.filter((id) => typeof id === 'string') : [],
    name: typeof record.name === 'string' ? record.name : '',
    serial: typeof record.serial === 'number' ? record.serial : 0,
    ...text('selected'),
    ...text('sandbox'),
    ...text('network'),
  };
}
