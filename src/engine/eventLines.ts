/** The event stream: one JSON object per line; chunks do not end at lines. */
import type { IncomingMessage } from 'node:http';
import type { RawEvent } from './engine.ts';
import { EngineError } from './engineError.ts';

const longestLine = 4 * 1024 * 1024;

/** Follows it until the engine ends it; rejects when it breaks. What is no event is left out. */
export function followLines(
  answer: IncomingMessage,
  on: { readonly open: () => void; readonly event: (event: RawEvent) => void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let rest = '';
    answer.setEncoding('utf8');
    answer.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) rest = '';
      for (const line of lines) {
        const event = parseEvent(line);
        if (event) on.event(event);
      }
    });
    answer.on('end', resolve);
    answer.on('error', reject);
    answer.on('close', () => reject(new EngineError('unreachable', 'the event stream was cut')));
    on.open();
  });
}

/** One line of `/events`; undefined where it is none. */
export function parseEvent(line: string): RawEvent | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { Type: type, Action: action, Actor: actor, timeNano } = raw as Record<string, unknown>;
  if (typeof type !== 'string' || typeof action !== 'string') return undefined;
  const { ID: id, Attributes: attributes } = (typeof actor === 'object' && actor !== null ? actor : {}) as Record<
    string,
    unknown
  >;
  const time = timeOf(line, timeNano);
  return {
    type,
    action,
    id: typeof id === 'string' ? id : '',
    attributes: Object.fromEntries(
      Object.entries(attributes ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    ...(time ? { time } : {}),
  };
}

/** `timeNano` has more digits than a number holds: it is taken from the text. */
function timeOf(line: string, timeNano: unknown): string | undefined {
  if (typeof timeNano !== 'number') return undefined;
  const digits = /"timeNano":\s*(\d{10,20})/.exec(line)?.[1];
  return digits && `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
