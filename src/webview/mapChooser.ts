import { openWires } from '../model/openWires.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import type { TextField } from './toolkit.ts';
import type { View } from './view.ts';

/** What the map shows: a filter by name, and a way to the host interfaces that are not known yet. */
export function mapChooser(): View {
  let context: Context | undefined;
  const label = element('label');
  const filter = element('vscode-text-field', { maxlength: 253, spellcheck: 'false' }) as TextField;
  const find = element('vscode-button', { appearance: 'secondary' });
  filter.addEventListener('input', () => context?.choose({ filter: filter.value }));
  filter.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && filter.value !== '') context?.choose({ filter: '' });
  });
  find.addEventListener('click', () => context?.post({ type: 'readWires' }));
  return {
    root: element('div', { class: 'fields' }, element('div', { class: 'field wide' }, label, filter), find),
    draw(now) {
      context = now;
      const { t, ui } = now;
      setText(label, t('panel.filter'));
      filter.setAttribute('aria-label', t('panel.filter'));
      filter.setAttribute('placeholder', t('panel.filter-hint'));
      if (filter.value !== ui.filter) filter.value = ui.filter;
      setText(find, t('panel.find-wires'));
      find.hidden = !hasOpenWires(now);
    },
  };
}

/** Not those of an engine whose place alone is unknown: there the button would ask for what may be here. */
function hasOpenWires({ show: { topology } }: Context): boolean {
  return openWires(topology).some(({ gaps }) => gaps.some(({ code }) => code !== 'engine-place-unknown'));
}
