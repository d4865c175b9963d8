import { fails, type NameCell, nameCell } from '../diagrams/nameCell.ts';
import type { Topology } from '../model/topology.ts';
import { type MatrixName, type MatrixRow, type MatrixScope, nameMatrix } from '../predictions/nameMatrix.ts';
import { resolveName } from '../predictions/nameResolution.ts';
import type { Answer } from '../predictions/observation.ts';
import { seenKey } from '../predictions/seenAnswers.ts';
import type { RecordKind, ShowMessage } from '../protocol.ts';
import type { MatrixFilter, UiState } from './uiState.ts';

/** The matrix as it is shown: what the filter leaves, and counts of the whole. */
export interface MatrixModel {
  readonly rows: readonly MatrixRow[];
  readonly names: readonly MatrixName[];
  readonly record: RecordKind;
  /** IPv6 addresses are there to be asked for. */
  readonly hasSix: boolean;
  /** Of all cells, whatever the filter. */
  readonly total: number;
  readonly observed: number;
  readonly differing: number;
  readonly cell: (row: number, column: number) => NameCell;
}

interface Whole {
  readonly topology: Topology;
  readonly key: string;
  readonly rows: readonly MatrixRow[];
  readonly names: readonly MatrixName[];
  readonly hasSix: boolean;
  /** Predictions, made when they are looked at first. */
  readonly answers: Map<string, Answer>;
}

let last: Whole | undefined;

export function matrixModel(
  { topology, seen }: Pick<ShowMessage, 'topology' | 'seen'>,
  scope: MatrixScope,
  { only, record }: Pick<UiState, 'only' | 'record'>,
): MatrixModel {
  const whole = wholeOf(topology, scope, record);
  const seenAt = (row: MatrixRow, { name }: MatrixName) => seen[row.sandbox.id]?.[seenKey(name, record)];
  const cellAt = (row: MatrixRow, column: MatrixName) =>
    nameCell(row.sandbox, column.name, predictedAt(whole, row, column, record), seenAt(row, column));
  const { rows, names } = filtered(whole, only, cellAt);
  let observed = 0;
  let differing = 0;
  for (const row of whole.rows) {
    for (const name of whole.names) {
      const found = seenAt(row, name);
      if (found !== undefined) observed += 1;
      if (typeof found === 'object' && found.state === 'differ') differing += 1;
    }
  }
  const at = <T>(row: number, column: number, get: (row: MatrixRow, name: MatrixName) => T) =>
    get(rows[row] as MatrixRow, names[column] as MatrixName);
  return {
    rows,
    names,
    record,
    hasSix: whole.hasSix,
    total: whole.rows.length * whole.names.length,
    observed,
    differing,
    cell: (row, column) => at(row, column, cellAt),
  };
}

function wholeOf(topology: Topology, scope: MatrixScope, record: RecordKind): Whole {
  const key = JSON.stringify([scope, record]);
  if (last?.topology === topology && last.key === key) return last;
  const matrix = nameMatrix(topology, scope);
  const members = new Set<string>(matrix.rows.map(({ sandbox }) => sandbox.id));
  const hasSix = topology.endpoints.some(
    ({ sandbox, addresses }) => members.has(sandbox ?? '') && addresses.some((address) => address.includes(':')),
  );
  last = { topology, key, ...matrix, hasSix, answers: new Map() };
  return last;
}

function predictedAt({ topology, answers }: Whole, { sandbox }: MatrixRow, { name }: MatrixName, type: RecordKind): Answer {
  const key = `${sandbox.id} ${name}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const made = resolveName(topology, { from: sandbox.id, name, type });
  answers.set(key, made);
  return made;
}

/** Rows and columns with at least one cell that is looked for. */
function filtered(
  { rows, names }: Whole,
  only: MatrixFilter,
  cellAt: (row: MatrixRow, name: MatrixName) => NameCell,
): Pick<Whole, 'rows' | 'names'> {
  if (only === 'all') return { rows, names };
  const keptRows = new Set<MatrixRow>();
  const keptNames = new Set<MatrixName>();
  for (const row of rows) {
    for (const name of names) {
      const cell = cellAt(row, name);
      if (only === 'differs' ? cell.kind !== 'differs' : !fails(cell)) continue;
      keptRows.add(row);
      keptNames.add(name);
    }
  }
  return { rows: rows.filter((row) => keptRows.has(row)), names: names.filter((name) => keptNames.has(name)) };
}
