import type { PanelWord } from '../diagrams/panelWord.ts';
import { plainText } from '../diagrams/plainText.ts';
import { endpointsOf, isRunning, sandboxName } from '../model/lookup.ts';
import type { Network, Sandbox, Topology } from '../model/topology.ts';
import { compareAnswers } from '../predictions/compareAnswers.ts';
import { resolveName } from '../predictions/nameResolution.ts';
import type { Answer, AnswerCode, Observation, Origin } from '../predictions/observation.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { type Dropdown, labelDropdown, setOptions } from './toolkit.ts';
import type { View } from './view.ts';

/** More than this is no picture any more: the rest is said in words. */
const mostRows = 16;
const mostColumns = 12;
/** Of those that are not on the network: enough to see that they are told apart. */
const mostOutsiders = 4;

/** Who on a network gets which answer for which name: predicted, and marked where it was observed. */
export function dnsMatrix(): View {
  let context: Context | undefined;
  let chosen: string | undefined;
  const heading = element('h2');
  const question = element('p', { class: 'question' });
  const label = element('label');
  const networks = element('vscode-dropdown') as Dropdown;
  const picker = element('div', { class: 'field' }, label, networks);
  const body = element('div', { class: 'matrix' });
  const legend = element('p', { class: 'legend' });
  let drawn = '';
  networks.addEventListener('change', () => {
    if (networks.value !== '' && networks.value !== chosen) context?.choose({ network: networks.value });
  });
  return {
    root: element('div', { class: 'predicted' }, heading, question, picker, body, legend),
    draw(now) {
      context = now;
      const { t, show, ui } = now;
      const choices = show.topology.networks.filter(
        ({ driver, configOnly }) => !['host', 'null'].includes(driver) && !configOnly,
      );
      const network = choices.find(({ id }) => id === ui.network) ?? busiest(show.topology, choices);
      chosen = network?.id;
      setText(heading, t('dns.matrix'));
      setText(question, t('dns.matrix-question'));
      setText(label, t('dns.network'));
      labelDropdown(networks, t('dns.network'));
      setOptions(
        networks,
        choices.map((each) => ({ value: each.id, text: networkText(each, show.topology) })),
        chosen ?? '',
      );
      picker.hidden = choices.length === 0;
      const marks: readonly (readonly [string, PanelWord])[] = [
        ['✓', 'dns.legend-yes'],
        ['≈', 'dns.legend-several'],
        ['✗', 'dns.legend-no'],
        ['?', 'dns.legend-unknown'],
        ['≠', 'dns.legend-differs'],
      ];
      setText(legend, marks.map(([mark, code]) => `${mark} ${t(code)}`).join('   '));
      const key = JSON.stringify([show.topology.endpoints, show.topology.sandboxes, show.observations, chosen, show.language]);
      if (key === drawn) return;
      drawn = key;
      body.replaceChildren(...(network ? matrix(network, now) : [element('p', { class: 'empty' }, t('dns.no-networks'))]));
      legend.hidden = body.querySelector('table') === null;
    },
  };
}

function matrix(network: Network, context: Context): readonly HTMLElement[] {
  const { t, show } = context;
  const members = askersOf(network, show.topology);
  const names = namesOf(network, members, show.topology);
  const rows = [...members, ...outsidersOf(network, members, show.topology)];
  if (members.length === 0) return [element('p', { class: 'empty' }, t('dns.matrix-empty', plainText(network.name)))];
  const shown = { rows: rows.slice(0, mostRows), names: names.slice(0, mostColumns) };
  const head = shown.names.map(({ name, alias }) =>
    element('th', { scope: 'col' }, alias ? t('dns.alias', plainText(name)) : plainText(name)),
  );
  const body = shown.rows.map((sandbox) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, plainText(sandboxName(sandbox))),
      ...shown.names.map(({ name }) => cell(sandbox, name, context)),
    ),
  );
  const left = { rows: rows.length - shown.rows.length, names: names.length - shown.names.length };
  return [
    element(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('dns.matrix') },
      element(
        'table',
        {},
        element('caption', { class: 'spoken' }, plainText(network.name)),
        element('thead', {}, element('tr', {}, element('td', { class: 'corner' }, t('dns.corner')), ...head)),
        element('tbody', {}, ...body),
      ),
    ),
    ...(left.rows > 0 || left.names > 0
      ? [element('p', { class: 'note' }, t('dns.matrix-left-out', left.rows, left.names))]
      : []),
  ];
}

function cell(sandbox: Sandbox, name: string, context: Context): HTMLElement {
  const { t, say, show } = context;
  const predicted = resolveName(show.topology, { from: sandbox.id, name, type: 'A' });
  const observation = show.observations.find(
    (each) => each.sandbox === sandbox.id && each.name.toLowerCase() === name.toLowerCase() && each.type === 'A',
  );
  const differs = observation !== undefined && differsFrom(observation);
  const mark = differs ? '≠' : markOf(predicted);
  const [first = '', ...others] = predicted.answers;
  const text =
    predicted.answers.length === 0 ? t('dns.no-answer') : others.length === 0 ? first : t('dns.several', first, others.length);
  const own = sandbox.containers.some((container) => container.name.toLowerCase() === name.toLowerCase());
  const why = own && predicted.answers.length > 0 ? t('dns.itself') : t(shortReason(predicted));
  const button = element(
    'button',
    { type: 'button', class: `cell ${classOf(mark)}`, title: plainText(say(predicted.reason)) },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
    element('span', { class: 'answer' }, text),
    element('span', { class: 'why' }, observation ? `${why} · ${t('dns.observed')}` : why),
  );
  button.addEventListener('click', () => {
    context.choose({ sandbox: sandbox.id, name });
    context.post({ type: 'checkName', sandbox: sandbox.id, name });
  });
  return element('td', {}, button);
}

function markOf(answer: Answer): '✓' | '≈' | '✗' | '?' {
  if (answer.answers.length > 1) return '≈';
  if (answer.answers.length === 1) return '✓';
  return answer.code === 'not-predictable' || answer.code === 'forwarded' ? '?' : '✗';
}

function classOf(mark: string): string {
  const classes: Readonly<Record<string, string>> = { '✓': 'yes', '≈': 'several', '✗': 'no', '?': 'unknown', '≠': 'differs' };
  return classes[mark] ?? '';
}

const origins: Readonly<Record<Origin, PanelWord>> = {
  'container-name': 'dns.from-container-name',
  alias: 'dns.from-alias',
  'short-id': 'dns.from-short-id',
  hostname: 'dns.from-hostname',
  service: 'dns.from-service',
  task: 'dns.from-task',
  link: 'dns.from-link',
  'hosts-file': 'dns.from-hosts-file',
  upstream: 'dns.from-upstream',
};

const reasons: Readonly<Record<AnswerCode, PanelWord>> = {
  answered: 'dns.legend-yes',
  'no-embedded-dns': 'dns.short-no-dns',
  'not-shared': 'dns.short-not-shared',
  'not-running': 'dns.short-not-running',
  'asker-not-running': 'dns.short-not-running',
  'host-stack': 'dns.short-host-stack',
  'no-network': 'dns.short-no-network',
  forwarded: 'dns.short-forwarded',
  'no-such-family': 'dns.no-answer',
  'unknown-sandbox': 'dns.short-unknown',
  'invalid-name': 'dns.short-unknown',
  'no-answer': 'dns.no-answer',
  'server-failure': 'dns.no-answer',
  'not-predictable': 'dns.short-unknown',
};

function shortReason({ answers, origin, code }: Answer): PanelWord {
  return answers.length > 0 && origin ? origins[origin] : reasons[code];
}

function differsFrom({ predicted, result, how }: Observation): boolean {
  return predicted !== undefined && !('gap' in result) && compareAnswers(predicted, result, how) === 'differ';
}

/** Those on the network; for a default bridge it shows that nobody is found. */
function askersOf(network: Network, topology: Topology): readonly Sandbox[] {
  const on = new Set(endpointsOf(topology, { network: network.id }).map(({ sandbox }) => sandbox));
  return topology.sandboxes.filter(({ id, kind }) => kind === 'container' && on.has(id));
}

/** Running ones of the same engine that are on other networks only: they show what sharing no network means. */
function outsidersOf(network: Network, members: readonly Sandbox[], topology: Topology): readonly Sandbox[] {
  const others = topology.sandboxes.filter(
    (sandbox) =>
      sandbox.kind === 'container' &&
      network.engines.includes(sandbox.engine) &&
      isRunning(sandbox) &&
      !members.includes(sandbox),
  );
  return others.slice(0, mostOutsiders);
}

function namesOf(
  network: Network,
  rows: readonly Sandbox[],
  topology: Topology,
): readonly { readonly name: string; readonly alias: boolean }[] {
  const names = new Map<string, { readonly name: string; readonly alias: boolean }>();
  for (const { containers } of rows) {
    const name = containers[0]?.name;
    if (name) names.set(name.toLowerCase(), { name, alias: false });
  }
  for (const endpoint of endpointsOf(topology, { network: network.id })) {
    for (const alias of endpoint.aliases ?? []) {
      if (!names.has(alias.toLowerCase())) names.set(alias.toLowerCase(), { name: alias, alias: true });
    }
  }
  return [...names.values()];
}

/** The network with the most to show first. */
function busiest(topology: Topology, networks: readonly Network[]): Network | undefined {
  const counts = new Map<string, number>();
  for (const { network } of topology.endpoints) counts.set(network, (counts.get(network) ?? 0) + 1);
  const weight = (network: Network) => (counts.get(network.id) ?? 0) + (network.name === 'bridge' ? 0 : 0.5);
  return [...networks].sort((a, b) => weight(b) - weight(a))[0];
}

function networkText(network: Network, topology: Topology): string {
  const engine =
    topology.engines.length > 1 ? topology.engines.find(({ id }) => network.engines.includes(id))?.context : undefined;
  return engine ? `${plainText(network.name)} · ${plainText(engine)}` : plainText(network.name);
}
