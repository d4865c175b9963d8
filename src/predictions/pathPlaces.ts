/** The two ends of a question: which stack the packet leaves, and which addresses are meant. */
import { canonicalAddress, withoutPrefix } from '../model/address.ts';
import { engineById, isRunning, sandboxName, sandboxOfContainer } from '../model/lookup.ts';
import type { Endpoint, EngineId, Sandbox, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { resolveName } from './nameResolution.ts';
import type { PathQuestion, Place, Step } from './path.ts';
import { atNetwork, atOutside, atSandbox, blocked, pass, unknown, type Walked } from './pathSteps.ts';
import { endpointsIn, gatewaysOf, hostOf, networkOf, type World, worldOf } from './pathWorld.ts';

export type Origin = { readonly sandbox: Sandbox } | { readonly outside: EngineId };

export interface Target {
  readonly steps: readonly Step[];
  readonly addresses: readonly string[];
  /** Reaching one of the addresses is reaching it. */
  readonly anyIsEnough: boolean;
  /** The question is whether packets leave the host, not what answers there. */
  readonly onlyOut?: boolean;
}

/** An address that is certainly beyond every host: the block kept for documentation. */
export const somewhere = '192.0.2.1';

export function originOf(world: World, { from, to }: PathQuestion): Origin | Walked {
  const place: Place = typeof from === 'string' ? { sandbox: from } : from;
  if ('outside' in place) {
    const engine = engineMeant(world, to);
    return engine === undefined ? unknown('source-unknown', atOutside(), ['', '']) : { outside: engine };
  }
  const sandbox = sandboxAt(world, place);
  return sandbox ? { sandbox } : unknown('source-unknown', { kind: 'name', name: nameOf(place) }, [nameOf(place), '']);
}

/** The sandbox that the packet leaves; undefined for outside, and where there is none. */
export function sourceOf(topology: Topology, question: PathQuestion): Sandbox | undefined {
  const origin = originOf(worldOf(topology), question);
  return 'sandbox' in origin ? origin.sandbox : undefined;
}

/** The engine whose host something from outside comes to; undefined where the question is about another source. */
export function outsideOf(topology: Topology, question: PathQuestion): EngineId | undefined {
  const origin = originOf(worldOf(topology), question);
  return 'outside' in origin ? origin.outside : undefined;
}

/** Where a place is a stack of its own. */
function sandboxAt(world: World, place: Place): Sandbox | undefined {
  if ('sandbox' in place) return sandboxOfContainer(world.topology, place.sandbox);
  if ('host' in place) return hostOf(world, place.host);
  if ('published' in place) return hostOf(world, place.published.engine);
  if ('name' in place) return world.index.containers.get(place.name.toLowerCase())?.[0]?.sandbox;
  if ('address' in place) {
    const held = world.holders.get(canonicalAddress(place.address) ?? '')?.[0]?.sandbox;
    return held && world.index.sandboxes.get(held);
  }
  return undefined;
}

function nameOf(place: Place): string {
  if ('sandbox' in place) return place.sandbox;
  if ('address' in place) return place.address;
  return 'name' in place ? place.name : '';
}

/** The engine whose host something from outside would come to. */
function engineMeant(world: World, to: Place): EngineId | undefined {
  if ('host' in to) return to.host;
  if ('published' in to) return to.published.engine;
  const sandbox = sandboxAt(world, to);
  const address = 'address' in to ? canonicalAddress(to.address) : undefined;
  const host = world.topology.engines.find(({ id }) => address && world.hostAddresses.get(id)?.uplinks.includes(address));
  return sandbox?.engine ?? host?.id ?? world.topology.engines[0]?.id;
}

export function targetsOf(world: World, origin: Origin, to: Place): Target | Walked {
  if ('address' in to) {
    const address = canonicalAddress(to.address);
    if (address === undefined) return unknown('target-unknown', { kind: 'name', name: to.address }, [to.address]);
    return { steps: [], addresses: [address], anyIsEnough: true };
  }
  if ('name' in to) return byName(world, origin, to.name);
  if ('sandbox' in to) {
    const sandbox = sandboxOfContainer(world.topology, to.sandbox);
    if (!sandbox) return unknown('target-unknown', { kind: 'name', name: to.sandbox }, [to.sandbox]);
    return toSandbox(world, origin, sandbox);
  }
  if ('host' in to) return hostTargets(world, origin, to.host, undefined);
  if ('published' in to) return hostTargets(world, origin, to.published.engine, to.published.address);
  return { steps: [], addresses: [somewhere], anyIsEnough: true, onlyOut: true };
}

function byName(world: World, origin: Origin, name: string): Target | Walked {
  const literal = canonicalAddress(name);
  if (literal !== undefined && !name.includes('/')) return { steps: [], addresses: [literal], anyIsEnough: true };
  const place = { kind: 'name', name } as const;
  if ('outside' in origin) return unknown('name-unknown', place, [name]);
  const from = origin.sandbox.id;
  for (const type of ['A', 'AAAA'] as const) {
    const answer = resolveName(world.topology, { from, name, type });
    const addresses = answer.hostsFile && answer.hostsFile.length > 0 ? answer.hostsFile : answer.answers;
    if (addresses.length > 0) {
      const network = answer.network && world.index.networks.get(answer.network)?.name;
      const evidence = [word('path-evidence.dns', name, addresses.join(', '), network ?? '')];
      return { steps: [pass('name-answers', place, [name, addresses.join(', ')], evidence)], addresses, anyIsEnough: false };
    }
    if (type === 'AAAA' || answer.code === 'no-such-family') continue;
    if (['forwarded', 'not-predictable', 'host-stack', 'unknown-sandbox'].includes(answer.code))
      return unknown('name-unknown', place, [name]);
  }
  return blocked('name-without-answer', place, [name]);
}

function toSandbox(world: World, origin: Origin, target: Sandbox): Target | Walked {
  const name = sandboxName(target);
  const place = atSandbox(target);
  if ('sandbox' in origin && origin.sandbox.id === target.id) {
    return { steps: [pass('same-stack', place, [name])], addresses: ['127.0.0.1'], anyIsEnough: true };
  }
  if (target.kind === 'host') return hostTargets(world, origin, target.engine, undefined);
  if (target.kind === 'container' && !isRunning(target)) {
    return blocked('target-not-running', place, [name], [word('path-evidence.state', name, target.containers[0]?.state ?? '')]);
  }
  const own = 'sandbox' in origin ? new Set(endpointsIn(world, origin.sandbox).map(({ network }) => network)) : new Set();
  const all = endpointsIn(world, target).filter((endpoint) => networkOf(world, endpoint)?.driver !== 'null');
  const from = 'sandbox' in origin ? origin.sandbox.engine : origin.outside;
  // on another host an address of a local network means somebody else, or nobody
  const endpoints = all.filter((endpoint) => from === target.engine || networkOf(world, endpoint)?.engines.includes(from));
  if (all.length > 0 && endpoints.length === 0) return onlyFar(world, target, all);
  const ordered = [
    ...endpoints.filter(({ network }) => own.has(network)),
    ...endpoints.filter(({ network }) => !own.has(network)),
  ];
  const addresses = ordered.flatMap((endpoint) => endpoint.addresses.flatMap((cidr) => canonicalAddress(cidr) ?? []));
  if (addresses.length === 0) return blocked('target-without-address', place, [name]);
  return { steps: [], addresses, anyIsEnough: true };
}

/** Every network of the target is of its own host alone. */
function onlyFar(world: World, target: Sandbox, endpoints: readonly Endpoint[]): Walked {
  const networks = endpoints.flatMap((endpoint) => networkOf(world, endpoint) ?? []);
  const host = engineById(world.topology, target.engine)?.context ?? target.engine;
  const beyond = networks.find(({ driver }) => driver !== 'bridge' && driver !== 'overlay' && driver !== 'host');
  const address = endpoints.find(({ network }) => network === beyond?.id)?.addresses[0] ?? '';
  if (beyond) return unknown('lan-unknown', atNetwork(beyond), [withoutPrefix(address), beyond.name]);
  return blocked('far-network', atSandbox(target), [sandboxName(target), host]);
}

function hostTargets(world: World, origin: Origin, engine: EngineId, address: string | undefined): Target | Walked {
  const wanted = address === undefined ? undefined : canonicalAddress(address);
  const isAny = wanted === undefined || wanted === '0.0.0.0' || wanted === '::';
  if (!isAny) return { steps: [], addresses: [wanted], anyIsEnough: true };
  const known = world.hostAddresses.get(engine);
  const own =
    'sandbox' in origin && origin.sandbox.kind === 'host' && origin.sandbox.engine === engine ? ['127.0.0.1', '::1'] : [];
  const near = 'sandbox' in origin && origin.sandbox.engine === engine ? bridgesOf(world, origin.sandbox) : [];
  const addresses = [...new Set([...own, ...(known?.uplinks ?? []), ...near])].filter(
    (each) => wanted !== '::' || each.includes(':'),
  );
  if (addresses.length > 0) return { steps: [], addresses, anyIsEnough: true };
  const host = engineById(world.topology, engine)?.context ?? engine;
  return unknown('host-unknown', { kind: 'host', name: host }, [host]);
}

/** The host's addresses on the bridges that a sandbox is on. */
function bridgesOf(world: World, sandbox: Sandbox): readonly string[] {
  return endpointsIn(world, sandbox).flatMap((endpoint) => {
    const network = networkOf(world, endpoint);
    const known = world.hostAddresses.get(sandbox.engine)?.all;
    return network?.driver === 'bridge' ? gatewaysOf(world, network).filter((address) => known?.has(address)) : [];
  });
}
