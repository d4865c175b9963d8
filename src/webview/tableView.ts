import type { Diagram } from '../diagrams/diagram.ts';
import type { DiagramWord } from '../diagrams/diagramWord.ts';
import { type DiagramRow, type DiagramTable, diagramTable } from '../diagrams/text.ts';
import type { Context } from './context.ts';
import { element } from './element.ts';
import { type LongRows, longRows } from './longRows.ts';

const columns: readonly DiagramWord[] = ['table.lane', 'table.name', 'table.kernel', 'table.facts', 'table.wired-to'];
/** A table of more rows draws those in sight only. */
const longFrom = 120;
/** Pixels: a guess of a row's height, until it was drawn. */
const guess = { line: 20, around: 11 };

export interface TableView {
  readonly root: HTMLElement;
  /** Returns what the tables are of. */
  draw(context: Context): Diagram;
}

/**
 * A picture as tables, one for each section: equal in content to the picture, and every name leads to its row in the tree. `wholeOf` is
 * what the content is made of: while that is the same nothing is made anew.
 */
export function tableView(whole: (context: Context) => Diagram, wholeOf: (context: Context) => readonly unknown[]): TableView {
  const root = element('div', { class: 'tables' });
  let drawn: { readonly of: readonly unknown[]; readonly diagram: Diagram } | undefined;
  let long: readonly LongRows[] = [];
  let context: Context | undefined;
  let frame = 0;
  const render = () => {
    frame = 0;
    for (const rows of long) rows.render();
  };
  const ask = () => {
    if (frame === 0 && long.length > 0) frame = requestAnimationFrame(render);
  };
  root.addEventListener('scroll', ask);
  new ResizeObserver(ask).observe(root);

  return {
    root,
    draw(now) {
      context = now;
      const of = [...wholeOf(now), now.show.words];
      if (drawn?.of.length === of.length && drawn.of.every((each, index) => each === of[index])) return drawn.diagram;
      const diagram = whole(now);
      drawn = { of, diagram };
      const bodies: LongRows[] = [];
      root.replaceChildren(...diagramTable(diagram, now.say).map((table) => tableElement(table, now, bodies)));
      long = bodies;
      ask();
      return diagram;
    },
  };

  function tableElement({ title, notes, rows }: DiagramTable, { say, t }: Context, bodies: LongRows[]): HTMLElement {
    const head = columns.map((code) => element('th', { scope: 'col' }, say({ code, args: [] })));
    const row = (index: number) => tableRow(rows[index] as DiagramRow, () => context);
    const isLong = rows.length > longFrom;
    let body: HTMLElement;
    if (isLong) {
      const guesses = rows.map(({ facts }) => guess.around + guess.line * Math.max(1, facts.length));
      const made = longRows(root, guesses, row);
      bodies.push(made);
      body = made.body;
    } else {
      body = element('tbody', {}, ...rows.map((_, index) => row(index)));
    }
    return element(
      'div',
      { class: isLong ? 'table long' : 'table' },
      element('h2', {}, title),
      ...notes.map((note) => element('p', { class: 'note' }, note)),
      element(
        'table',
        isLong ? { 'aria-rowcount': rows.length + 1 } : {},
        element('caption', { class: 'spoken' }, isLong ? t('panel.table-rows', title, rows.length) : title),
        element('thead', {}, element('tr', isLong ? { 'aria-rowindex': 1 } : {}, ...head)),
        body,
      ),
    );
  }
}

function tableRow(row: DiagramRow, context: () => Context | undefined): HTMLElement {
  const { subject } = row.shape;
  const name =
    subject === undefined ? element('span', {}, row.name) : element('button', { type: 'button', class: 'link' }, row.name);
  if (subject !== undefined) {
    name.addEventListener('click', () => {
      context()?.keep({ selected: row.shape.id });
      context()?.post({ type: 'reveal', id: subject });
    });
  }
  return element(
    'tr',
    {},
    element('td', { class: 'lane' }, row.lane),
    element('th', { scope: 'row' }, name),
    element('td', { class: 'mono' }, row.kernelName),
    element('td', {}, element('ul', {}, ...row.facts.map((fact) => element('li', {}, fact)))),
    element('td', {}, row.wiredTo.join(', ')),
  );
}
