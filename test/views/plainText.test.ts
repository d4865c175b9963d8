import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inertText, plainText } from '../../src/views/plainText.ts';

test('ordinary names of any script stay as they are', () => {
  for (const name of ['web', 'Ünïcode_1.2-3', '네트워크', 'сеть', '網路', '🐳']) assert.equal(plainText(name), name);
});

test('line breaks and other control characters are written as escapes, on one line', () => {
  assert.equal(plainText('a\nb\r\tc\u0000d\u0085e'), 'a\\nb\\r\\tc\\u0000d\\u0085e');
});

test('characters that reorder or hide text are written as escapes', () => {
  assert.equal(plainText('safe\u202egnp.exe'), 'safe\\u202egnp.exe');
  assert.equal(plainText('a\u200bb\u2066c\ufeffd'), 'a\\u200bb\\u2066c\\ufeffd');
});

test('half a surrogate pair is written as an escape', () => {
  assert.equal(plainText('a\ud800b'), 'a\\ud800b');
});

test('a name of 10,000 characters is cut, and shows that it is', () => {
  const text = plainText('n'.repeat(10_000));
  assert.ok(text.length <= 160);
  assert.ok(text.endsWith('…'));
});

test('the cut never leaves half a character behind', () => {
  assert.doesNotMatch(plainText('🐳'.repeat(200)), /[\ud800-\udbff](?![\udc00-\udfff])/);
});

test('markup stays text', () => {
  assert.equal(plainText('<script>alert("x")</script>'), '<script>alert("x")</script>');
});

test('messages and pick lists find neither an icon nor a link in a name', () => {
  const text = inertText('$(trash) [click](command:workbench.action.quit)');
  assert.doesNotMatch(text, /\$\(|\]\(/);
  assert.equal(text.replaceAll('\u2060', ''), '$(trash) [click](command:workbench.action.quit)');
});
