/** The DNS matrix as CSV and Markdown. Names and answers are hostile text: no formula for a spreadsheet, no markup for Markdown. */

import { sandboxName } from '../model/lookup.ts';
import type { Sandbox, Topology } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import { fillTemplate, word } from '../model/word.ts';
import { resolveName } from '../predictions/nameResolution.ts';
import type { Answer, Observation } from '../predictions/observation.ts';
import { seenKey, seenOf } from '../predictions/seenAnswers.ts';
import { fails, type NameCell, nameCell } from './nameCell.ts';
import type { PanelWord } from './panelWord.ts';
import { visibleText } from './plainText.ts';

export interface NameTable {
  readonly topology: Topology;
  readonly sandboxes: readonly Sandbox[];
  readonly names: readonly string[];
  readonly type: 'A' | 'AAAA';
  readonly observations: readonly Observation[];
}

/** Templates by word code. */
type Templates = Readonly<Record<string, string>>;

interface Entry {
  readonly sandbox: Sandbox;
  readonly name: string;
  readonly cell: NameCell;
  readonly predicted: Answer;
  readonly observation: Observation | undefined;
}

const csvColumns = [
  'dns.csv-sandbox',
  'dns.csv-id',
  'dns.name',
  'dns.csv-type',
  'dns.csv-verdict',
  'dns.predicted',
  'dns.observed',
  'dns.csv-reason',
  'dns.server',
  'dns.chain-upstream',
  'dns.csv-how',
  'dns.csv-milliseconds',
  'dns.csv-at',
] as const satisfies readonly PanelWord[];

/** One line for each pair, by RFC 4180. */
export function nameTableCsv(table: NameTable, templates: Templates): string {
  const t = (code: PanelWord) => templates[code] ?? code;
  const lines = [...entries(table)].map(({ sandbox, name, cell, predicted, observation }) => {
    const result = observation && 'answers' in observation.result ? observation.result : undefined;
    const reason: Word = observation === undefined ? predicted.reason : reasonOf(observation);
    return [
      sandboxName(sandbox),
      sandbox.id,
      name,
      table.type,
      t(verdictWords[cell.state]),
      cell.predicted.join(' '),
      result === undefined ? '' : result.answers.join(' '),
      fillTemplate(templates[reason.code] ?? reason.code, reason.args),
      result?.server ?? '',
      result?.upstream?.join(' ') ?? '',
      observation?.how ?? '',
      observation === undefined ? '' : String(observation.milliseconds),
      observation?.at ?? '',
    ];
  });
  return [csvColumns.map(t), ...lines].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

/** The matrix as a table, then what differs or fails in sentences. */
export function nameTableMarkdown(table: NameTable, templates: Templates): string {
  const t = (code: PanelWord) => templates[code] ?? code;
  const all = [...entries(table)];
  const cells = new Map(all.map((entry) => [`${entry.sandbox.id} ${entry.name}`, entry.cell]));
  const row = (columns: readonly string[]) => `| ${columns.join(' | ')} |`;
  const lines = table.sandboxes.map((sandbox) =>
    row([
      code(sandboxName(sandbox)),
      ...table.names.map((name) => {
        const cell = cells.get(`${sandbox.id} ${name}`);
        return cell === undefined ? '' : markdownCell(cell, t);
      }),
    ]),
  );
  const troubles = all.filter(({ cell }) => fails(cell));
  return [
    row([t('dns.corner'), ...table.names.map(code)]),
    row(Array.from({ length: table.names.length + 1 }, () => '---')),
    ...lines,
    '',
    legendCodes.map(([mark, of]) => `${mark} ${t(of)}`).join(' · '),
    ...(troubles.length === 0 ? [] : ['']),
    ...troubles.map(({ sandbox, name, predicted, observation }) => {
      const reason: Word = observation === undefined ? predicted.reason : reasonOf(observation);
      const asks = fillTemplate(t('dns.asks'), [code(sandboxName(sandbox)), code(name)]);
      return `- ${asks}: ${fillTemplate(templates[reason.code] ?? reason.code, reason.args.map(code))}`;
    }),
    '',
  ].join('\n');
}

/** Mark and meaning, in the order in which a legend gives them. */
export const legendCodes: readonly (readonly [string, PanelWord])[] = [
  ['✓', 'dns.legend-yes'],
  ['≈', 'dns.legend-several'],
  ['✗', 'dns.legend-no'],
  ['→', 'dns.legend-outside'],
  ['≠', 'dns.legend-differs'],
  ['!', 'dns.legend-gap'],
  ['?', 'dns.legend-unknown'],
];

export const verdictWords = {
  agree: 'dns.agrees',
  differ: 'dns.differs',
  'not-compared': 'dns.not-compared',
  gap: 'dns.unobservable',
  'not-observed': 'dns.not-observed',
} as const satisfies Record<NameCell['state'], PanelWord>;

function* entries({ topology, sandboxes, names, type, observations }: NameTable): Generator<Entry> {
  const seen = new Map(observations.map((each) => [`${each.sandbox} ${seenKey(each.name, each.type)}`, each]));
  for (const sandbox of sandboxes) {
    for (const name of names) {
      const predicted = resolveName(topology, { from: sandbox.id, name, type });
      const found = seen.get(`${sandbox.id} ${seenKey(name, type)}`);
      const judged = found && seenOf(topology, found);
      const observation = judged === undefined ? undefined : found;
      yield { sandbox, name, predicted, observation, cell: nameCell(sandbox, name, predicted, judged) };
    }
  }
}

function reasonOf({ result, predicted }: Observation): Word {
  if ('gap' in result) return word(`gap.${result.gap.code}`, result.gap.why);
  return result.answers.length === 0 && predicted !== undefined ? predicted.reason : result.reason;
}

function markdownCell(cell: NameCell, t: (code: PanelWord) => string): string {
  const answers = cell.answers.length > 0 ? cell.answers.map(code).join(' ') : t(cell.instead);
  const state = cell.state === 'not-observed' ? ` *(${t('dns.not-observed')})*` : '';
  return `${cell.mark} ${answers}${state}`;
}

/** A spreadsheet takes what begins like this for a formula, in full width too; an apostrophe makes it text. */
const formula = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

function csvField(value: string): string {
  const shown = visibleText(value);
  const inert = formula.test(value) || formula.test(shown) ? `'${shown}` : shown;
  return `"${inert.replaceAll('"', '""')}"`;
}

/** A code span: nothing in it is markup, a link, or a mention of somebody. A bar would end the cell of a table. */
function code(text: string): string {
  // Pairs of backslashes are read first: the bar's own must be the odd one.
  const shown = visibleText(text).replace(
    /(\\*)\|/g,
    (_, before: string) => `${before}${before.length % 2 === 0 ? '\\' : '\\\\'}|`,
  );
  if (shown === '') return '';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || /^\s|\s$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
