import type { PathQuestion } from '../predictions/path.ts';
import { readPathQuestion } from '../predictions/pathText.ts';
import { type RecordKind, recordKinds, type Tab, tabs } from '../protocol.ts';

export const matrixFilters = ['all', 'fails', 'differs'] as const;
export type MatrixFilter = (typeof matrixFilters)[number];

/** What the user chose in the panel; kept over a reload by `setState`. */
export interface UiState {
  readonly tab: Tab;
  /** `auto`: the map is an overview where the picture would be mostly folded, else the picture. */
  readonly view: 'auto' | 'overview' | 'picture' | 'table';
  /** 1 is the picture's own size; 0 fits it into the width. */
  readonly zoom: number;
  /** What the host map shows: whose name has this text; all where it is empty. */
  readonly filter: string;
  /** Id of the network that the host map shows alone; none where it is empty. */
  readonly within: string;
  /** Cell of the overview that the keyboard is at. */
  readonly overviewAt?: string;
  /** Shape id in the host map. */
  readonly selected?: string;
  readonly unfolded: readonly string[];
  /** Sandbox and name of the DNS form, network of the matrix. */
  readonly sandbox?: string;
  readonly name: string;
  readonly network?: string;
  /** What the DNS tab shows: the matrix, or one name asked for. */
  readonly dns: 'matrix' | 'ask';
  /** Sandboxes of the matrix; none stands for everybody on the network. */
  readonly among: readonly string[];
  readonly only: MatrixFilter;
  readonly dense: boolean;
  readonly record: RecordKind;
  /** The cell that is looked at. */
  readonly cell?: { readonly sandbox: string; readonly name: string };
  /** Network, zoom and selected shape of the overlay picture. */
  readonly overlay?: string;
  readonly overlayZoom: number;
  readonly overlaySelected?: string;
  /** The path that is explained. */
  readonly path?: PathQuestion;
  /** Serial of the last request of the host that was followed. */
  readonly serial: number;
}

export const firstState: UiState = {
  tab: 'map',
  view: 'auto',
  zoom: 0,
  filter: '',
  within: '',
  overlayZoom: 0,
  unfolded: [],
  name: '',
  dns: 'matrix',
  among: [],
  only: 'all',
  dense: false,
  record: 'A',
  serial: 0,
};

const views: readonly UiState['view'][] = ['auto', 'overview', 'picture', 'table'];

/** What `getState` gave back, as far as it is ours; a state of another version is no reason to fail. */
export function readUiState(kept: unknown): UiState {
  if (typeof kept !== 'object' || kept === null) return firstState;
  const record = kept as Readonly<Record<string, unknown>>;
  const text = (key: string) => (typeof record[key] === 'string' ? { [key]: record[key] } : {});
  const texts = (key: string) => (Array.isArray(record[key]) ? record[key].filter((id) => typeof id === 'string') : []);
  const number = (key: string) => {
    const value = record[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  };
  return {
    tab: tabs.find((tab) => tab === record.tab) ?? firstState.tab,
    view: views.find((view) => view === record.view) ?? 'auto',
    zoom: number('zoom'),
    filter: typeof record.filter === 'string' ? record.filter : '',
    within: typeof record.within === 'string' ? record.within : '',
    overlayZoom: number('overlayZoom'),
    unfolded: texts('unfolded'),
    name: typeof record.name === 'string' ? record.name : '',
    dns: record.dns === 'ask' ? 'ask' : 'matrix',
    among: texts('among'),
    only: matrixFilters.find((only) => only === record.only) ?? 'all',
    dense: record.dense === true,
    record: recordKinds.find((kind) => kind === record.record) ?? 'A',
    serial: typeof record.serial === 'number' ? record.serial : 0,
    ...pathOf(record.path),
    ...text('selected'),
    ...text('overviewAt'),
    ...text('sandbox'),
    ...text('network'),
    ...text('overlay'),
    ...text('overlaySelected'),
  };
}

function pathOf(kept: unknown): Pick<UiState, 'path'> {
  const path = readPathQuestion(kept);
  return path ? { path } : {};
}
