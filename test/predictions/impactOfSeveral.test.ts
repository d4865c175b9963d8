import assert from 'node:assert/strict';
import { test } from 'node:test';
import { impactOfDetachAll } from '../../src/predictions/impactOfSeveral.ts';
import { endpointId, sketch } from './sketch.ts';

test('of several endpoints of one container only the last one leaves it without a network; what is true of both is said once', () => {
  const topology = sketch(
    { red: {}, blue: {} },
    { c1: { on: { red: '10.1.0.2/24', blue: '10.2.0.2/24' }, project: 'shop' }, c2: { on: { red: '10.1.0.3/24' } } },
  );
  const impacts = impactOfDetachAll(topology, [endpointId('red', 'c1'), endpointId('blue', 'c1')]);
  const of = (code: string) => impacts.filter((impact) => impact.code === code).map(({ args }) => args);
  assert.deepEqual(of('impact.last-network'), [['c1', 'blue']]);
  assert.equal(of('impact.loses-address').length, 2);
  assert.equal(of('impact.compose-owned').length, 1);
});
