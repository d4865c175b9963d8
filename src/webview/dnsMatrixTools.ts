import type { PanelWord } from '../diagrams/panelWord.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { Network, Topology } from '../model/topology.ts';
import { type NamesTarget, recordKinds } from '../protocol.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import type { MatrixModel } from './matrixModel.ts';
import { type Dropdown, labelDropdown, setOptions } from './toolkit.ts';
import { type MatrixFilter, matrixFilters } from './uiState.ts';

const filterWords: Readonly<Record<MatrixFilter, PanelWord>> = {
  all: 'dns.only-all',
  fails: 'dns.only-fails',
  differs: 'dns.only-differs',
};
const exportsTo: readonly (readonly [NamesTarget, PanelWord])[] = [
  ['markdown', 'dns.copy-markdown'],
  ['csv', 'dns.copy-csv'],
  ['file', 'dns.export'],
];
/** Value of the dropdown's entry for selected sandboxes; no network has an empty id. */
const selection = 'selection';

/** What stands over the matrix: network, filter, marks, counts, Observe All with its progress, and the exports. */
export function dnsMatrixTools(model: () => MatrixModel | undefined) {
  let context: Context | undefined;
  const label = element('label');
  const networks = element('vscode-dropdown') as Dropdown;
  const filter = element('div', { class: 'choice', role: 'group' });
  const filterButtons = matrixFilters.map((only) => toggle(() => context?.choose({ only })));
  filter.append(...filterButtons);
  const records = element('div', { class: 'choice', role: 'group' });
  const recordButtons = recordKinds.map((record) => toggle(() => context?.choose({ record })));
  records.append(...recordButtons);
  const dense = toggle(() => context?.choose({ dense: !context.ui.dense }));
  const denseChoice = element('div', { class: 'choice' }, dense);
  const counts = element('p', { class: 'counts' });
  const observeAll = element('vscode-button', { appearance: 'primary' });
  const cancel = element('vscode-button', { appearance: 'secondary' });
  const bar = element('progress');
  const progressText = element('span', { class: 'progress-text', role: 'status' });
  const progress = element('div', { class: 'progress' }, bar, progressText, cancel);
  const exports = exportsTo.map(([to]) => {
    const button = element('button', { type: 'button', class: 'link' });
    button.addEventListener('click', () => ask((questions) => context?.post({ type: 'exportNames', to, ...questions })));
    return button;
  });
  networks.addEventListener('change', () => {
    const { value } = networks;
    if (value !== '' && value !== selection) context?.choose({ network: value, among: [], only: 'all' });
  });
  observeAll.addEventListener('click', () => ask((questions) => context?.post({ type: 'observe', ...questions })));
  cancel.addEventListener('click', () => context?.post({ type: 'cancelCheck' }));

  return {
    root: element(
      'div',
      { class: 'matrix-tools' },
      element('div', { class: 'fields' }, element('div', { class: 'field' }, label, networks), filter, records, denseChoice),
      element('div', { class: 'fields' }, observeAll, progress, counts, element('div', { class: 'exports' }, ...exports)),
    ),
    draw(now: Context, choices: readonly Network[], network: Network | undefined): void {
      context = now;
      const { t, show, ui } = now;
      const current = model();
      setText(label, t('dns.network'));
      labelDropdown(networks, t('dns.network'));
      const chosen = ui.among.length > 0 && network === undefined;
      setOptions(
        networks,
        [
          ...(chosen ? [{ value: selection, text: t('dns.selection', ui.among.length) }] : []),
          ...choices.map((each) => ({ value: each.id, text: networkText(each, show.topology) })),
        ],
        chosen ? selection : (network?.id ?? ''),
      );
      filter.setAttribute('aria-label', t('dns.only'));
      for (const [at, only] of matrixFilters.entries()) press(filterButtons[at], t(filterWords[only]), ui.only === only);
      records.setAttribute('aria-label', t('dns.record'));
      records.hidden = current?.hasSix !== true && ui.record === 'A';
      for (const [at, record] of recordKinds.entries()) press(recordButtons[at], record, ui.record === record);
      press(dense, t('dns.dense'), ui.dense);
      setText(counts, countsText(current, t));
      setText(observeAll, t('dns.observe-all'));
      const isEmpty = current === undefined || current.rows.length === 0;
      observeAll.hidden = isEmpty || show.progress !== undefined;
      progress.hidden = show.progress === undefined;
      setText(cancel, t('dns.cancel'));
      const { done, total } = show.progress ?? { done: 0, total: 1 };
      bar.max = total;
      bar.value = done;
      bar.setAttribute('aria-label', t('dns.progress', done, total));
      setText(progressText, show.progress === undefined ? '' : t('dns.progress', done, total));
      for (const [at, [, code]] of exportsTo.entries()) {
        const button = exports[at] as HTMLElement;
        setText(button, t(code));
        button.hidden = isEmpty;
      }
    },
  };

  /** Of what is shown, as the filter leaves it. */
  function ask(
    send: (questions: { readonly sandboxes: string[]; readonly names: string[]; readonly record: 'A' | 'AAAA' }) => void,
  ): void {
    const current = model();
    if (!current || current.rows.length === 0) return;
    send({
      sandboxes: current.rows.map(({ sandbox }) => sandbox.id),
      names: current.names.map(({ name }) => name),
      record: current.record,
    });
  }
}

function toggle(act: () => void): HTMLElement {
  const button = element('button', { type: 'button', class: 'tool' });
  button.addEventListener('click', act);
  return button;
}

function press(button: HTMLElement | undefined, text: string, pressed: boolean): void {
  if (button === undefined) return;
  setText(button, text);
  button.setAttribute('aria-pressed', String(pressed));
}

function countsText(model: MatrixModel | undefined, t: Context['t']): string {
  if (model === undefined || model.total === 0) return '';
  const observed = t('dns.observed-count', model.observed, model.total);
  return model.observed === 0 ? observed : `${observed} · ${t('dns.differ-count', model.differing)}`;
}

function networkText(network: Network, topology: Topology): string {
  const engine =
    topology.engines.length > 1 ? topology.engines.find(({ id }) => network.engines.includes(id))?.context : undefined;
  return engine ? `${plainText(network.name)} · ${plainText(engine)}` : plainText(network.name);
}
