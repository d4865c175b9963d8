import { legendCodes } from '../diagrams/nameTable.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { Network, SandboxId, Topology } from '../model/topology.ts';
import type { MatrixScope } from '../predictions/nameMatrix.ts';
import { seenKey } from '../predictions/seenAnswers.ts';
import type { RecordKind } from '../protocol.ts';
import type { Context } from './context.ts';
import { dnsCard } from './dnsCard.ts';
import { dnsMatrixTools } from './dnsMatrixTools.ts';
import { element, setText } from './element.ts';
import { type MatrixModel, matrixModel } from './matrixModel.ts';
import { cellFor, columnHead, rowHead } from './matrixTexts.ts';
import { nameGrid, type Place } from './nameGrid.ts';
import type { View } from './view.ts';

/** Who gets which answer for which name: predicted at once, marked where it was observed, the chosen cell in full beside it. */
export function dnsMatrix(): View {
  let context: Context | undefined;
  let model: MatrixModel | undefined;
  const heading = element('h2');
  const empty = element('p', { class: 'empty' });
  const tools = dnsMatrixTools(() => model);
  const legend = element('p', { class: 'legend' });
  const detail = element('div', { class: 'detail' });
  let detailDrawn = '';
  let looked = '';

  const grid = nameGrid({
    onFocus: ({ row, column }) => {
      if (!context || !model || row < 0 || column < 0) return;
      const found = cellAt(model, { row, column });
      if (!found) return;
      context.keep({ cell: found });
      context = { ...context, ui: { ...context.ui, cell: found } };
      drawDetail(context);
    },
    onAct: ({ row, column }) => {
      if (!context || !model) return;
      const { rows, names, record } = model;
      const sandboxes = (row < 0 ? rows : rows.slice(row, row + 1)).map(({ sandbox }) => sandbox.id);
      const asked = (column < 0 ? names : names.slice(column, column + 1)).map(({ name }) => name);
      if (sandboxes.length > 0 && asked.length > 0) context.post({ type: 'observe', sandboxes, names: asked, record });
    },
  });

  return {
    root: element(
      'div',
      { class: 'names-matrix' },
      tools.root,
      heading,
      empty,
      element('div', { class: 'beside' }, grid.root, detail),
      legend,
    ),
    draw(now) {
      context = now;
      const { t, show, ui } = now;
      const choices = networksWithNames(show.topology);
      const chosen = ui.among.filter((id) => show.topology.sandboxes.some((sandbox) => sandbox.id === id));
      const network = choices.find(({ id }) => id === ui.network) ?? busiest(show.topology, choices);
      const scope: MatrixScope | undefined =
        chosen.length > 0 ? { sandboxes: chosen.map((id) => id as SandboxId) } : network && { network: network.id };
      model = scope && matrixModel(show, scope, ui);
      tools.draw(now, choices, chosen.length > 0 ? undefined : network);
      const title = chosen.length > 0 ? t('dns.selection', chosen.length) : plainText(network?.name ?? '');
      setText(heading, chosen.length > 0 ? title : t('dns.matrix', title));
      heading.hidden = model === undefined;
      const lacks = !model
        ? t('dns.no-networks')
        : model.total === 0
          ? t('dns.matrix-empty', title)
          : model.rows.length === 0
            ? t('dns.nothing-left')
            : '';
      setText(empty, lacks);
      empty.hidden = lacks === '';
      grid.root.hidden = lacks !== '';
      detail.hidden = lacks !== '';
      legend.hidden = lacks !== '';
      setText(legend, [...legendCodes.map(([mark, code]) => `${mark} ${t(code)}`), t('dns.legend-dashed')].join('    '));
      if (!model || lacks !== '') return;
      drawGrid(model, now, t('dns.matrix', title));
      drawDetail(now);
    },
  };

  function drawGrid(of: MatrixModel, now: Context, label: string): void {
    const { cell } = now.ui;
    const row = of.rows.findIndex(({ sandbox }) => sandbox.id === cell?.sandbox);
    const column = of.names.findIndex(({ name }) => name === cell?.name);
    grid.draw({
      label,
      corner: now.t('dns.corner'),
      dense: now.ui.dense,
      rows: of.rows.length,
      columns: of.names.length,
      rowHead: (at) => rowHead(of, at, now),
      columnHead: (on) => columnHead(of, on, now),
      cell: (at, on) => cellFor(of, at, on, now),
      active: { row: Math.max(0, row), column: Math.max(0, column) },
    });
  }

  function drawDetail(now: Context): void {
    const found = now.ui.cell ?? (model && cellAt(model, { row: 0, column: 0 }));
    if (!found || !model) return;
    const { record } = model;
    const asked = { sandbox: found.sandbox as SandboxId, name: found.name, type: record };
    const observation = observationOf(now, found);
    lookAt(now, found, record, observation !== undefined);
    const key = JSON.stringify([asked, observation, now.show.findings.map(({ id }) => id), now.show.language]);
    if (key === detailDrawn && detail.dataset.topology === now.show.topology.readAt) return;
    detailDrawn = key;
    detail.dataset.topology = now.show.topology.readAt;
    const ask = element('vscode-button', { appearance: 'secondary' }, now.t('dns.ask-now'));
    ask.addEventListener('click', () =>
      context?.post({ type: 'observe', sandboxes: [asked.sandbox], names: [asked.name], record }),
    );
    const card = dnsCard(asked, observation, now);
    card.append(ask);
    detail.replaceChildren(card);
  }

  /** Asks once for what is known in short only; a batch under way may push it out again. */
  function lookAt({ show, post }: Context, found: Cell, record: RecordKind, isKnown: boolean): void {
    const key = isKnown ? '' : JSON.stringify([found, record]);
    const isSeen = show.seen[found.sandbox]?.[seenKey(found.name, record)] !== undefined;
    if (!isKnown && isSeen && key !== looked) post({ type: 'look', ...found, record });
    if (isKnown || isSeen) looked = key;
  }

  function observationOf({ show }: Context, { sandbox, name }: { readonly sandbox: string; readonly name: string }) {
    const wanted = name.toLowerCase();
    return show.observations.findLast(
      (each) => each.sandbox === sandbox && each.type === (model?.record ?? 'A') && each.name.toLowerCase() === wanted,
    );
  }
}

type Cell = NonNullable<Context['ui']['cell']>;

function cellAt({ rows, names }: MatrixModel, { row, column }: Place) {
  const sandbox = rows[row]?.sandbox.id;
  const name = names[column]?.name;
  return sandbox === undefined || name === undefined ? undefined : { sandbox: sandbox as string, name };
}

function networksWithNames(topology: Topology): readonly Network[] {
  return topology.networks.filter(({ driver, configOnly }) => !['host', 'null'].includes(driver) && !configOnly);
}

/** The network with the most to show first. */
function busiest(topology: Topology, networks: readonly Network[]): Network | undefined {
  const counts = new Map<string, number>();
  for (const { network } of topology.endpoints) counts.set(network, (counts.get(network) ?? 0) + 1);
  const weight = (network: Network) => (counts.get(network.id) ?? 0) + (network.name === 'bridge' ? 0 : 0.5);
  return [...networks].sort((a, b) => weight(b) - weight(a))[0];
}
