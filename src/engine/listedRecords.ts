/**
 * The records of a list answer by id, to see which inspect answers are old. Our own helper containers are left out: they are not shown, and
 * gone before they could be inspected.
 */
import { field, isRecord, type RawRecord } from '../model/raw.ts';
import { helperLabel } from '../model/readContainers.ts';
import type { Read } from '../model/snapshot.ts';

export function listedRecords(read: Read | undefined): ReadonlyMap<string, RawRecord> {
  const records = new Map<string, RawRecord>();
  if (!read || !('answer' in read) || !Array.isArray(read.answer)) return records;
  for (const record of read.answer as readonly unknown[]) {
    if (!isRecord(record) || typeof record.Id !== 'string') continue;
    if (field(record.Labels, helperLabel) === undefined) records.set(record.Id, record);
  }
  return records;
}
