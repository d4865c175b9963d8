import { pathReport } from '../diagrams/pathReport.ts';
import { pathLines } from '../findings/pathLines.ts';
import type { Context } from './context.ts';
import { element, setText } from './element.ts';
import { pathForm } from './pathForm.ts';
import { pathPicture } from './pathPicture.ts';
import { pathVerdict } from './pathVerdict.ts';
import type { View } from './view.ts';

/** The Path tab: who asks to reach whom; the verdict, the path as a picture with its break, and the same in sentences. */
export function pathView(): View {
  const title = element('h1');
  const question = element('p', { class: 'question' });
  const form = pathForm();
  const first = element('p', { class: 'empty' });
  const body = element('div', { class: 'explained' });
  let drawn = '';
  return {
    root: element('section', { class: 'view path' }, element('div', { class: 'head' }, title, question), form.root, first, body),
    draw(context) {
      const { t, ui, show } = context;
      setText(title, t('path.title'));
      setText(question, t('path.question'));
      setText(first, t('path.explain-first'));
      form.draw(context);
      first.hidden = ui.path !== undefined;
      const key = JSON.stringify([ui.path, show.topology, show.paths, show.trying, show.language]);
      if (key === drawn) return;
      drawn = key;
      body.replaceChildren(...(ui.path ? explained(context) : []));
    },
  };
}

function explained(context: Context): readonly HTMLElement[] {
  const { ui, show, say } = context;
  if (!ui.path) return [];
  const report = pathReport(show.topology, ui.path, show.paths, pathLines(show.topology, ui.path), say);
  return [pathVerdict(report, ui.path, context), pathPicture(report.boxes, context), steps(report.predicted.steps, context)];
}

const marks = { passes: '✓', stops: '✗', unknown: '?' } as const;

function steps(list: ReturnType<typeof pathReport>['predicted']['steps'], { t, say }: Context): HTMLElement {
  const items = list.map(({ outcome, says, evidence }) =>
    element(
      'li',
      { class: outcome },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, marks[outcome]),
      element('div', {}, element('p', {}, say(says)), ...evidence.map((item) => element('p', { class: 'evidence' }, say(item)))),
    ),
  );
  return element('section', {}, element('h2', {}, t('path.steps')), element('ol', { class: 'steps' }, ...items));
}
