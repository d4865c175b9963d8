import { plainText } from '../diagrams/plainText.ts';
import { lookupLine } from '../findings/lookupLine.ts';
import { sandboxName } from '../model/lookup.ts';
import { compareAnswers } from '../predictions/compareAnswers.ts';
import type { Answer, Observation } from '../predictions/observation.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { clock } from './sourceLine.ts';
import type { View } from './view.ts';

/** The last answers that are shown in full. */
const most = 12;

/** What was asked for, the newest first: predicted beside observed, who answered and how, the verdict in words, the fix and its line. */
export function dnsAnswers(): View {
  const heading = element('h2');
  const none = element('p', { class: 'empty' });
  const cards = element('div', { class: 'cards', role: 'list' });
  let drawn = '';
  return {
    root: element('div', { class: 'answers' }, heading, none, cards),
    draw(context) {
      setText(heading, context.t('dns.results'));
      setText(none, context.t('dns.no-results'));
      const observations = [...context.show.observations].reverse().slice(0, most);
      none.hidden = observations.length > 0;
      const key = JSON.stringify([observations, context.show.topology.engines.map(({ state }) => state), context.show.language]);
      if (key === drawn) return;
      drawn = key;
      cards.replaceChildren(...observations.map((observation) => card(observation, context)));
    },
  };
}

function card(observation: Observation, context: Context): HTMLElement {
  const { show, t, say } = context;
  const { name, predicted, result, how, milliseconds, at } = observation;
  const sandbox = show.topology.sandboxes.find(({ id }) => id === observation.sandbox);
  const asker = plainText(sandbox ? sandboxName(sandbox) : observation.sandbox);
  const seen = 'gap' in result ? undefined : result;
  const verdict = verdictOf(predicted, seen, how);
  const rows: (readonly [string, string])[] = [];
  if (predicted) rows.push([t('dns.predicted'), answersText(predicted, t)]);
  rows.push([t('dns.observed'), seen ? answersText(seen, t) : t('dns.not-observed')]);
  if (seen?.server) rows.push([t('dns.server'), plainText(seen.server)]);
  if (seen?.server) rows.push([t('dns.chain'), chain(asker, seen, context)]);
  const facts = rows.flatMap(([term, text]) => [element('dt', {}, term), element('dd', {}, text)]);
  const said = [
    say(seen ? seen.reason : gapSentence(result)),
    ...(predicted && verdict !== 'agrees-answered' ? [say(predicted.reason)] : []),
  ];
  return element(
    'div',
    { class: `card ${verdict}`, role: 'listitem' },
    element('h3', {}, t('dns.asks', asker, plainText(name))),
    element(
      'p',
      { class: 'verdict' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, signs[verdict]),
      t(verdictWord[verdict]),
    ),
    element('dl', {}, ...facts),
    ...said.map((sentence) => element('p', { class: 'reason' }, plainText(sentence))),
    element('p', { class: 'how' }, `${t('dns.by', plainText(how), milliseconds)} · ${clock(at, show.language)}`),
    ...fix(observation, context),
    ...commandLine(observation, context),
  );
}

type Verdict = 'agrees-answered' | 'agrees-nothing' | 'differs' | 'seen' | 'unobservable';
const signs: Readonly<Record<Verdict, string>> = {
  'agrees-answered': '✓',
  'agrees-nothing': '✗',
  differs: '≠',
  seen: '→',
  unobservable: '–',
};
const verdictWord = {
  'agrees-answered': 'dns.agrees',
  'agrees-nothing': 'dns.agrees',
  differs: 'dns.differs',
  seen: 'dns.observed',
  unobservable: 'dns.unobservable',
} as const satisfies Record<Verdict, string>;

function verdictOf(predicted: Answer | undefined, seen: Answer | undefined, how: string): Verdict {
  if (!seen) return 'unobservable';
  const compared = predicted ? compareAnswers(predicted, seen, how) : 'not-compared';
  if (compared === 'differ') return 'differs';
  if (compared === 'not-compared') return 'seen';
  return seen.answers.length > 0 ? 'agrees-answered' : 'agrees-nothing';
}

function answersText({ answers }: Answer, t: Context['t']): string {
  return answers.length === 0 ? t('dns.no-answer') : answers.map(plainText).join(', ');
}

/** Who passes the question on to whom. */
function chain(asker: string, { server, upstream = [] }: Answer, { t }: Context): string {
  const behind =
    server === '127.0.0.11' ? [upstream.length > 0 ? upstream.map(plainText).join(', ') : t('dns.chain-upstream')] : [];
  return [asker, plainText(server ?? ''), ...behind].join(' → ');
}

function gapSentence(result: Observation['result']) {
  return 'gap' in result ? ({ code: `gap.${result.gap.code}`, args: [result.gap.why] } as const) : '';
}

/** Attaching to a user-defined network helps where no name is known, or none that is shared. */
function fix({ sandbox, predicted, result }: Observation, context: Context): readonly HTMLElement[] {
  const helps = predicted?.code === 'no-embedded-dns' || predicted?.code === 'not-shared';
  const found = context.show.topology.sandboxes.find(({ id }) => id === sandbox);
  if (!helps || !found || ('answers' in result && result.answers.length > 0)) return [];
  const button = element('vscode-button', { appearance: 'primary' }, context.t('dns.attach', plainText(sandboxName(found))));
  button.addEventListener('click', () => context.post({ type: 'attach', sandbox }));
  return [button];
}

function commandLine({ sandbox, name, type }: Observation, context: Context): readonly HTMLElement[] {
  const line = lookupLine(context.show.topology, { sandbox, name, type });
  if (line === undefined) return [];
  const copy = element('button', { type: 'button', class: 'link' }, context.t('dns.copy-command'));
  copy.addEventListener('click', () => context.post({ type: 'copyLookup', sandbox, name }));
  return [element('p', { class: 'line' }, element('code', {}, plainText(line)), copy)];
}
