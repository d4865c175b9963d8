import type { Diagram } from '../diagrams/diagram.ts';
import type { DiagramWord } from '../diagrams/diagramWord.ts';
import { type DiagramRow, diagramTable } from '../diagrams/text.ts';
import type { Context } from './context.ts';
import { element } from './element.ts';
import type { View } from './view.ts';

const columns: readonly DiagramWord[] = ['table.lane', 'table.name', 'table.kernel', 'table.facts', 'table.wired-to'];

/** A picture as tables, one for each section: equal in content to the picture, and every name leads to its row in the tree. */
export function tableView(whole: (context: Context) => Diagram): View {
  const root = element('div', { class: 'tables' });
  let drawn = '';
  return {
    root,
    draw(context) {
      const tables = diagramTable(whole(context), context.say);
      const key = JSON.stringify([tables, context.show.language]);
      if (key === drawn) return;
      drawn = key;
      root.replaceChildren(
        ...tables.map(({ title, notes, rows }) => {
          const head = columns.map((code) => element('th', { scope: 'col' }, context.say({ code, args: [] })));
          const body = rows.map((row) => tableRow(row, context));
          return element(
            'div',
            { class: 'table' },
            element('h2', {}, title),
            ...notes.map((note) => element('p', { class: 'note' }, note)),
            element(
              'table',
              {},
              element('caption', { class: 'spoken' }, title),
              element('thead', {}, element('tr', {}, ...head)),
              element('tbody', {}, ...body),
            ),
          );
        }),
      );
    },
  };
}

function tableRow(row: DiagramRow, context: Context): HTMLElement {
  const { subject } = row.shape;
  const name =
    subject === undefined ? element('span', {}, row.name) : element('button', { type: 'button', class: 'link' }, row.name);
  if (subject !== undefined) {
    name.addEventListener('click', () => {
      context.keep({ selected: row.shape.id });
      context.post({ type: 'reveal', id: subject });
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
