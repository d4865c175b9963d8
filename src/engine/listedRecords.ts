/**
 * The records of a list answer as text by id, without what changes by itself, to see which inspect answers are old. Our own helper
 * containers are left out: they are not shown, and gone before they could be inspected.
 */
import { field } from '../model/raw.ts';
import { helperLabel } from '../model/readContainers.ts';
import type { Read } from '../model/snapshot.ts';

export function listedRecords(read: Read | undefined): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  if (!read || !('answer' in read) || !Array.isArray(read.answer)) return records;
  for (const record of read.answer as readonly unknown[]) {
    if (typeof record !== 'object' || record === null) continue;
    if (field(field(record, 'Labels'), helperLabel) !== undefined) continue;
    const { Id: id, Status: _status, ...rest } = record as Record<string, unknown>; // Status says "Up 3 seconds"
    if (typeof id === 'string') records.set(id, JSON.stringify(rest));
  }
  return records;
}
