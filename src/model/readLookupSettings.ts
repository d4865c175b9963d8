import type { Fields } from './raw.ts';
import type { LookupSettings } from './topology.ts';

/** Of a container inspect; undefined where nothing was given. */
export function readLookupSettings(detail: Fields): LookupSettings | undefined {
  const settings: LookupSettings = {
    servers: detail.texts('HostConfig', 'Dns'),
    search: detail.texts('HostConfig', 'DnsSearch'),
    options: detail.texts('HostConfig', 'DnsOptions'),
    hosts: detail.texts('HostConfig', 'ExtraHosts').flatMap(extraHost),
  };
  return Object.values(settings).every((list) => list.length === 0) ? undefined : settings;
}

/** `name:address`, where the address may have colons too. */
function extraHost(row: string): LookupSettings['hosts'] {
  const colon = row.indexOf(':');
  const address = row.slice(colon + 1).replace(/^\[(.*)\]$/, '$1');
  return colon > 0 && address !== '' ? [{ name: row.slice(0, colon), address }] : [];
}
