/** What `ip -j -d addr` and `ip -j route` (iproute2) print. What makes no sense is left out. */
import { fieldsOf, isRecord, type RawRecord } from '../model/raw.ts';
import type { Link, LinkKind, Route } from '../model/topology.ts';

/** Undefined where it is no list at all. */
export function parseIpLinks(text: string): readonly Link[] | undefined {
  const records = recordsOf(text);
  const named = records?.map((record) => ({ fields: fieldsOf(record, () => {}), record }));
  const indexes = new Map(named?.map(({ fields }) => [fields.text('ifname'), fields.count('ifindex')]));
  return named?.flatMap(({ fields, record }): readonly Link[] => {
    const name = fields.text('ifname');
    const index = fields.count('ifindex');
    if (name === '' || index === undefined) return [];
    const [master, mac, mtu] = [fields.text('master'), fields.text('address'), fields.count('mtu')];
    // `link_index` where the other end is in another namespace, `link` where it is in this one
    const peerIndex = fields.count('link_index') ?? indexes.get(fields.text('link'));
    return [
      {
        name,
        kind: kindOf(fields.text('link_type'), fields.text('linkinfo', 'info_kind')),
        index,
        ...(peerIndex === undefined ? {} : { peerIndex }),
        ...(master === '' ? {} : { master }),
        ...(mtu === undefined ? {} : { mtu }),
        ...(mac === '' ? {} : { mac }),
        up: fields.texts('flags').includes('UP'),
        addresses: addressesOf(record),
      },
    ];
  });
}

/** Of the main table; those that name no single interface (unreachable, several next hops) are left out. */
export function parseIpRoutes(text: string, family: 4 | 6): readonly Route[] | undefined {
  return recordsOf(text)?.flatMap((record): readonly Route[] => {
    const fields = fieldsOf(record, () => {});
    const [to, device, gateway, metric] = [
      fields.text('dst'),
      fields.text('dev'),
      fields.text('gateway'),
      fields.count('metric'),
    ];
    if (to === '' || device === '') return [];
    const all = family === 4 ? '0.0.0.0/0' : '::/0';
    const host = to.includes('/') ? to : `${to}/${family === 4 ? 32 : 128}`;
    return [
      {
        destination: to === 'default' ? all : host,
        device,
        ...(gateway === '' ? {} : { gateway }),
        ...(metric === undefined ? {} : { metric }),
      },
    ];
  });
}

function addressesOf(link: RawRecord): readonly string[] {
  return fieldsOf(link, () => {})
    .list('addr_info')
    .flatMap((item) => {
      const fields = fieldsOf(item, () => {});
      const [local, length] = [fields.text('local'), fields.count('prefixlen')];
      return local === '' || length === undefined ? [] : [`${local}/${length}`];
    });
}

const kinds: readonly LinkKind[] = ['veth', 'bridge', 'vxlan', 'vlan', 'macvlan', 'ipvlan'];

function kindOf(type: string, kind: string): LinkKind {
  if (type === 'loopback') return 'loopback';
  if (kind === '') return type === 'ether' ? 'physical' : 'other';
  return kinds.find((known) => known === kind) ?? 'other';
}

function recordsOf(text: string): readonly RawRecord[] | undefined {
  try {
    // iproute2 prints nothing at all where there is nothing to list
    const list: unknown = text.trim() === '' ? [] : JSON.parse(text);
    return Array.isArray(list) ? list.filter(isRecord) : undefined;
  } catch {
    return undefined;
  }
}
