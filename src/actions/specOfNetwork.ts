import type { NetworkSpec, PoolSpec } from '../engine/engine.ts';
import { defined } from '../model/order.ts';
import { type Fields, fieldsOf, type RawRecord } from '../model/raw.ts';

/** Options that the engine adds by itself, and would not take again. */
const ownOptions = new Set(['com.docker.network.driver.overlay.vxlanid_list', 'com.docker.network.enable_ipv4']);

/** What would make a network again, of its inspect (`GET /networks/{id}`). What has another shape is left out. */
export function specOfNetwork(inspected: unknown): NetworkSpec {
  const fields = fieldsOf(inspected, () => {});
  const options = Object.fromEntries(Object.entries(fields.textRecord('Options')).filter(([key]) => !ownOptions.has(key)));
  const labels = fields.textRecord('Labels');
  const configFrom = fields.text('ConfigFrom', 'Network');
  const ipamDriver = fields.text('IPAM', 'Driver');
  const ipamOptions = fields.textRecord('IPAM', 'Options');
  const flag = (key: string) => (fields.flag(key) ? true : undefined);
  const base = {
    name: fields.text('Name'),
    driver: fields.text('Driver'),
    ...defined({
      internal: flag('Internal'),
      attachable: flag('Attachable'),
      ingress: flag('Ingress'),
      configOnly: flag('ConfigOnly'),
    }),
  };
  // such a network takes pools, options and labels from the other one, and the engine takes none beside
  if (configFrom !== '') return { ...base, configFrom };
  return {
    ...base,
    ...defined({
      labels: filled(labels),
      ipv6: flag('EnableIPv6'),
      ipv4: fields.has('EnableIPv4') && !fields.flag('EnableIPv4') ? false : undefined,
      options: filled(options),
      ipamDriver: ipamDriver === 'default' ? undefined : ipamDriver || undefined,
      ipamOptions: filled(ipamOptions),
      pools: poolsOf(fields),
    }),
  };
}

function poolsOf(fields: Fields): readonly PoolSpec[] | undefined {
  const pools = fields.list('IPAM', 'Config').flatMap((item): readonly PoolSpec[] => {
    const pool = fieldsOf(item as RawRecord, () => {});
    const subnet = pool.text('Subnet');
    if (subnet === '') return [];
    return [
      {
        subnet,
        ...defined({
          gateway: pool.text('Gateway').split('/')[0] || undefined,
          range: pool.text('IPRange') || undefined,
          reserved: filled(pool.textRecord('AuxiliaryAddresses')),
        }),
      },
    ];
  });
  return pools.length > 0 ? pools : undefined;
}

function filled(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  return Object.keys(record).length > 0 ? record : undefined;
}
