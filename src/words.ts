/** The one table of words: codes of the pure areas → localized templates. It also goes to the panel with every picture. */
import { fillTemplate, type Word } from './model/word.ts';
import { activityWords, addressWords, staleWords } from './words/activities.ts';
import { errorWords } from './words/errors.ts';
import { gapWords } from './words/gaps.ts';
import { portWords } from './words/ports.ts';
import { viewWords } from './words/views.ts';

let table: Readonly<Record<string, string>> | undefined;

/** Templates by word code, in the language of VS Code: those of the rows, and what was added. */
export function words(): Readonly<Record<string, string>> {
  table ??= {
    ...activityWords(),
    ...addressWords(),
    ...errorWords(),
    ...gapWords(),
    ...portWords(),
    ...staleWords(),
    ...viewWords(),
  };
  return table;
}

/** Adds the words of what is loaded later. */
export function addWords(more: Readonly<Record<string, string>>): void {
  table = { ...words(), ...more };
}

/** The sentence of a word; data (a plain string) stays as it is. A code without a template is shown as its code. */
export function say(text: Word | string): string {
  if (typeof text === 'string') return text;
  return fillTemplate(words()[text.code] ?? text.code, text.args);
}
