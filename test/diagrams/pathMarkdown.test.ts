/** What an explained path looks like as Markdown, with names as hostile as they come. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PathPanelWord } from '../../src/diagrams/panelWord.ts';
import { escaped, pathMarkdown, type SayWord } from '../../src/diagrams/pathMarkdown.ts';
import { pathReport } from '../../src/diagrams/pathReport.ts';
import { pathLines } from '../../src/findings/pathLines.ts';
import { fillTemplate } from '../../src/model/word.ts';
import type { PathWord } from '../../src/predictions/path.ts';
import { idOf, sketch } from '../predictions/sketch.ts';
import { englishWords } from './englishWords.ts';

const words = englishWords();
const say: SayWord = ({ code, args }) => fillTemplate(words[code] ?? code, args);
const hostile = 'x\n# [click](command:evil) ![i](https://evil.example/p.png) <img src=x> `rm -rf` | **b** $(x)';

function markdown(name: string): string {
  const topology = sketch(
    { front: { pools: [{ subnet: '10.1.0.0/24', gateway: '10.1.0.1' }] } },
    { a: { name: 'app', on: { front: ['10.1.0.2/24'] } }, b: { name, on: { front: ['10.1.0.3/24'] } } },
  );
  const question = { from: idOf('a'), to: { sandbox: idOf('b') }, port: 80 };
  return pathMarkdown(pathReport(topology, question, [], pathLines(topology, question), say), say);
}

test('the verdict comes first, then the places, the steps with their evidence, and the command', () => {
  const lines = markdown('b').split('\n');
  assert.match(lines[0] ?? '', /^### app → b, tcp 80$/);
  assert.match(lines[2] ?? '', /^\*\*Unknown/);
  assert.match(lines[4] ?? '', /^app → front → b 10\.1\.0\.3:80 ✗$/);
  assert.match(lines[6] ?? '', /^1\. ✓ app and b share the network front/);
  assert.ok(lines.includes('docker exec app nc -z -v -w 3 10.1.0.3 80'));
});

test('a hostile name stays text on its own line', () => {
  const text = markdown(hostile);
  assert.doesNotMatch(text, /(?<!\\)\[click|(?<!\\)<img|(?<!\\)!\[|^# |https:\/\/evil/m);
  assert.equal(
    text.split('\n').filter((line) => line.includes('click')).length,
    markdown('zz')
      .split('\n')
      .filter((line) => line.includes('zz')).length,
  );
  assert.equal(escaped('`a`|<b>'), '\\`a\\`\\|\\<b\\>');
});

test('a step and a word around the steps never have one code', () => {
  const clash: Extract<PathWord, PathPanelWord> extends never ? true : false = true;
  assert.ok(clash);
});
