/** Small makers of answers that every prediction of a name shares. */
import type { Sandbox } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Answer, AnswerCode, AnswerWord } from './observation.ts';

export function noAnswer(code: AnswerCode, reason: AnswerWord, ...args: readonly (string | number)[]): Answer {
  return { answers: [], code, reason: word(reason, ...args) };
}

export function upstream(code: AnswerCode, reason: AnswerWord, ...args: readonly (string | number)[]): Answer {
  return { ...noAnswer(code, reason, ...args), origin: 'upstream' };
}

export function askerName(sandbox: Sandbox): string {
  return sandbox.containers[0]?.name ?? sandbox.id;
}

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Names may be anything and of any length: a sentence shows the beginning. */
export function shown(name: string): string {
  return name.length > 80 ? `${name.slice(0, 79)}…` : name;
}
