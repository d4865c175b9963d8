import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/** Compares with a recorded picture or text; `UPDATE_GOLDEN=1` records it anew. */
export function assertGolden(name: string, actual: string): void {
  const file = new URL(`../fixtures/golden/${name}`, import.meta.url);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  assert.equal(
    actual,
    readFileSync(file, 'utf8'),
    `${name} is not as recorded; UPDATE_GOLDEN=1 records it anew, then look at it`,
  );
}
