/** What networks and endpoints of a real engine are set up as, so that before and afterwards can be compared. */
import type { Lab } from './labTest.ts';
import { get } from './rawApi.ts';

interface RawNetwork {
  readonly Name: string;
  readonly Driver: string;
  readonly Internal: boolean;
  readonly EnableIPv6: boolean;
  readonly Options: object | null;
  readonly Labels: object | null;
  readonly IPAM: { readonly Driver: string; readonly Config: readonly object[] | null };
}

interface RawEndpoint {
  readonly IPAMConfig: {
    readonly IPv4Address?: string;
    readonly IPv6Address?: string;
    readonly LinkLocalIPs?: readonly string[];
  } | null;
  readonly Aliases: readonly string[] | null;
  readonly Links: readonly string[] | null;
  readonly DriverOpts: object | null;
  readonly GwPriority?: number;
}

interface RawContainer {
  readonly Id: string;
  readonly Name: string;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, RawEndpoint>> };
}

/** What counts as equal, of the engine's own words: not ids, MACs, times, nor addresses that Docker chose. */
export async function meaningOf({ engine }: Pick<Lab, 'engine'>): Promise<object> {
  const networks = (await get(engine, '/networks')) as readonly RawNetwork[];
  const ids = ((await get(engine, '/containers/json?all=1')) as readonly { readonly Id: string }[]).map(({ Id }) => Id);
  const containers = await Promise.all(ids.map(async (id) => (await get(engine, `/containers/${id}/json`)) as RawContainer));
  const sorted = (list: readonly string[] | null | undefined) => [...(list ?? [])].sort();
  return {
    networks: networks
      .map(({ Name, Driver, Internal, EnableIPv6, Options, Labels, IPAM }) => ({
        Name,
        Driver,
        Internal,
        EnableIPv6,
        Options,
        Labels,
        IPAM: IPAM.Config,
      }))
      .sort((a, b) => (a.Name < b.Name ? -1 : 1)),
    endpoints: containers
      .flatMap(({ Id, Name, NetworkSettings: { Networks } }) =>
        Object.entries(Networks).map(([network, endpoint]) => ({
          who: `${Name} on ${network}`,
          addresses: [endpoint.IPAMConfig?.IPv4Address ?? '', endpoint.IPAMConfig?.IPv6Address ?? ''],
          linkLocal: sorted(endpoint.IPAMConfig?.LinkLocalIPs),
          aliases: sorted(endpoint.Aliases).filter((alias) => alias !== Id.slice(0, 12)),
          links: sorted(endpoint.Links),
          driverOptions: endpoint.DriverOpts ?? {},
          priority: endpoint.GwPriority ?? 0,
        })),
      )
      .sort((a, b) => (a.who < b.who ? -1 : 1)),
  };
}
