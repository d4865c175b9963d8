import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NetworkId } from '../../src/model/topology.ts';
import { word } from '../../src/model/word.ts';
import { explained } from '../../src/predictions/explained.ts';
import type { Answer } from '../../src/predictions/observation.ts';

const reason = word('answer.answered' as const);
const network = 'front' as NetworkId;
const known: Answer = { answers: ['10.1.0.2'], network, origin: 'alias', code: 'answered', reason };
const passedOn: Answer = { answers: [], origin: 'upstream', code: 'forwarded', reason };
const inFile: Answer = { answers: ['9.9.9.9'], hostsFile: ['9.9.9.9'], origin: 'hosts-file', code: 'answered', reason };
const seen = (...answers: readonly string[]): Answer => ({
  answers,
  code: answers.length > 0 ? 'answered' : 'no-answer',
  reason,
});

test('an answer that was predicted is from where it was predicted to be', () => {
  const { origin, network: from } = explained(known, seen('10.1.0.2'), 'exec nslookup');
  assert.deepEqual([origin, from], ['alias', network]);
});

test('an answer that differs is from nowhere that is known', () => {
  assert.equal(explained(known, seen('10.1.0.9'), 'exec nslookup').origin, undefined);
  assert.equal(explained(known, seen(), 'exec nslookup').origin, undefined);
});

test('an answer for a name that Docker passes on is from outside', () => {
  assert.equal(explained(passedOn, seen('93.184.216.34'), 'exec nslookup').origin, 'upstream');
  assert.equal(explained(passedOn, seen(), 'exec nslookup').origin, undefined);
});

test('what getent found in /etc/hosts is from there, what nslookup found for the same name from outside', () => {
  assert.equal(explained(inFile, seen('9.9.9.9'), 'exec getent ahosts').origin, 'hosts-file');
  assert.equal(explained({ ...known, hostsFile: ['9.9.9.9'] }, seen('9.9.9.9'), 'exec getent ahosts').origin, 'hosts-file');
  assert.equal(explained(inFile, seen('7.7.7.7'), 'exec nslookup').origin, 'upstream');
});
