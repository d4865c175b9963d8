import { isRunning } from '../model/lookup.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import type { TextField } from './toolkit.ts';
import type { View } from './view.ts';

/** Gaps of a wire that a deeper look may close. */
const open: ReadonlySet<string> = new Set(['wire-ambiguous', 'wire-not-readable', 'not-looked', 'engine-elsewhere']);

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

function hasOpenWires({ show: { topology } }: Context): boolean {
  const running = new Set(topology.sandboxes.filter((box) => box.kind === 'container' && isRunning(box)).map(({ id }) => id));
  const onRunning = new Set(topology.endpoints.flatMap(({ id, sandbox }) => (sandbox && running.has(sandbox) ? [id] : [])));
  return topology.wires.some(
    ({ endpoint, gaps }) => endpoint && onRunning.has(endpoint) && gaps.some(({ code }) => open.has(code)),
  );
}
