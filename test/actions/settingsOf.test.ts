import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenByDocker, settingsOf } from '../../src/actions/settingsOf.ts';
import type { Endpoint } from '../../src/model/topology.ts';
import { idOf, sketch } from '../predictions/sketch.ts';

function joined(network: string, endpoint: Partial<Endpoint> & { readonly addresses: readonly string[] }, apiVersion = '1.51') {
  const topology = sketch({ [network]: {} }, { c1: { on: { [network]: endpoint } } }, { engine: { apiVersion } });
  const [of] = topology.endpoints;
  const [on] = topology.networks;
  assert.ok(of && on);
  return { topology, of, on };
}

test('all that the user fixed comes back; an automatic address stays automatic', () => {
  const { topology, of } = joined('localnet', {
    addresses: ['172.18.0.9/16', 'fd00::9/64'],
    staticAddresses: ['fd00::9'],
    aliases: ['db', idOf('c1').slice(0, 12)],
    links: ['c2:x'],
    linkLocal: ['169.254.7.7'],
    driverOptions: { a: 'b' },
    gatewayPriority: 3,
    mac: '02:42:ac:12:00:09',
  });
  assert.deepEqual(settingsOf(topology, of), {
    aliases: ['db'],
    address6: 'fd00::9',
    links: ['c2:x'],
    linkLocal: ['169.254.7.7'],
    driverOptions: { a: 'b' },
    gatewayPriority: 3,
  });
});

test('an alias of 12 hex digits that is not the container’s own id is an alias', () => {
  const { topology, of } = joined('localnet', { addresses: [], aliases: ['0123456789ab'] });
  assert.deepEqual(settingsOf(topology, of).aliases, ['0123456789ab']);
});

test('the default bridge takes neither address nor alias', () => {
  const { topology, of } = joined('bridge', { addresses: ['172.17.0.2/16'], staticAddresses: ['172.17.0.2'], aliases: ['db'] });
  assert.deepEqual(settingsOf(topology, of), {});
});

test('the MAC is asked for where the engine takes one', () => {
  const { topology, of } = joined('localnet', { addresses: [], mac: '02:42:ac:12:00:09' }, '1.54');
  assert.equal(settingsOf(topology, of).mac, '02:42:ac:12:00:09');
});

test('what Docker chose itself is named: automatic addresses, and a MAC that is not made of a fixed address', () => {
  const running = { endpointId: 'e', addresses: ['172.18.0.9/16'], mac: '02:42:ac:12:00:09' };
  const automatic = joined('localnet', running);
  assert.deepEqual(chosenByDocker(automatic.topology, automatic.of, automatic.on), ['172.18.0.9', '02:42:ac:12:00:09']);
  const fixed = joined('localnet', { ...running, staticAddresses: ['172.18.0.9'] });
  assert.deepEqual(chosenByDocker(fixed.topology, fixed.of, fixed.on), []);
  const generated = joined('localnet', { ...running, staticAddresses: ['172.18.0.9'], mac: 'e6:be:f6:8f:61:8b' });
  assert.deepEqual(chosenByDocker(generated.topology, generated.of, generated.on), ['e6:be:f6:8f:61:8b']);
  const stopped = joined('localnet', { addresses: [] });
  assert.deepEqual(chosenByDocker(stopped.topology, stopped.of, stopped.on), []);
});
