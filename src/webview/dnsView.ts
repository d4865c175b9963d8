import type { PanelWord } from '../diagrams/panelWord.ts';
import type { Context } from './context.ts';
import { dnsAnswers } from './dnsAnswers.ts';
import { dnsForm } from './dnsForm.ts';
import { dnsMatrix } from './dnsMatrix.ts';
import { element, setText } from './element.ts';
import type { UiState } from './uiState.ts';
import type { View } from './view.ts';

const parts: readonly (readonly [UiState['dns'], PanelWord])[] = [
  ['matrix', 'dns.part-matrix'],
  ['ask', 'dns.part-ask'],
];

/** The DNS tab: what everybody on a network gets, or one name asked for and what was answered. */
export function dnsView(): View {
  let context: Context | undefined;
  const title = element('h1');
  const question = element('p', { class: 'question' });
  const choice = element('div', { class: 'choice', role: 'group' });
  const buttons = parts.map(([part]) => {
    const button = element('button', { type: 'button', class: 'tool' });
    button.addEventListener('click', () => context?.choose({ dns: part }));
    return button;
  });
  choice.append(...buttons);
  const matrix = dnsMatrix();
  const form = dnsForm();
  const answers = dnsAnswers();
  const root = element(
    'section',
    { class: 'view dns' },
    element('div', { class: 'head' }, title, question),
    element('div', { class: 'parts' }, choice),
    matrix.root,
    form.root,
    answers.root,
  );
  return {
    root,
    draw(now) {
      context = now;
      const { t, ui } = now;
      setText(title, t('dns.title'));
      setText(question, t('dns.question'));
      choice.setAttribute('aria-label', t('dns.part'));
      for (const [at, [part, code]] of parts.entries()) {
        const button = buttons[at] as HTMLElement;
        setText(button, t(code));
        button.setAttribute('aria-pressed', String(ui.dns === part));
      }
      const asks = ui.dns === 'ask';
      root.classList.toggle('with-matrix', !asks);
      matrix.root.hidden = asks;
      form.root.hidden = !asks;
      answers.root.hidden = !asks;
      for (const part of asks ? [form, answers] : [matrix]) part.draw(now);
    },
  };
}
