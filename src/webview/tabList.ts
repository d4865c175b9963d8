import type { PanelWord } from '../diagrams/panelWord.ts';
import { type Tab, tabs } from '../protocol.ts';
import { element, setText } from './element.ts';
import type { View } from './view.ts';

const titles: Readonly<Record<Tab, PanelWord>> = {
  map: 'panel.tab-map',
  dns: 'panel.tab-dns',
  overlay: 'panel.tab-overlay',
  path: 'panel.tab-path',
};

/** The tabs as ARIA wants them: one of them in the tab order, arrow keys, Home and End move and choose. */
export function tabList(onChoose: (tab: Tab) => void): View {
  const root = element('div', { role: 'tablist', class: 'tablist' });
  const buttons = new Map<Tab, HTMLButtonElement>();
  for (const tab of tabs) {
    const button = element('button', { type: 'button', role: 'tab', id: `tab-${tab}`, 'aria-controls': `panel-${tab}` });
    button.addEventListener('click', () => onChoose(tab));
    buttons.set(tab, button);
    root.append(button);
  }
  root.addEventListener('keydown', (event) => {
    const now = tabs.findIndex((tab) => buttons.get(tab) === document.activeElement);
    const next = now < 0 ? undefined : neighbour(event.key, now);
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onChoose(tab);
    buttons.get(tab)?.focus();
  });
  return {
    root,
    draw: ({ ui, t }) => {
      root.setAttribute('aria-label', t('panel.tabs'));
      for (const [tab, button] of buttons) {
        setText(button, t(titles[tab]));
        button.setAttribute('aria-selected', String(tab === ui.tab));
        button.tabIndex = tab === ui.tab ? 0 : -1;
      }
    },
  };
}

function neighbour(key: string, now: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (now + 1) % tabs.length;
    case 'ArrowLeft':
      return (now + tabs.length - 1) % tabs.length;
    case 'Home':
      return 0;
    case 'End':
      return tabs.length - 1;
    default:
      return undefined;
  }
}
