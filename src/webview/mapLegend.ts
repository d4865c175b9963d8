import type { PanelWord } from '../diagrams/panelWord.ts';
import { element, setText } from './element.ts';
import type { View } from './view.ts';

/** Each with a form of its own, so that nothing depends on colour. */
const entries: readonly (readonly [className: string, word: PanelWord])[] = [
  ['dot running', 'panel.legend-running'],
  ['dot stopped', 'panel.legend-stopped'],
  ['line bridge', 'panel.legend-bridge'],
  ['line default-bridge', 'panel.legend-default-bridge'],
  ['line macvlan', 'panel.legend-macvlan'],
  ['line overlay', 'panel.legend-overlay'],
  ['line dashed', 'panel.legend-dashed'],
  ['triangle', 'panel.legend-warning'],
  ['slant', 'panel.legend-inferred'],
];

export function mapLegend(): View {
  const heading = element('span', { class: 'legend-title' });
  const items = entries.map(([className, word]) => {
    const text = element('span');
    const sign = element('span', { class: `sign-of ${className}`, 'aria-hidden': 'true' });
    return { word, text, item: element('li', {}, sign, text) };
  });
  return {
    root: element('div', { class: 'legend' }, heading, element('ul', {}, ...items.map(({ item }) => item))),
    draw({ t }) {
      setText(heading, t('panel.legend'));
      for (const { word, text } of items) setText(text, t(word));
    },
  };
}
