import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsToRestore } from '../../src/commands/attachSettings.ts';
import type { Endpoint } from '../../src/model/topology.ts';
import { sketch } from '../predictions/sketch.ts';

function restored(network: string, endpoint: Partial<Endpoint> & { readonly addresses: readonly string[] }) {
  const { endpoints, networks } = sketch({ [network]: {} }, { c1: { on: { [network]: endpoint } } });
  const [of] = endpoints;
  const [on] = networks;
  assert.ok(of && on);
  return settingsToRestore(of, on);
}

test('Undo gives the address and the aliases again', () => {
  const { asked, plain } = restored('localnet', { addresses: ['172.18.0.9/16', 'fd00::9/64'], aliases: ['db', '0123456789ab'] });
  assert.deepEqual(asked, { aliases: ['db'], address: '172.18.0.9', address6: 'fd00::9' });
  assert.deepEqual(plain, { aliases: ['db'] });
});

test('an address that the user fixed is given again even while the container does not run', () => {
  assert.equal(restored('localnet', { addresses: [], staticAddresses: ['172.18.0.9'] }).asked.address, '172.18.0.9');
});

test('the default bridge takes neither address nor alias', () => {
  assert.deepEqual(restored('bridge', { addresses: ['172.17.0.2/16'], aliases: ['db'] }), { asked: {}, plain: {} });
});
