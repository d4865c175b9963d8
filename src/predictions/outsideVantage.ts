/** From where a connect that comes from outside of an engine's host can be tried. */
import { familyOf } from '../model/address.ts';
import type { Engine, EngineId, Gap, Topology } from '../model/topology.ts';
import { networkWith, type World, worldOf } from './pathWorld.ts';

export type Vantage =
  /** The machine that this extension runs on: the engine is on another one, that it reaches over a network. */
  | { readonly kind: 'here' }
  /** The host of another engine of the same swarm. */
  | { readonly kind: 'host'; readonly engine: Engine }
  | { readonly kind: 'none'; readonly gap: Gap };

/**
 * Only what is surely outside: a host's connect to its own address stays within it, a virtual machine's host or a container may reach it by
 * ways that nobody else has. So another machine counts where the engine is reached through ssh or TCP and its kernel is not the one seen
 * here; and so does the host of another node of the swarm, which has an address of its own that no container of the engine's has.
 *
 * @param address where the connect should go: an address of the engine's host that leads away from it, or there is no way from outside
 */
export function outsideVantage(topology: Topology, engine: EngineId, address: string): Vantage {
  const world = worldOf(topology);
  const meant = topology.engines.find(({ id }) => id === engine);
  const none = (code: Gap['code']): Vantage => ({ kind: 'none', gap: { engine, code, why: meant?.context ?? engine } });
  if (!meant || !world.hostAddresses.get(engine)?.uplinks.includes(address) || familyOf(address) === undefined)
    return none('outside-nowhere');
  const swarm = topology.networks.filter(({ scope, engines }) => scope === 'swarm' && engines.includes(engine));
  const other = topology.engines.find(
    ({ id, state }) =>
      id !== engine &&
      state === 'ready' &&
      swarm.some(({ engines }) => engines.includes(id)) &&
      isElsewhere(world, engine, id, address),
  );
  if (other) return { kind: 'host', engine: other };
  if (meant.here === 'no' && isFarAway(meant.endpoint)) return { kind: 'here' };
  return none(meant.here === 'yes' ? 'outside-own-host' : 'outside-nowhere');
}

/** Not a node that runs in a container of the first engine, and not one that has the address itself. */
function isElsewhere(world: World, engine: EngineId, other: EngineId, address: string): boolean {
  const { all, uplinks = [] } = world.hostAddresses.get(other) ?? {};
  return uplinks.length > 0 && !all?.has(address) && uplinks.every((each) => networkWith(world, engine, each) === undefined);
}

/** `ssh://` and `tcp://` to a machine by its name or address; a loopback is a tunnel, or this machine. */
function isFarAway(endpoint: string): boolean {
  const [, host = ''] = /^(?:ssh|tcp|https?):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/.exec(endpoint) ?? [];
  return host !== '' && !/^(localhost|127\.|\[::1\]|host\.docker\.internal$)/i.test(host);
}
