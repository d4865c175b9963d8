/**
 * The wire of one endpoint out of what the kernel showed. What is not certain is a gap, never a guess: a wrong pairing is worse than
 * none. From Docker 28 on every container's `eth0` has index 2 (moby 65120d586b), so that an index alone proves nothing there.
 */
import { withoutPrefix } from './address.ts';
import { isRunning, sandboxName } from './lookup.ts';
import type { Endpoint, Fact, Gap, GapCode, Link, Network, Sandbox, Stack, Wire } from './topology.ts';

/** All that a wire depends on. */
export interface WireView {
  readonly endpoint: Endpoint;
  readonly network: Network;
  readonly sandbox: Sandbox | undefined;
  /** The sandbox's stack and the host's, where they were read. */
  readonly inside: Stack | undefined;
  readonly host: Stack | undefined;
  /** Whether the kernel that was read is known to be the engine's; `no` where it could not be looked at at all. */
  readonly here: 'yes' | 'no' | 'unknown';
  /** Port of the network's bridge behind which the endpoint's MAC was learned; undefined where no one port was. */
  readonly learnedPort: string | undefined;
  /** What names the engine in a gap. */
  readonly context: string;
}

export function wireOf(view: WireView): Wire {
  const { endpoint, network, sandbox, inside, host, here, context } = view;
  // These have no wire: the host's own stack, and loopback only.
  if (network.driver === 'host' || network.driver === 'null') return { endpoint: endpoint.id, gaps: [] };
  const gap = (code: GapCode, why: string): Gap => ({
    ...(endpoint.engine ? { engine: endpoint.engine } : {}),
    subject: endpoint.id,
    code,
    why,
  });
  if (here === 'no' && !host) return { endpoint: endpoint.id, ...vniOf(network), gaps: [gap('engine-elsewhere', context)] };
  const known = { endpoint: endpoint.id, ...hostSide(network, host), ...vniOf(network), ...overlayNamespaceOf(network) };
  if (sandbox?.kind !== 'container') {
    return { ...known, gaps: [gap('wire-not-readable', sandbox ? sandboxName(sandbox) : (endpoint.name ?? endpoint.id))] };
  }
  if (!isRunning(sandbox)) return { ...known, gaps: [gap('not-running', sandboxName(sandbox))] };
  if (!inside)
    return {
      ...known,
      gaps: [here === 'unknown' && !host ? gap('engine-place-unknown', context) : gap('not-looked', sandboxName(sandbox))],
    };
  const own = ownLink(endpoint, inside);
  if (!own)
    return {
      ...known,
      gaps: [gap('wire-not-readable', `${inside.how}: ${endpoint.addresses.join(', ') || endpoint.mac || '–'}`)],
    };
  const wire = { ...known, sandboxInterface: observed(own.name, inside.how), ...mtuOf(own, inside) };
  switch (network.driver) {
    case 'bridge':
      return { ...wire, ...pairOnBridge(view, own, gap) };
    case 'macvlan':
    case 'ipvlan':
      return { ...wire, ...parentOf(network, own, host), gaps: [] };
    case 'overlay':
      return { ...wire, gaps: [gap('overlay-namespace', known.overlayNamespace?.value ?? network.name)] };
    default:
      return { ...wire, gaps: [gap('remote-driver', network.driver)] };
  }
}

/** What follows from Docker's record of the network alone. */
export function inferredWire(network: Network): Omit<Wire, 'gaps'> {
  return { ...hostSide(network, undefined), ...vniOf(network), ...overlayNamespaceOf(network) };
}

/** The one interface of the stack that has all of the endpoint's addresses; without an address the one that has its MAC. */
function ownLink(endpoint: Endpoint, inside: Stack): Link | undefined {
  const wanted = endpoint.addresses.map(withoutPrefix);
  const mac = endpoint.mac?.toLowerCase();
  const fits = (link: Link) => {
    if (wanted.length === 0) return mac !== undefined && link.mac?.toLowerCase() === mac;
    const has = new Set(link.addresses.map(withoutPrefix));
    return wanted.every((address) => has.has(address));
  };
  const [only, another] = inside.links.filter(fits);
  return another ? undefined : only;
}

/** Bridge or parent: seen on the host, else inferred from the network's record. */
function hostSide(network: Network, host: Stack | undefined): Pick<Wire, 'bridge' | 'parent'> {
  const link = (name: string) => host?.links.find((item) => item.name === name);
  if (network.driver === 'bridge' && network.hostInterface !== undefined) {
    const seen = link(network.hostInterface);
    const gateways = new Set(network.pools.flatMap(({ gateway }) => gateway ?? []));
    const confirmed = seen?.addresses.some((address) => gateways.has(withoutPrefix(address)));
    return {
      bridge: seen
        ? observed(seen.name, confirmed ? `${host?.how}, gateway address` : (host?.how ?? ''))
        : inferred(network.hostInterface, howNamed(network, 'com.docker.network.bridge.name')),
    };
  }
  return network.parent === undefined ? {} : { parent: inferred(network.parent, howNamed(network, 'parent')) };
}

function pairOnBridge(
  view: WireView,
  own: Link,
  gap: (code: GapCode, why: string) => Gap,
): Pick<Wire, 'hostInterface' | 'mtu' | 'gaps'> {
  const { network, host, inside, endpoint, learnedPort } = view;
  if (!host) return { gaps: [gap('not-looked', network.hostInterface ?? network.name)] };
  const ports = host.links.filter(({ master }) => master !== undefined && master === network.hostInterface);
  const found = pair(ports, own, inside, learnedPort);
  if ('code' in found) return { gaps: [gap(found.code, found.why || (network.hostInterface ?? endpoint.id))] };
  const mtu = ports.find(({ name }) => name === found.value)?.mtu;
  return {
    hostInterface: found,
    ...(own.mtu === undefined && mtu !== undefined ? { mtu: inferred(mtu, `mtu of ${found.value}`) } : {}),
    gaps: [],
  };
}

/**
 * The bridge's port at the other end. The index that the sandbox's interface names as its peer decides where it is known; else the one
 * port whose peer has the index of the sandbox's interface; where several have, the bridge's forwarding table.
 */
function pair(
  ports: readonly Link[],
  own: Link,
  inside: Stack | undefined,
  learned: string | undefined,
): Fact<string> | { readonly code: GapCode; readonly why: string } {
  if (own.peerIndex !== undefined) {
    const peer = ports.find(({ index }) => index === own.peerIndex);
    // Inside, a container's own program may have told it: what the host sees must not speak against it.
    const isDenied = own.index !== undefined && peer?.peerIndex !== undefined && peer.peerIndex !== own.index;
    if (peer && (isDenied || (learned !== undefined && learned !== peer.name))) {
      return { code: 'wire-ambiguous', why: [peer.name, ...(learned === undefined ? [] : [learned])].join(', ') };
    }
    return peer ? observed(peer.name, `iflink, ${inside?.how}`) : { code: 'wire-not-readable', why: `iflink ${own.peerIndex}` };
  }
  const candidates = ports.filter(({ peerIndex }) => own.index !== undefined && peerIndex === own.index).map(({ name }) => name);
  const [only, another] = candidates;
  if (only === undefined) return { code: 'wire-not-readable', why: '' };
  if (learned !== undefined && !candidates.includes(learned)) {
    return { code: 'wire-ambiguous', why: [...candidates, learned].sort().join(', ') };
  }
  if (another === undefined) return observed(only, 'sysfs iflink');
  if (learned !== undefined) return observed(learned, 'sysfs brforward');
  return { code: 'wire-ambiguous', why: candidates.sort().join(', ') };
}

/** The parent is seen where the sandbox's interface names its index. */
function parentOf(network: Network, own: Link, host: Stack | undefined): Pick<Wire, 'parent'> {
  const parent = host?.links.find(({ name }) => name === network.parent);
  const seen = parent !== undefined && own.peerIndex !== undefined && parent.index === own.peerIndex;
  return seen ? { parent: observed(parent.name, `iflink, ${host?.how}`) } : {};
}

function mtuOf(own: Link, inside: Stack): Pick<Wire, 'mtu'> {
  return own.mtu === undefined ? {} : { mtu: observed(own.mtu, inside.how) };
}

function vniOf(network: Network): Pick<Wire, 'vni'> {
  const [vni] = network.vnis ?? [];
  return vni === undefined ? {} : { vni: inferred(vni, 'option com.docker.network.driver.overlay.vxlanid_list') };
}

/** `<epoch>-` and the first 10 of the id (moby ov_network.go): the epoch is 1 until the namespace is made anew. */
function overlayNamespaceOf(network: Network): Pick<Wire, 'overlayNamespace'> {
  return network.driver === 'overlay' ? { overlayNamespace: inferred(`1-${network.id.slice(0, 10)}`, 'network id') } : {};
}

function howNamed(network: Network, option: string): string {
  return Object.hasOwn(network.options, option) ? `option ${option}` : 'network id';
}

function observed<T>(value: T, how: string): Fact<T> {
  return { value, source: 'observed', how };
}

function inferred<T>(value: T, how: string): Fact<T> {
  return { value, source: 'inferred', how };
}
