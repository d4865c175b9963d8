import type { AttachSettings } from '../engine/engine.ts';
import { isDefaultBridge } from '../model/lookup.ts';
import { defined } from '../model/order.ts';
import type { Endpoint, Network } from '../model/topology.ts';

/**
 * What brings an endpoint back as it was: the address and the aliases. Docker takes neither on the default bridge, and an address only where
 * the user chose the subnet, which the API does not tell: `asked` is what to try first, `plain` what to fall back on.
 */
export function settingsToRestore(
  endpoint: Endpoint,
  network: Network,
): { readonly asked: AttachSettings; readonly plain: AttachSettings } {
  if (isDefaultBridge(network)) return { asked: {}, plain: {} };
  const shared = defined({
    // before API 1.45 the engine adds the short id of the container by itself
    aliases: endpoint.aliases?.filter((alias) => !/^[0-9a-f]{12}$/.test(alias)),
    links: endpoint.links,
    gatewayPriority: endpoint.gatewayPriority,
  });
  const addresses = endpoint.staticAddresses ?? endpoint.addresses.map((address) => address.split('/')[0] ?? '');
  const asked = {
    ...shared,
    ...defined({ address: addresses.find((one) => one.includes('.')), address6: addresses.find((one) => one.includes(':')) }),
  };
  return { asked, plain: shared };
}
