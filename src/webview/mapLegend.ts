import type { PanelWord } from '../diagrams/panelWord.ts';
import { element, setText } from './element.ts';
import type { View } from './view.ts';

/** Class of its sign, and its word; each sign has a form of its own, so that nothing depends on colour. */
export type LegendEntry = readonly [className: string, word: PanelWord];

export function mapLegend(entries: readonly LegendEntry[]): View {
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
