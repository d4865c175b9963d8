import { readdirSync, readFileSync } from 'node:fs';
import type { Say } from '../../src/diagrams/diagram.ts';
import { fillTemplate } from '../../src/model/word.ts';

const folder = new URL('../../src/words/', import.meta.url);

/** Every template of `src/words`, read from its source: the functions themselves need VS Code. */
export function englishWords(): Record<string, string> {
  const words: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    const source = readFileSync(new URL(name, folder), 'utf8');
    for (const [, code = '', single, double] of source.matchAll(
      /'([a-z0-9.-]+)':\s*l10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g,
    )) {
      words[code] = (single ?? double ?? '').replace(/\\(.)/g, '$1');
    }
  }
  return words;
}

export function englishSay(): Say {
  const words = englishWords();
  return (label) => (typeof label === 'string' ? label : fillTemplate(words[label.code] ?? label.code, label.args));
}
