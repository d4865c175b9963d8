import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EngineError } from '../../src/engine/engineError.ts';
import { RepeatedAnswers } from '../../src/engine/repeatedAnswers.ts';

const body = (answer: unknown) => Buffer.from(JSON.stringify(answer));
const a = { Id: 'a', Name: 'x', Status: 'Up 3 seconds' };
const b = { Id: 'b', Name: 'y', Labels: {} };

test('an answer that says the same again is the same object, of its path only', () => {
  const answers = new RepeatedAnswers();
  const first = answers.parse('/a', body([a, b]));
  assert.deepEqual(first, [a, b]);
  assert.equal(answers.parse('/a', body([a, b])), first);
  assert.notEqual(answers.parse('/b', body([a, b])), first);
  answers.forget();
  assert.notEqual(answers.parse('/a', body([a, b])), first);
});

test('another order or another age in words says the same', () => {
  const answers = new RepeatedAnswers();
  const first = answers.parse('/a', body([a, b]));
  assert.equal(answers.parse('/a', body([b, a])), first);
  assert.equal(answers.parse('/a', body([{ ...a, Status: 'Up 4 seconds' }, b])), first);
});

test('anything else is another answer', () => {
  const others = [[a], [a, b, b], [a, { ...b, Name: 'z' }], [a, a], [a, { ...b, Id: 'c' }], [a, null], { 0: a, 1: b }, null];
  for (const other of others) {
    const answers = new RepeatedAnswers();
    const first = answers.parse('/a', body([a, b]));
    const next = answers.parse('/a', body(other));
    assert.notEqual(next, first);
    assert.deepEqual(next, other);
    assert.deepEqual(answers.parse('/a', body([a, b])), [a, b]);
  }
});

test('what can’t be parsed is never remembered', () => {
  const answers = new RepeatedAnswers();
  const broken = () => answers.parse('/a', Buffer.from('[{'));
  assert.throws(broken, EngineError);
  assert.throws(broken, EngineError);
});
