import type { NameCell } from '../diagrams/nameCell.ts';
import { verdictWords } from '../diagrams/nameTable.ts';
import { plainText } from '../diagrams/plainText.ts';
import { networksOf, sandboxName } from '../model/lookup.ts';
import type { MatrixName, MatrixRow } from '../predictions/nameMatrix.ts';
import type { Context } from './context.ts';
import type { MatrixModel } from './matrixModel.ts';
import type { GridCell, GridHead } from './nameGrid.ts';

export function rowHead({ rows, names }: MatrixModel, row: number, { t, show }: Context): GridHead {
  const { sandbox } = rows[row] as MatrixRow;
  const title = plainText(sandboxName(sandbox));
  const note = networksOf(show.topology, sandbox.id)
    .map(({ name }) => plainText(name))
    .join(' · ');
  return { title, note, spoken: t('dns.spoken-row', [title, note].filter(Boolean).join(', '), names.length) };
}

export function columnHead({ rows, names }: MatrixModel, column: number, { t }: Context): GridHead {
  const { name, kind, member } = names[column] as MatrixName;
  const title = plainText(name);
  const full = kind === 'alias' ? t('dns.alias', title) : kind === 'service' ? t('dns.service', title) : title;
  return { title: full, note: member ? '' : t('dns.elsewhere'), spoken: t('dns.spoken-column', full, rows.length) };
}

/** What one cell shows and says: a mark and words beside every colour. */
export function cellFor(model: MatrixModel, row: number, column: number, context: Context): GridCell {
  const { t } = context;
  const cell = model.cell(row, column);
  const { sandbox } = model.rows[row] as MatrixRow;
  const asked = (model.names[column] as MatrixName).name;
  const asker = plainText(sandboxName(sandbox));
  const name = plainText(asked);
  if (context.show.asking.some((each) => each.sandbox === sandbox.id && each.name === asked)) {
    const asking = t('dns.asking', asker, name);
    return { mark: '…', main: t('dns.asking-now'), why: t(cell.why), look: 'asking unseen', spoken: asking };
  }
  const main = answersOf(cell, context);
  const why = t(cell.why);
  const verdict = t(verdictWords[cell.state]);
  const predicted = cell.predicted.length === 0 ? t('dns.no-answer') : shortened(cell.predicted, context);
  const differs = cell.state === 'differ' || cell.state === 'gap';
  return {
    mark: cell.mark,
    main: cell.answers.length > 1 ? `${plainText(cell.answers[0] ?? '')} +${cell.answers.length - 1}` : main,
    why: differs ? t('dns.predicted-is', predicted) : cell.answers.length > 1 ? t('dns.shuffled', cell.answers.length) : why,
    look: `${cell.kind} ${cell.state === 'not-observed' ? 'unseen' : 'seen'}`,
    spoken: differs
      ? t('dns.spoken-differs', asker, name, main, predicted, verdict)
      : t('dns.spoken', asker, name, main, why, verdict),
  };
}

function answersOf(cell: NameCell, context: Context): string {
  return cell.answers.length === 0 ? context.t(cell.instead) : shortened(cell.answers, context);
}

function shortened([first = '', ...others]: readonly string[], { t }: Context): string {
  return others.length === 0 ? plainText(first) : t('dns.several', plainText(first), others.length);
}
