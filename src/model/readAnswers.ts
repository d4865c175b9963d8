/** From a Snapshot's raw answers to lists of records, each loss a gap. */
import type { GapLog } from './gapLog.ts';
import { entriesOf, field, isRecord, type RawRecord } from './raw.ts';
import type { RawAnswers, Read, Snapshot } from './snapshot.ts';
import type { GapCode } from './topology.ts';

/** The answer of one call, undefined where there is none. */
export function answerOf(read: Read | undefined): unknown {
  return field(read, 'answer') ?? undefined;
}

/** Reason and message of a call that failed. */
export function failureOf(read: Read | undefined): { readonly reason: string; readonly message: string } | undefined {
  const failed = field(read, 'failed');
  if (failed === undefined || failed === null) return undefined;
  return { reason: String(textOr(field(failed, 'reason'), 'failed')), message: textOr(field(failed, 'message'), '') };
}

type ListCall = 'networks' | 'containers' | 'nodes' | 'services' | 'tasks';

/** The records of a list call by their id, in no order; undefined where the list was not read. */
export function recordsById(
  snapshot: Snapshot,
  call: ListCall,
  codes: { readonly idKey: string; readonly malformed: GapCode; readonly notListed: GapCode },
  gaps: GapLog,
): ReadonlyMap<string, RawRecord> | undefined {
  const engine = snapshot.engine.id;
  const read = snapshot.api[call];
  const failed = failureOf(read);
  if (failed) {
    gaps.add({ engine, code: codes.notListed, why: failed.message || failed.reason });
    return undefined;
  }
  const answer = answerOf(read);
  // Go spells an empty list null.
  if (read !== undefined && field(read, 'answer') === null) return new Map();
  if (answer === undefined) return undefined;
  if (!Array.isArray(answer)) {
    gaps.add({ engine, code: codes.notListed, why: `${call}: no list` });
    return undefined;
  }
  const records = new Map<string, RawRecord>();
  for (const item of answer) {
    const id = field(item, codes.idKey);
    if (!isRecord(item) || typeof id !== 'string' || id === '') {
      gaps.add({ engine, code: codes.malformed, why: `${call}: ${isRecord(item) ? codes.idKey : 'no record'}` });
      continue;
    }
    const other = records.get(id);
    if (other === undefined) {
      records.set(id, item);
    } else {
      const [one, two] = [jsonOf(other), jsonOf(item)];
      if (one === two) continue;
      gaps.add({ engine, subject: id, code: codes.malformed, why: `${call}: ${codes.idKey} twice` });
      // Which of the two stays must not depend on the order of the answer.
      if (two < one) records.set(id, item);
    }
  }
  return records;
}

/** Inspect answers by id; failures and answers about something else are gaps. */
export function detailsById(
  snapshot: Snapshot,
  call: keyof Pick<RawAnswers, 'networkDetails' | 'containerDetails'>,
  codes: { readonly malformed: GapCode; readonly notInspected: GapCode },
  gaps: GapLog,
): ReadonlyMap<string, RawRecord> {
  const engine = snapshot.engine.id;
  const details = new Map<string, RawRecord>();
  for (const [id, read] of entriesOf(snapshot.api[call])) {
    const failed = failureOf(read as Read);
    const answer = field(read, 'answer');
    if (failed) gaps.add({ engine, subject: id, code: codes.notInspected, why: failed.message || failed.reason });
    else if (!isRecord(answer)) gaps.add({ engine, subject: id, code: codes.malformed, why: 'inspect: no record' });
    else if (field(answer, 'Id') !== id) gaps.add({ engine, subject: id, code: codes.malformed, why: 'inspect: Id' });
    else details.set(id, answer);
  }
  return details;
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
