import { dnsCard } from './dnsCard.ts';
import { element, setText } from './element.ts';
import type { View } from './view.ts';

/** The last answers that are shown in full. */
const most = 12;

/** What was asked for, the newest first, each with its chain, its verdict, what helps and the command line. */
export function dnsAnswers(): View {
  const heading = element('h2');
  const none = element('p', { class: 'empty' });
  const cards = element('div', { class: 'cards', role: 'list' });
  let drawn = '';
  return {
    root: element('div', { class: 'answers' }, heading, none, cards),
    draw(context) {
      const { t, show } = context;
      setText(heading, t('dns.results'));
      setText(none, t('dns.no-results'));
      const observations = [...show.observations].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, most);
      none.hidden = observations.length > 0;
      const engines = show.topology.engines.map(({ state }) => state);
      const fixes = show.findings.map(({ id }) => id);
      const key = JSON.stringify([observations, engines, fixes, show.topology.endpoints, show.language]);
      if (key === drawn) return;
      drawn = key;
      cards.replaceChildren(
        ...observations.map((observation) => {
          const card = dnsCard(observation, observation, context);
          card.setAttribute('role', 'listitem');
          return card;
        }),
      );
    },
  };
}
