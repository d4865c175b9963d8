import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameContent } from '../../src/model/sameContent.ts';

const parse = (text: string): unknown => JSON.parse(text);

test('values that say the same are the same in any order of properties', () => {
  assert.ok(sameContent(parse('{"a":[1,{"b":null}],"c":"d"}'), parse('{"c":"d","a":[1,{"b":null}]}')));
  assert.ok(sameContent({ a: undefined, b: 1 }, { b: 1 }));
  assert.ok(sameContent([], []));
});

test('every kind of difference is seen', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['{"a":1}', '{"a":2}'],
    ['{"a":1}', '{"a":"1"}'],
    ['{"a":1}', '{"a":1,"b":2}'],
    ['{"a":1,"b":2}', '{"a":1}'],
    ['{"a":1}', '{"b":1}'],
    ['{"a":null}', '{"a":{}}'],
    ['{"a":null}', '{}'],
    ['[1,2]', '[2,1]'],
    ['[1]', '[1,2]'],
    ['[]', '{}'],
    ['{"a":{"b":[{"c":1}]}}', '{"a":{"b":[{"c":2}]}}'],
    ['{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}'],
    ['{"toString":1}', '{}'],
    ['{}', '{"toString":1}'],
  ];
  for (const [one, other] of pairs) assert.equal(sameContent(parse(one), parse(other)), false, `${one} ${other}`);
});

test('an ignored name counts at no depth', () => {
  assert.ok(sameContent({ readAt: 1, a: [{ readAt: 2, b: 3 }] }, { a: [{ b: 3 }] }, 'readAt'));
  assert.equal(sameContent({ readAt: 1, a: 1 }, { readAt: 1, a: 2 }, 'readAt'), false);
});
