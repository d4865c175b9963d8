import type { Endpoint, Network, Sandbox, Wire } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Label, Line, Shape } from './diagram.ts';
import { type EngineView, isHostSandbox, isRunningSandbox, toneOf } from './hostMapView.ts';
import { lanes } from './lanes.ts';

/** A network stack with the containers that share it. */
export function sandboxShape(view: EngineView, sandbox: Sandbox, endpoints: readonly Endpoint[]): Shape {
  const owner = sandbox.containers[0];
  const running = isRunningSandbox(sandbox);
  const none = endpoints.some((endpoint) => view.networks.get(endpoint.network)?.driver === 'null');
  const lines = sandboxLines(sandbox, endpoints, none);
  return {
    id: `sandbox ${sandbox.id}`,
    section: view.section,
    lane: lanes.sandbox,
    kind: 'sandbox',
    tone: isHostSandbox(sandbox) ? 'host' : none ? 'none' : 'muted',
    subject: sandbox.id,
    title: sandboxTitle(sandbox),
    ...(owner && owner.state !== 'running' && owner.state !== '' && !isHostSandbox(sandbox)
      ? { tag: word('map.state', owner.state) }
      : {}),
    lines,
    details: sandboxDetails(sandbox, lines),
    state: owner ? (running ? 'running' : 'stopped') : 'plain',
    spoken: owner?.state
      ? word('map.spoken-sandbox', sandboxNames(sandbox).join(', '), owner.state)
      : word('map.spoken-stack', sandboxNames(sandbox).join(', ')),
  };
}

/** Where a sandbox meets a network: interface and address; MAC, gateway and aliases in the details. */
export function endpointShape(view: EngineView, sandbox: Sandbox, endpoint: Endpoint, network: Network, siblings: number): Shape {
  const running = isRunningSandbox(sandbox);
  const addresses = endpoint.addresses.map(withoutPrefix);
  const first = addresses[0];
  const wire = view.wires.get(endpoint.id);
  const guessed = running && siblings === 1 && first !== undefined ? guessedInterface(network) : undefined;
  const kernelName = wire?.sandboxInterface
    ? { name: wire.sandboxInterface.value, source: wire.sandboxInterface.source }
    : guessed && { name: guessed, source: 'inferred' as const };
  return {
    id: `endpoint ${endpoint.id}`,
    section: view.section,
    lane: lanes.endpoint,
    kind: 'endpoint',
    tone: toneOf(network),
    subject: endpoint.id,
    title: first ?? (running ? word('map.no-address') : word('map.address-when-running')),
    ...(kernelName ? { kernelName } : {}),
    lines: addresses.slice(1, 3).map((address) => ({ text: address, face: 'mono' as const, tone: 'muted' as const })),
    details: [...endpointDetails(endpoint), ...insideDetails(view, sandbox, wire)],
    state: running ? 'running' : 'stopped',
    spoken: spokenEndpoint(sandboxNames(sandbox).join(', '), network, addresses),
  };
}

/** The host's interface at the other end of the wire, where it was seen. */
export function hostEndShape(view: EngineView, sandbox: Sandbox, endpoint: Endpoint, network: Network): Shape | undefined {
  const seen = view.wires.get(endpoint.id)?.hostInterface;
  if (!seen) return undefined;
  const link = view.host?.links.find(({ name }) => name === seen.value);
  return {
    id: `host-end ${endpoint.id}`,
    section: view.section,
    lane: lanes.hostEnd,
    kind: 'hostEnd',
    tone: toneOf(network),
    subject: endpoint.id,
    title: '',
    kernelName: { name: seen.value, source: seen.source },
    lines: [],
    details: [
      ...(link?.index === undefined ? [] : [word('map.index', link.index)]),
      ...(link?.mtu === undefined ? [] : [word('map.mtu', link.mtu)]),
      ...(link?.mac === undefined ? [] : [word('map.mac', link.mac)]),
      word('map.seen-by', seen.how),
    ],
    state: 'running',
    spoken: word('map.spoken-host-end', seen.value, sandboxNames(sandbox).join(', '), network.name),
  };
}

/** An endpoint of a network that no known sandbox owns. */
export function ghostShape(view: EngineView, endpoint: Endpoint, network: Network): Shape {
  return {
    id: `endpoint ${endpoint.id}`,
    section: view.section,
    lane: lanes.endpoint,
    kind: 'endpoint',
    tone: toneOf(network),
    subject: endpoint.id,
    title: endpoint.addresses[0] ? withoutPrefix(endpoint.addresses[0]) : word('map.no-address'),
    lines: [{ text: endpoint.name ? word('map.ghost-named', endpoint.name) : word('map.ghost'), face: 'text', tone: 'muted' }],
    details: endpointDetails(endpoint),
    state: 'plain',
    spoken: spokenEndpoint(endpoint.name ?? endpoint.id, network, endpoint.addresses.map(withoutPrefix)),
  };
}

/** What the kernel showed of the sandbox's end, and why nothing is known of the other one. */
function insideDetails(view: EngineView, sandbox: Sandbox, wire: Wire | undefined): readonly Label[] {
  const link = view.stacks.get(sandbox.id)?.links.find(({ name }) => name === wire?.sandboxInterface?.value);
  const gaps = wire && isRunningSandbox(sandbox) ? wire.gaps : [];
  return [
    ...(link?.index === undefined ? [] : [word('map.index', link.index)]),
    ...(wire?.mtu
      ? [wire.mtu.source === 'observed' ? word('map.mtu', wire.mtu.value) : word('map.mtu-inferred', wire.mtu.value)]
      : []),
    ...(wire?.sandboxInterface ? [word('map.seen-by', wire.sandboxInterface.how)] : []),
    ...gaps.map((gap) => word(`gap.${gap.code}` as const, gap.why)),
  ];
}

function spokenEndpoint(owner: string, network: Network, addresses: readonly string[]): Label {
  return addresses.length > 0
    ? word('map.spoken-endpoint', owner, network.name, addresses.join(', '))
    : word('map.spoken-endpoint-unaddressed', owner, network.name);
}

/** Names of the containers in a stack, its owner first; a task or load balancer by its id. */
export function sandboxNames(sandbox: Sandbox): readonly string[] {
  if (sandbox.containers.length > 0) return sandbox.containers.map((container) => container.name || container.id.slice(0, 12));
  return [sandbox.id.slice(sandbox.id.indexOf('/') + 1)];
}

export function withoutPrefix(cidr: string): string {
  const slash = cidr.indexOf('/');
  return slash < 0 ? cidr : cidr.slice(0, slash);
}

function sandboxTitle(sandbox: Sandbox): Label {
  const [first = '', second, ...more] = sandboxNames(sandbox);
  if (second === undefined) return first;
  return more.length === 0 ? word('map.shared-title', first, second) : word('map.shared-title-more', first, second, more.length);
}

function sandboxLines(sandbox: Sandbox, endpoints: readonly Endpoint[], none: boolean): readonly Line[] {
  const muted = (text: Label, face: 'text' | 'mono' = 'text'): Line => ({ text, face, tone: 'muted' });
  switch (sandbox.kind) {
    case 'host':
      return [muted(word('map.host-stack')), muted(word('map.host-publishes-nothing'))];
    case 'loadBalancer':
      return [muted(word('map.load-balancer'))];
    case 'task':
      return [muted(sandbox.node ? word('map.task-on', sandbox.node.slice(0, 12)) : word('map.task'))];
    case 'container': {
      const lines: Line[] = [];
      const netns = sandbox.sandboxKey?.split('/').at(-1);
      if (none) lines.push(muted(word('map.none-stack')));
      else if (netns && isRunningSandbox(sandbox)) lines.push(muted(word('map.netns', netns), 'mono'));
      else if (endpoints.length === 0) lines.push(muted(word('map.no-network')));
      else lines.push(muted(sandbox.containers[0]?.image ?? '', 'mono'));
      if (sandbox.containers.length > 1) lines.push(muted(word('map.shared-stack', sandbox.containers.length)));
      return lines;
    }
    default:
      return sandbox.kind satisfies never;
  }
}

function sandboxDetails(sandbox: Sandbox, lines: readonly Line[]): readonly Label[] {
  const images = [...new Set(sandbox.containers.map((container) => container.image))].filter(
    (image) => image !== '' && !lines.some((line) => line.text === image),
  );
  const details: Label[] = images.map((image) => word('map.image', image));
  if (sandbox.containers.length > 2) details.push(sandboxNames(sandbox).join(' + '));
  details.push(word('map.id', sandbox.id));
  return details;
}

function endpointDetails(endpoint: Endpoint): readonly Label[] {
  return [
    ...endpoint.addresses.map((address) => word('map.address', address)),
    ...(endpoint.mac ? [word('map.mac', endpoint.mac)] : []),
    ...(endpoint.gateway ? [word('map.gateway', endpoint.gateway)] : []),
    ...(endpoint.gateway6 ? [word('map.gateway', endpoint.gateway6)] : []),
    ...(endpoint.isDefaultGateway ? [word('map.default-route')] : []),
    ...(endpoint.aliases && endpoint.aliases.length > 0 ? [word('map.aliases', endpoint.aliases.join(', '))] : []),
  ];
}

/** A sandbox with one endpoint has its first interface there; Docker names them in the order of joining. */
function guessedInterface(network: Network): string | undefined {
  switch (network.driver) {
    case 'bridge':
    case 'macvlan':
    case 'ipvlan':
      return `${network.options['com.docker.network.container_iface_prefix'] ?? 'eth'}0`;
    default:
      return undefined;
  }
}
