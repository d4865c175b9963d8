/** A port that the host gives to a container: who publishes it there, and by which means a packet gets to the container. */
import { canonicalAddress } from '../model/address.ts';
import { isLoopback, listenersOn, takesAsProxy } from '../model/listening.ts';
import { isRunning } from '../model/lookup.ts';
import type { Endpoint, EngineId, Listener, Network, PublishedPort, Sandbox, Stack } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import type { Ingress } from './bridgeRules.ts';
import type { PathEvidence, PathProtocol } from './path.ts';
import { endpointsIn, filtersSix, hostStack, networkOf, type World } from './pathWorld.ts';
import { portRule } from './standingRules.ts';

export interface Publication {
  readonly sandbox: Sandbox;
  readonly published: PublishedPort;
  /** Where the engine sends it: the endpoint that carries the default route. */
  readonly endpoint: Endpoint;
  readonly network: Network;
}

interface Asked {
  readonly address: string;
  readonly port?: number;
  readonly protocol: PathProtocol;
}

/** What is published on this address and port of the engine's host. */
export function publicationAt(world: World, engine: EngineId, asked: Asked): Publication | undefined {
  return publicationsOf(world, engine, asked).find(({ published }) => covers(published.hostAddress, asked.address));
}

/** What is published on this port, whatever the address. */
export function publicationsOf(world: World, engine: EngineId, { port, protocol }: Asked): readonly Publication[] {
  return world.topology.sandboxes
    .filter((sandbox) => sandbox.engine === engine && isRunning(sandbox))
    .flatMap((sandbox) =>
      sandbox.publishedPorts
        .filter((published) => published.hostPort === port && published.protocol === protocol)
        .flatMap((published) => {
          const carrier = carrierOf(world, sandbox);
          return carrier ? [{ sandbox, published, ...carrier }] : [];
        }),
    );
}

/** The bridge that a sandbox's ports are published on: that of its default route; 20.10 also takes an internal one. */
export function carrierOf(
  world: World,
  sandbox: Sandbox,
): { readonly endpoint: Endpoint; readonly network: Network } | undefined {
  const bridges = endpointsIn(world, sandbox).flatMap((endpoint) => {
    const network = networkOf(world, endpoint);
    return network?.driver === 'bridge' ? [{ endpoint, network }] : [];
  });
  return bridges.find(({ endpoint }) => endpoint.isDefaultGateway) ?? (bridges.length === 1 ? bridges[0] : undefined);
}

/**
 * By a rule that changes the destination, or by the engine's proxy. What comes from a container goes to the proxy: the rules leave out
 * every bridge that is not internal (`-A DOCKER -i <bridge> -j RETURN`). So does what goes to a loopback, and IPv6 where the container has
 * none or the engine writes no rules for it. Without the proxy (`userland-proxy: false`) the rules have no such exceptions.
 */
export function meansOf(
  world: World,
  engine: EngineId,
  publication: Publication,
  ingress: Ingress,
  address: string,
): 'rule' | 'proxy' | 'none' {
  const six = address.includes(':');
  const written = !six || (filtersSix(world, engine) && addressFor(publication.endpoint, true) !== undefined);
  const rule = portRule(world, engine, publication.published, six);
  const rules = written && rule !== 'missing';
  const proxied = proxyListens(world, engine, publication, address);
  if (proxied === false || (rule === 'missing' && proxied === undefined)) return rules ? 'rule' : 'none';
  const leftOut = isLoopback(address) || (ingress.kind === 'bridge' && !ingress.network.internal);
  return leftOut || !rules ? 'proxy' : 'rule';
}

/** The container's address behind a published port. */
export function addressFor(endpoint: Endpoint, six: boolean): string | undefined {
  return endpoint.addresses.flatMap((cidr) => canonicalAddress(cidr) ?? []).find((address) => address.includes(':') === six);
}

/** Whether the proxy's own socket is there; undefined where the host's sockets were not read. */
function proxyListens(world: World, engine: EngineId, { published }: Publication, address: string): boolean | undefined {
  const there = listenersOn(hostStack(world, engine), published.protocol, published.hostPort);
  return there?.some((each) => takesAsProxy(each, address));
}

export function publicationEvidence({ sandbox, published }: Publication): Word<PathEvidence> {
  const { hostAddress, hostPort, port, protocol } = published;
  return word(
    'path-evidence.published',
    `${hostAddress || '*'}:${hostPort}`,
    `${port}/${protocol}`,
    sandbox.containers[0]?.name ?? '',
  );
}

/** The host's sockets without those of the engine's proxies: one on `::` takes no IPv4, unlike most. */
export function withoutProxies(world: World, engine: EngineId): Stack | undefined {
  const stack = hostStack(world, engine);
  if (!stack?.listeners) return stack;
  const published = world.topology.sandboxes
    .filter((sandbox) => sandbox.engine === engine)
    .flatMap(({ publishedPorts }) => publishedPorts);
  const isProxy = (listener: Listener) =>
    published.some(
      ({ hostPort, hostAddress, protocol }) =>
        hostPort === listener.port && protocol === listener.protocol && (hostAddress === '' || hostAddress === listener.address),
    );
  return { ...stack, listeners: stack.listeners.filter((listener) => !isProxy(listener)) };
}

function covers(hostAddress: string, address: string): boolean {
  return hostAddress === '' || takesAsProxy({ address: hostAddress }, address);
}
