import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsOf } from '../../src/model/raw.ts';
import { readLookupSettings } from '../../src/model/readLookupSettings.ts';

function read(hostConfig: unknown): readonly [ReturnType<typeof readLookupSettings>, readonly string[]] {
  const broken: string[] = [];
  return [readLookupSettings(fieldsOf({ HostConfig: hostConfig }, (path) => broken.push(path))), broken];
}

test('what a container was given for looking up names is kept as given', () => {
  const [settings, broken] = read({
    Dns: ['9.9.9.9'],
    DnsSearch: ['corp', '.'],
    DnsOptions: ['ndots:1'],
    ExtraHosts: ['db:10.0.0.1', 'six:fd00::9', 'boxed:[fd00::8]', 'gw:host-gateway', 'nothing', ':10.0.0.2', 'empty:'],
  });
  assert.deepEqual(settings, {
    servers: ['9.9.9.9'],
    search: ['corp', '.'],
    options: ['ndots:1'],
    hosts: [
      { name: 'db', address: '10.0.0.1' },
      { name: 'six', address: 'fd00::9' },
      { name: 'boxed', address: 'fd00::8' },
      { name: 'gw', address: 'host-gateway' },
    ],
  });
  assert.deepEqual(broken, []);
});

test('nothing given is nothing kept, and what is malformed is reported', () => {
  assert.deepEqual(read({ Dns: null, DnsSearch: [], DnsOptions: [], ExtraHosts: null }), [undefined, []]);
  assert.deepEqual(read({ Dns: [1, '9.9.9.9'] })[1], ['HostConfig.Dns.0']);
});
