import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  attachableChoices,
  endpointChoices,
  networkChoices,
  removableChoices,
  sandboxChoices,
  targetChoices,
} from '../../src/commands/choices.ts';
import { networkId, sandboxId, sketch } from '../predictions/sketch.ts';

const topology = sketch(
  { localnet: {}, other: {}, bridge: {}, host: {}, none: {} },
  {
    c1: { on: { localnet: '172.18.0.2/16' } },
    c3: { on: { bridge: '172.17.0.2/16' } },
    sealed: { on: { none: [] } },
    runner: { kind: 'host' },
    'svc.1.x': { service: 's', on: { localnet: '172.18.0.9/16' } },
  },
);

const offered = (choices: readonly { readonly name: string; readonly refusal?: unknown }[]) =>
  choices.filter(({ refusal }) => refusal === undefined).map(({ name }) => name);
const reasons = (choices: readonly { readonly name: string; readonly refusal?: { readonly code: string } | undefined }[]) =>
  Object.fromEntries(choices.flatMap(({ name, refusal }) => (refusal ? [[name, refusal.code]] : [])));

test('for a network only containers that the engine would attach are offered, the others with the reason', () => {
  const choices = sandboxChoices(topology, networkId('localnet'));
  assert.deepEqual(offered(choices), ['c3']);
  assert.deepEqual(reasons(choices), {
    c1: 'refusal.already-attached',
    host: 'refusal.host-stack',
    sealed: 'refusal.on-none',
    'svc.1.x': 'refusal.swarm-task',
  });
});

test('for a container only networks that it is not on and that take containers are offered', () => {
  assert.deepEqual(offered(networkChoices(topology, sandboxId('c1'))), ['bridge', 'other']);
});

test('without a network, those are offered that take containers at all', () => {
  assert.deepEqual(offered(targetChoices(topology)), ['bridge', 'localnet', 'other']);
});

test('without a container, those are offered that can be attached at all', () => {
  assert.deepEqual(offered(attachableChoices(topology)), ['c1', 'c3']);
});

test('tasks of a service can’t be detached by hand', () => {
  const choices = endpointChoices(topology);
  assert.equal(reasons(choices)['svc.1.x'], 'refusal.swarm-task');
  assert.ok(offered(choices).includes('c1'));
});

test('networks of Docker and networks in use can’t be removed', () => {
  const choices = removableChoices(topology);
  assert.deepEqual(offered(choices), ['other']);
  assert.equal(reasons(choices).bridge, 'refusal.predefined');
  assert.equal(reasons(choices).localnet, 'refusal.active-endpoints');
});
