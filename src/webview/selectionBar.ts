import type { Diagram, Shape } from '../diagrams/diagram.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { pathText } from './selection.ts';

export interface SelectionBar {
  readonly root: HTMLElement;
  draw(context: Context, selected: Shape | undefined, diagram: Diagram | undefined): void;
}

/** Under the map: the selected path in words, what had no room in the shape, and what can be done with it. */
export function selectionBar(clearSelection: () => void): SelectionBar {
  let act: { readonly context: Context; readonly subject: string | undefined } | undefined;
  const path = element('p', { class: 'path', role: 'status' });
  const details = element('p', { class: 'details' });
  const reveal = element('vscode-button', { appearance: 'secondary' });
  reveal.addEventListener('click', () => act?.subject && act.context.post({ type: 'reveal', id: act.subject }));
  const check = element('vscode-button', { appearance: 'secondary' });
  check.addEventListener('click', () => act?.subject && act.context.choose({ tab: 'dns', sandbox: act.subject }));
  const clear = element('vscode-button', { appearance: 'secondary' });
  clear.addEventListener('click', clearSelection);
  const actions = element('div', { class: 'actions' }, reveal, check, clear);

  return {
    root: element('div', { class: 'selection' }, path, details, actions),
    draw(context, selected, diagram) {
      const { t, say } = context;
      act = { context, subject: selected?.subject };
      actions.hidden = selected === undefined;
      details.hidden = selected === undefined || selected.details.length === 0;
      if (!selected || !diagram) {
        setText(path, t('panel.nothing-selected'));
        return;
      }
      setText(path, t('panel.selected', pathText(diagram, selected, say)));
      setText(details, selected.details.map((detail) => plainText(say(detail))).join(' · '));
      reveal.hidden = selected.subject === undefined;
      check.hidden = selected.kind !== 'sandbox';
      setText(reveal, t('panel.reveal'));
      setText(check, t('panel.check-dns'));
      setText(clear, t('panel.clear'));
    },
  };
}
