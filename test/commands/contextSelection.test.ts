import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesOf, settled } from '../../src/commands/contextSelection.ts';

test('a context that is ticked takes the place of the CLI’s own choice, and the other way round', () => {
  assert.deepEqual(settled([undefined], [undefined, 'lab']), ['lab']);
  assert.deepEqual(settled(['lab', 'far'], [undefined, 'lab', 'far']), [undefined]);
  assert.deepEqual(settled(['lab'], ['lab', 'far']), ['lab', 'far']);
  assert.deepEqual(settled(['lab'], []), []);
  assert.deepEqual(settled([undefined], [undefined]), [undefined]);
});

test('the CLI’s own choice, or nothing, is an empty setting', () => {
  assert.deepEqual(namesOf([undefined]), []);
  assert.deepEqual(namesOf([]), []);
  assert.deepEqual(namesOf(['lab', 'far']), ['lab', 'far']);
});
