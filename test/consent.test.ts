import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Consent, type HelperMode } from '../src/consent.ts';
import type { EngineId } from '../src/model/topology.ts';

const engine = { id: 'e1' as EngineId, context: 'default', endpoint: 'unix:///var/run/docker.sock' };
const other = { id: 'e2' as EngineId, context: 'tcp', endpoint: 'tcp://10.0.0.1:2375' };

class Storage {
  value: unknown;
  get(): unknown {
    return this.value;
  }
  async update(_key: string, value: unknown): Promise<void> {
    this.value = JSON.parse(JSON.stringify(value));
  }
}

function consentWith(mode: HelperMode = 'ask', storage = new Storage(), machine = 'here') {
  const settings = { mode, image: '' };
  const consent = new Consent({ storage, machine, mode: () => settings.mode, image: () => settings.image });
  return { consent, storage, settings };
}

test('nobody has agreed before being asked', () => {
  const { consent } = consentWith();
  assert.deepEqual([consent.permit(engine.id), consent.given()], [undefined, []]);
});

test('a consent holds for its engine alone, is told, survives a restart, and can be revoked', async () => {
  const { consent, storage } = consentWith();
  let told = 0;
  consent.onDidChange(() => {
    told += 1;
  });
  await consent.give(engine);
  await consent.give(engine);
  assert.deepEqual([consent.permit(engine.id), consent.permit(other.id), told], [{ image: '' }, undefined, 2]);
  assert.deepEqual(
    consentWith('ask', storage)
      .consent.given()
      .map(({ context, endpoint }) => [context, endpoint]),
    [[engine.context, engine.endpoint]],
  );
  await consent.revoke(engine.id);
  assert.deepEqual([consent.permit(engine.id), consent.given(), told], [undefined, [], 3]);
});

test('what another window revokes is revoked here too', async () => {
  const { consent, storage } = consentWith();
  await consent.give(engine);
  await consentWith('ask', storage).consent.revoke(engine.id);
  assert.equal(consent.permit(engine.id), undefined);
});

test('a consent given on one machine says nothing about the engine at the same address of another', async () => {
  const { consent, storage } = consentWith();
  await consent.give(engine);
  const there = consentWith('ask', storage, 'there').consent;
  assert.deepEqual([there.permit(engine.id), there.given()], [undefined, []]);
  await there.revoke(engine.id);
  assert.ok(consent.permit(engine.id));
});

test('the setting decides for every engine, and the image that it names is used', async () => {
  const { consent, settings } = consentWith('allow');
  settings.image = 'tools:1';
  assert.deepEqual(consent.permit(other.id), { image: 'tools:1' });
  settings.mode = 'never';
  await consent.give(engine);
  assert.equal(consent.permit(engine.id), undefined);
});

test('a storage that holds something else holds no consent', () => {
  for (const value of [null, 'x', {}, [null, 3, {}, { id: 'e1' }, { id: 3, machine: 'here' }]]) {
    const { consent, storage } = consentWith();
    storage.value = value;
    assert.equal(consent.permit(engine.id), undefined);
  }
});
