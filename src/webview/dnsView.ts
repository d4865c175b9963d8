import { dnsAnswers } from './dnsAnswers.ts';
import { dnsForm } from './dnsForm.ts';
import { dnsMatrix } from './dnsMatrix.ts';
import { element, setText } from './element.ts';
import type { View } from './view.ts';

/** The DNS tab: ask for one name, what was answered, and what is predicted for everybody on a network. */
export function dnsView(): View {
  const title = element('h1');
  const question = element('p', { class: 'question' });
  const parts = [dnsForm(), dnsAnswers(), dnsMatrix()];
  return {
    root: element(
      'section',
      { class: 'view dns' },
      element('div', { class: 'head' }, title, question),
      ...parts.map(({ root }) => root),
    ),
    draw(context) {
      setText(title, context.t('dns.title'));
      setText(question, context.t('dns.question'));
      for (const part of parts) part.draw(context);
    },
  };
}
