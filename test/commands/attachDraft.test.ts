import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attachProblem, emptyAttach, fieldsFor, settingsFor } from '../../src/commands/attachDraft.ts';
import { sketch } from '../predictions/sketch.ts';

const { networks, engines } = sketch(
  {
    bridge: {},
    lan: { pools: [{ subnet: '10.7.0.0/24' }] },
    six: { pools: [{ subnet: '10.8.0.0/24' }, { subnet: 'fd00::/64' }] },
  },
  {},
);
const [engine] = engines;
const fields = (name: string, apiVersion: string) => {
  const network = networks.find((one) => one.name === name);
  assert.ok(network && engine);
  return fieldsFor(network, { ...engine, apiVersion });
};

test('what is offered is what the engine would take', () => {
  assert.deepEqual(fields('bridge', '1.41'), ['driverOptions']);
  assert.deepEqual(fields('bridge', '1.51'), ['priority', 'driverOptions']);
  assert.deepEqual(fields('lan', '1.41'), ['aliases', 'address', 'links', 'linkLocal', 'driverOptions']);
  assert.deepEqual(fields('six', '1.54'), [
    'aliases',
    'address',
    'address6',
    'priority',
    'links',
    'linkLocal',
    'driverOptions',
    'mac',
  ]);
});

test('each container gets the shared settings and its own address; an empty field asks for nothing', () => {
  const draft = {
    fields: ['aliases', 'address', 'priority', 'driverOptions'],
    typed: {
      aliases: 'db, store',
      'address a': '10.7.0.5',
      'address b': '',
      priority: '-3',
      driverOptions: 'x=1,2 flag',
      mac: 'left over',
    },
  } as const;
  assert.deepEqual(settingsFor(draft, 'a'), {
    aliases: ['db', 'store'],
    address: '10.7.0.5',
    gatewayPriority: -3,
    driverOptions: { x: '1,2', flag: '' },
  });
  assert.equal(settingsFor(draft, 'b').address, undefined);
  assert.deepEqual(settingsFor(emptyAttach, 'a'), {});
});

test('each field has its own form', () => {
  assert.equal(attachProblem('aliases', 'db, a:b'), 'alias-form');
  assert.equal(attachProblem('priority', '1.5'), 'priority-form');
  assert.equal(attachProblem('links', 'c2:db'), undefined);
  assert.equal(attachProblem('links', 'a:b:c'), 'link-form');
  assert.equal(attachProblem('linkLocal', '169.254.7.7 fe80::7'), undefined);
  assert.equal(attachProblem('linkLocal', '10.0.0.1'), 'link-local-form');
  assert.equal(attachProblem('driverOptions', '=x'), 'option-form');
  assert.equal(attachProblem('mac', '02:42:ac:12:00:05'), undefined);
  for (const mac of ['01:42:ac:12:00:05', '02:42:ac']) assert.equal(attachProblem('mac', mac), 'mac-form');
});
