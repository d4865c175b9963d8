import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparePath } from '../../src/predictions/comparePath.ts';
import type { PathOutcome, PathProtocol, PathVerdict } from '../../src/predictions/path.ts';

function compared(protocol: PathProtocol, verdict: PathVerdict, outcome: PathOutcome): string {
  return comparePath({ verdict, steps: [], target: { address: '10.1.0.2', port: 53, protocol } }, outcome);
}

test('a connect agrees with what was predicted, or differs; what is not known is not compared', () => {
  assert.equal(compared('tcp', 'open', 'open'), 'agree');
  assert.equal(compared('tcp', 'blocked', 'filtered'), 'agree');
  assert.equal(compared('tcp', 'open', 'filtered'), 'differ');
  assert.equal(compared('tcp', 'unknown', 'open'), 'not-compared');
  assert.equal(compared('tcp', 'open', 'unknown'), 'not-compared');
});

test('a datagram that was answered or turned away is compared, one that met silence is not', () => {
  assert.equal(compared('udp', 'open', 'open'), 'agree');
  assert.equal(compared('udp', 'blocked', 'open'), 'differ');
  assert.equal(compared('udp', 'open', 'refused'), 'differ');
  assert.equal(compared('udp', 'open', 'unknown'), 'not-compared');
  assert.equal(compared('udp', 'open', 'filtered'), 'not-compared');
});
