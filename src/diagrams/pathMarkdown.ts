/** An explained path as Markdown to paste elsewhere: the verdict first, the places, each step with its evidence, what was seen, the commands. */
import type { Gap } from '../model/topology.ts';
import type { Word } from '../model/word.ts';
import type { PathObservation, PathPrediction } from '../predictions/path.ts';
import type { PathBox } from './pathBoxes.ts';
import { plainText } from './plainText.ts';

export type SayWord = (word: Word) => string;

export interface PathReport {
  readonly title: string;
  readonly predicted: PathPrediction;
  readonly boxes: readonly PathBox[];
  readonly observation?: PathObservation;
  /** Why nothing here can try it, where that is known beforehand. */
  readonly untriable?: Gap;
  readonly commands: readonly string[];
}

export function pathMarkdown({ title, predicted, boxes, observation, untriable, commands }: PathReport, say: SayWord): string {
  const marks = { passes: '✓', stops: '✗', unknown: '?' } as const;
  const steps = predicted.steps.flatMap(({ outcome, says, evidence }, at) => [
    `${at + 1}. ${marks[outcome]} ${escaped(say(says))}`,
    ...evidence.map((item) => `   - ${escaped(say(item))}`),
  ]);
  const route = boxes.map(({ kind, name, details, end }) => {
    const what = [name === '' ? say({ code: `path.place-${kind}`, args: [] }) : name, ...details].join(' ');
    return `${escaped(what)}${end && end !== 'open' ? ' ✗' : ''}`;
  });
  const told = observation ? observedText(observation, say) : untriable && gapText(untriable, say);
  const seen = told === undefined ? [] : ['', escaped(told)];
  const lines = commands.length > 0 ? ['', ...commands.map(codeBlock)] : [];
  const verdict = `**${escaped(say({ code: `path.verdict-${predicted.verdict}`, args: [] }))}**`;
  return [`### ${escaped(title)}`, '', verdict, '', route.join(' → '), '', ...steps, ...seen, ...lines, ''].join('\n');
}

/** What a real connect met, in one sentence. */
export function observedText({ result, how, at, milliseconds }: PathObservation, say: SayWord): string {
  if ('gap' in result) return gapText(result.gap, say);
  const outcome = say({ code: `path.outcome-${result.outcome}`, args: [] });
  return say({ code: 'path.seen', args: [outcome, how, at, String(milliseconds)] });
}

export function gapText({ code, why }: Gap, say: SayWord): string {
  return say({ code: `gap.${code}`, args: [why] });
}

/** Names are anybody's: what Markdown or HTML could read is escaped, what can't be seen is made visible, and no line begins anew. */
export function escaped(text: string): string {
  return plainText(text)
    .replace(/[\\`*_{}[\]<>()#+!|~$&@]/g, (character) => `\\${character}`)
    .replace(/:\/\//g, ':\\/\\/');
}

/** A fence longer than any within. */
function codeBlock(line: string): string {
  const longest = Math.max(2, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${plainText(line)}\n${fence}`;
}
