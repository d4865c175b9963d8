import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressOfReverseName,
  compareAddresses,
  contains,
  familyOf,
  isAddress,
  isCidr,
  overlaps,
  parseRange,
  reverseName,
  sameAddress,
  withoutPrefix,
} from '../../src/model/address.ts';

test('a CIDR reads as its family, prefix length and ends', () => {
  const range = parseRange('172.18.0.3/16');
  assert.equal(range?.family, 4);
  assert.equal(range?.prefixLength, 16);
  assert.equal(range?.first, 0xac120000n);
  assert.equal(range?.last, 0xac12ffffn);
  assert.equal(range?.address, 0xac120003n);
  assert.equal(parseRange('fd00::1/64')?.last, 0xfd00000000000000ffffffffffffffffn);
});

test('an address is none with a prefix length, a CIDR is none without', () => {
  assert.ok(isAddress('172.18.0.2') && isAddress('fe80::1') && isAddress('::'));
  assert.ok(isCidr('172.18.0.2/16') && isCidr('2001:db8::/32') && isCidr('0.0.0.0/0'));
  assert.ok(!isAddress('172.18.0.2/16') && !isCidr('172.18.0.2'));
});

test('garbage is no address and throws nothing', () => {
  for (const text of [
    '',
    ' ',
    '/',
    '1.2.3',
    '1.2.3.4.5',
    '999.1.1.1',
    '1.2.3.4/33',
    '1.2.3.4/-1',
    '1.2.3.4/',
    '1.2.3.4/a',
    'invalid IP',
    '<nil>',
    ':',
    ':::',
    'fe80::/129',
    '1'.repeat(10_000),
    ':'.repeat(10_000),
    '\u0000',
    '１.2.3.4',
  ]) {
    assert.equal(parseRange(text), undefined, JSON.stringify(text.slice(0, 20)));
    assert.ok(!contains(text, '1.2.3.4') && !contains('1.2.3.4/8', text) && !overlaps(text, text) && !sameAddress(text, text));
    assert.equal(familyOf(text), undefined);
    assert.equal(reverseName(text), undefined);
    assert.equal(addressOfReverseName(text), undefined);
  }
});

test('a subnet contains its addresses and smaller subnets, of its own family only', () => {
  assert.ok(contains('172.18.0.0/16', '172.18.255.255'));
  assert.ok(contains('10.0.2.0/24', '10.0.2.0/25'));
  assert.ok(!contains('10.0.2.0/25', '10.0.2.0/24'));
  assert.ok(!contains('172.18.0.0/16', '172.19.0.1'));
  assert.ok(!contains('::/0', '172.18.0.1'));
  assert.ok(contains('fd00:1::/64', 'fd00:1::ffff'));
});

test('subnets overlap when they share an address', () => {
  assert.ok(overlaps('10.0.0.0/8', '10.1.0.0/16') && overlaps('10.1.0.0/16', '10.0.0.0/8'));
  assert.ok(!overlaps('10.0.0.0/24', '10.0.1.0/24'));
  assert.ok(!overlaps('0.0.0.0/0', '::/0'));
  assert.ok(overlaps('10.0.0.0/24', '10.0.0.255/32'));
});

test('two spellings of one address are the same', () => {
  assert.ok(sameAddress('FD00::1', 'fd00:0:0::1/64'));
  assert.ok(!sameAddress('10.0.0.1', '10.0.0.2'));
});

test('addresses sort by family and number, what is none comes last', () => {
  const sorted = ['fd00::1/64', 'x', '172.18.0.10/16', '', '172.18.0.2/16', '172.18.0.2/8', '10.0.0.1'].sort(compareAddresses);
  assert.deepEqual(sorted, ['10.0.0.1', '172.18.0.2/8', '172.18.0.2/16', '172.18.0.10/16', 'fd00::1/64', '', 'x']);
});

test('a reverse name leads to its address and back', () => {
  assert.equal(reverseName('172.18.0.2'), '2.0.18.172.in-addr.arpa');
  assert.equal(addressOfReverseName('2.0.18.172.in-addr.arpa.'), '172.18.0.2');
  const name = reverseName('fd00::12');
  assert.ok(name?.startsWith('2.1.0.0.') && name.endsWith('.ip6.arpa'));
  assert.equal(addressOfReverseName(name ?? ''), 'fd00::12');
  assert.equal(withoutPrefix('10.0.0.1/8'), '10.0.0.1');
});
