import { gapText, observedText, type PathReport } from '../diagrams/pathMarkdown.ts';
import { plainText } from '../diagrams/plainText.ts';
import { comparePath } from '../predictions/comparePath.ts';
import type { PathQuestion } from '../predictions/path.ts';
import type { Context } from './context.ts';
import { element } from './element.ts';

const signs = { open: '✓', refused: '⊘', blocked: '✗', unknown: '?' } as const;

/** The verdict first; what is predicted and what a real connect met side by side; the ways to test and to copy it. */
export function pathVerdict(report: PathReport, path: PathQuestion, context: Context): HTMLElement {
  const { t, say, post, show } = context;
  const { predicted, observation, untriable, commands, title } = report;
  const button = (text: string, appearance: string, act: () => void, disabled = false) => {
    const made = element('vscode-button', { appearance, disabled });
    made.append(text);
    made.addEventListener('click', act);
    return made;
  };
  const test = show.trying
    ? button(t('path.cancel'), 'secondary', () => post({ type: 'cancelCheck' }))
    : button(
        t('path.test'),
        'primary',
        () => post({ type: 'tryPath', path }),
        predicted.target === undefined || untriable !== undefined,
      );
  const untried = untriable ? gapText(untriable, say) : t(predicted.target ? 'path.not-tried' : 'path.no-address');
  const seen = observation ? observedText(observation, say) : untried;
  const isMeasured = observation !== undefined && 'outcome' in observation.result;
  const compared =
    observation && 'outcome' in observation.result
      ? [element('p', { class: 'compared' }, t(compareWord[comparePath(predicted, observation.result.outcome)]))]
      : [];
  const lines = commands.map((line) => element('code', {}, plainText(line)));
  const copyLine = element('button', { type: 'button', class: 'link' }, t('path.copy-command'));
  copyLine.addEventListener('click', () => post({ type: 'copyPath', path, as: 'command' }));
  return element(
    'section',
    { class: `card outcome ${predicted.verdict}` },
    element('h2', {}, plainText(title)),
    element(
      'p',
      { class: 'verdict', role: 'status' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, signs[predicted.verdict]),
      t(`path.verdict-${predicted.verdict}`),
    ),
    element(
      'dl',
      {},
      element('dt', {}, t('path.predicted')),
      element('dd', {}, t(`path.outcome-${predicted.verdict === 'blocked' ? 'filtered' : predicted.verdict}`)),
      element('dt', {}, t('dns.observed')),
      element('dd', isMeasured ? {} : { class: 'sentence' }, show.trying ? t('path.trying') : plainText(seen)),
    ),
    ...compared,
    element(
      'div',
      { class: 'fields' },
      test,
      button(t('path.copy-markdown'), 'secondary', () => post({ type: 'copyPath', path, as: 'markdown' })),
    ),
    ...(lines.length > 0 ? [element('p', { class: 'line' }, ...lines, copyLine)] : []),
  );
}

const compareWord = { agree: 'path.agree', differ: 'path.differ', 'not-compared': 'path.not-compared' } as const;
