/** The one table of words: codes of the pure areas → localized templates. It also goes to the panel with every picture. */
import { fillTemplate, type Word } from './model/word.ts';
import { activityWords, addressWords, staleWords } from './words/activities.ts';
import { answerWords } from './words/answers.ts';
import { diagramWords } from './words/diagrams.ts';
import { errorWords } from './words/errors.ts';
import { findingWords } from './words/findings.ts';
import { gapWords } from './words/gaps.ts';
import { impactWords, refusalWords } from './words/impacts.ts';
import { overlayWords } from './words/overlay.ts';
import { panelWords } from './words/panel.ts';
import { pathWords } from './words/paths.ts';
import { portWords } from './words/ports.ts';
import { viewWords } from './words/views.ts';

let table: Readonly<Record<string, string>> | undefined;

/** Templates by word code, in the language of VS Code. */
export function words(): Readonly<Record<string, string>> {
  table ??= {
    ...activityWords(),
    ...addressWords(),
    ...answerWords(),
    ...diagramWords(),
    ...errorWords(),
    ...findingWords(),
    ...gapWords(),
    ...impactWords(),
    ...overlayWords(),
    ...panelWords(),
    ...pathWords(),
    ...portWords(),
    ...refusalWords(),
    ...staleWords(),
    ...viewWords(),
  };
  return table;
}

/** The sentence of a word; data (a plain string) stays as it is. A code without a template is shown as its code. */
export function say(text: Word | string): string {
  if (typeof text === 'string') return text;
  return fillTemplate(words()[text.code] ?? text.code, text.args);
}
