import { plainText } from '../diagrams/plainText.ts';
import { openWires } from '../model/openWires.ts';
import type { Topology } from '../model/topology.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { isWithin, toOverview } from './mapForm.ts';
import type { TextField } from './toolkit.ts';
import type { View } from './view.ts';

/** What the map shows: the way out of a network, a filter by name, and a way to the host interfaces that are not known yet. */
export function mapChooser(): View {
  let context: Context | undefined;
  const label = element('label');
  const filter = element('vscode-text-field', { maxlength: 253, spellcheck: 'false' }) as TextField;
  const find = element('vscode-button', { appearance: 'secondary' });
  const leave = element('vscode-button', { class: 'leave', appearance: 'secondary' });
  const alone = element('span', { class: 'alone' });
  leave.addEventListener('click', () => context?.choose(toOverview(context)));
  filter.addEventListener('input', () => context?.choose({ filter: filter.value, within: '' }));
  filter.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && filter.value !== '') context?.choose({ filter: '' });
  });
  find.addEventListener('click', () => context?.post({ type: 'readWires' }));
  return {
    root: element('div', { class: 'fields' }, leave, alone, element('div', { class: 'field wide' }, label, filter), find),
    draw(now) {
      context = now;
      const { t, ui } = now;
      const network = isWithin(now) ? now.show.topology.networks.find(({ id }) => id === ui.within) : undefined;
      leave.hidden = network === undefined;
      alone.hidden = network === undefined;
      setText(leave, t('panel.all-networks'));
      setText(alone, network ? t('panel.one-network', plainText(network.name)) : '');
      setText(label, t('panel.filter'));
      filter.setAttribute('aria-label', t('panel.filter'));
      filter.setAttribute('placeholder', t('panel.filter-hint'));
      if (filter.value !== ui.filter) filter.value = ui.filter;
      setText(find, t('panel.find-wires'));
      find.hidden = !hasOpenWires(now);
    },
  };
}

const open = new WeakMap<Topology, boolean>();

/** Not those of an engine whose place alone is unknown: there the button would ask for what may be here. */
function hasOpenWires({ show: { topology } }: Context): boolean {
  const known =
    open.get(topology) ?? openWires(topology).some(({ gaps }) => gaps.some(({ code }) => code !== 'engine-place-unknown'));
  open.set(topology, known);
  return known;
}
