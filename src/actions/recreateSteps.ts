/** A network is made again with other subnets, and everybody put back: the plan, as steps. */
import type { NetworkSpec, PoolSpec } from '../engine/engine.ts';
import { compareAddresses, familyOf, formatAddress, parseRange } from '../model/address.ts';
import { endpointsOf, ownerOf, sandboxById } from '../model/lookup.ts';
import { defined } from '../model/order.ts';
import type { Endpoint, Network, Topology } from '../model/topology.ts';
import { settingsOf } from './settingsOf.ts';
import type { Step } from './step.ts';

/** A pool's new subnet, and its gateway where the user gave one. */
export interface NewPool {
  readonly subnet: string;
  readonly gateway?: string;
}

export interface Recreation {
  readonly steps: readonly Step[];
  /** Fixed addresses that move with their host part. */
  readonly moved: readonly { readonly container: string; readonly from: string; readonly to: string }[];
  /** Fixed addresses whose host part does not fit: Docker chooses. */
  readonly dropped: readonly { readonly container: string; readonly address: string }[];
}

/**
 * Detach all, remove, create, attach all. `spec` is of the network as it is. Who has a low address is attached first: what Docker
 * hands out anew then tends to keep its order.
 */
export function recreateSteps(topology: Topology, network: Network, spec: NetworkSpec, pools: readonly NewPool[]): Recreation {
  const engine = network.engines[0];
  if (engine === undefined) return { steps: [], moved: [], dropped: [] };
  const named = { id: network.id, name: network.name };
  const old = spec.pools ?? network.pools;
  const moved: { container: string; from: string; to: string }[] = [];
  const dropped: { container: string; address: string }[] = [];
  const members = endpointsOf(topology, { network: network.id }).flatMap((endpoint) => {
    const sandbox = endpoint.sandbox === undefined ? undefined : sandboxById(topology, endpoint.sandbox);
    const owner = sandbox && ownerOf(sandbox);
    return owner ? [{ endpoint, container: { id: owner.id, name: owner.name } }] : [];
  });
  const byAddress = [...members].sort((a, b) => compareAddresses(firstOf(a.endpoint), firstOf(b.endpoint)));
  const move = (container: string, address: string | undefined) => {
    if (address === undefined) return undefined;
    const to = movedAddress(address, old, pools);
    if (to === undefined) dropped.push({ container, address });
    else moved.push({ container, from: address, to });
    return to;
  };
  return {
    steps: [
      ...members.map(({ container }): Step => ({ kind: 'detach', engine, network: named, container })),
      { kind: 'remove', engine, network: named },
      { kind: 'create', engine, spec: { ...spec, pools: pools.map((pool, at) => newPool(old[at], pool)) }, replaces: network.id },
      ...byAddress.map(({ endpoint, container }): Step => {
        const { address, address6, ...rest } = settingsOf(topology, endpoint);
        const addresses = defined({ address: move(container.name, address), address6: move(container.name, address6) });
        return { kind: 'attach', engine, network: named, container, settings: { ...rest, ...addresses } };
      }),
    ],
    moved,
    dropped,
  };
}

/** Gateway, range and reserved addresses move with their host part; what does not fit is left to Docker. */
function newPool(old: PoolSpec | undefined, { subnet, gateway }: NewPool): PoolSpec {
  const move = (address: string | undefined) =>
    address === undefined || !old ? undefined : moveBetween(address, old.subnet, subnet);
  const range = old?.range?.split('/');
  const base = move(range?.[0]);
  const reserved = Object.entries(old?.reserved ?? {}).flatMap(([name, address]) => {
    const to = move(address);
    return to === undefined ? [] : [[name, to] as const];
  });
  return {
    subnet,
    ...defined({
      gateway: gateway ?? move(old?.gateway),
      range: base !== undefined && fits(`${base}/${range?.[1]}`, subnet) ? `${base}/${range?.[1]}` : undefined,
      reserved: reserved.length > 0 ? Object.fromEntries(reserved) : undefined,
    }),
  };
}

function movedAddress(address: string, old: readonly PoolSpec[], pools: readonly NewPool[]): string | undefined {
  for (const [at, pool] of pools.entries()) {
    const from = old[at]?.subnet;
    const to = from && moveBetween(address, from, pool.subnet);
    if (to) return to;
  }
  return undefined;
}

function moveBetween(address: string, from: string, to: string): string | undefined {
  const old = parseRange(from);
  const now = parseRange(to);
  const at = parseRange(address);
  if (!old || !now || !at || old.family !== now.family || at.family !== old.family) return undefined;
  if (at.address < old.first || at.address > old.last) return undefined;
  const moved = now.first + (at.address - old.first);
  // the last address is for broadcasts in IPv4
  return moved < now.last ? formatAddress(moved, now.family) : undefined;
}

function fits(range: string, subnet: string): boolean {
  const inner = parseRange(range);
  const outer = parseRange(subnet);
  return !!inner && !!outer && inner.address === inner.first && inner.first >= outer.first && inner.last <= outer.last;
}

function firstOf({ addresses, staticAddresses }: Endpoint): string {
  return addresses.find((one) => familyOf(one) === 4) ?? addresses[0] ?? staticAddresses?.[0] ?? '';
}
