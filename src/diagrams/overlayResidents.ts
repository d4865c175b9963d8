import { sandboxName } from '../model/lookup.ts';
import { hostName, type OverlayHost } from '../model/overlayHosts.ts';
import type { Endpoint, Sandbox } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Label, Line, Shape } from './diagram.ts';
import { overlayLanes } from './overlayLanes.ts';
import { isUp, type OverlayView } from './overlayView.ts';

/** What sits on a host and on the overlay: a sandbox, or an endpoint that only the gossip knows. */
export interface Resident {
  readonly endpoint: Endpoint;
  readonly sandbox?: Sandbox;
  readonly name: string;
  readonly up: boolean;
}

/** Tasks and containers by name, what balances load last. */
export function residentsOf({ sandboxes }: OverlayView, host: OverlayHost): readonly Resident[] {
  const residents = host.endpoints.map((endpoint): Resident => {
    const sandbox = endpoint.sandbox && sandboxes.get(endpoint.sandbox);
    const name = sandbox ? shortName(sandbox) : (endpoint.name ?? endpoint.id.slice(endpoint.id.indexOf('/') + 1));
    return { endpoint, name, up: isUp(sandbox || undefined, endpoint.endpointId), ...(sandbox ? { sandbox } : {}) };
  });
  const rank = ({ sandbox }: Resident) => (sandbox?.kind === 'loadBalancer' ? 1 : 0);
  return residents.sort(
    (a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.endpoint.id < b.endpoint.id ? -1 : 1),
  );
}

export function residentShape(view: OverlayView, host: OverlayHost, resident: Resident, frame: string): Shape {
  const { endpoint, sandbox, up } = resident;
  const addresses = endpoint.addresses.map((address) => address.split('/')[0] ?? address);
  const state = sandbox?.containers[0]?.state ?? '';
  const role = roleOf(view, resident);
  const lost = host.node?.state === 'down' && sandbox?.service !== undefined;
  const lines: Line[] = addresses.map((address) => ({ text: address, face: 'mono', tone: 'muted' }));
  if (role) lines.push({ text: role, face: 'text', tone: 'muted' });
  if (lost) lines.push({ text: word('over.lost-task'), face: 'text', tone: 'warning' });
  const image = sandbox?.containers[0]?.image;
  return {
    id: `resident ${endpoint.id}`,
    section: 0,
    lane: overlayLanes.resident,
    kind: 'sandbox',
    tone: 'overlay',
    frame,
    subject: sandbox?.id ?? endpoint.id,
    title: resident.name,
    ...(state !== '' && state !== 'running' ? { tag: state } : {}),
    lines,
    details: [
      word('over.on-host', hostName(host)),
      ...(sandbox && sandboxName(sandbox) !== resident.name ? [sandboxName(sandbox)] : []),
      ...(image ? [word('over.image', image)] : []),
      word('over.id', sandbox?.id ?? endpoint.endpointId ?? endpoint.id),
    ],
    state: sandbox?.kind === 'loadBalancer' ? 'plain' : up ? 'running' : 'stopped',
    spoken: word('over.spoken-sandbox', resident.name, addresses.join(', '), hostName(host)),
  };
}

const taskName = /^(.+)\.[^.]+\.[0-9a-z]{25}$/;

/** A task's name without the id that ends it: `test.1`. */
function shortName(sandbox: Sandbox): string {
  return sandboxName(sandbox).replace(/\.[0-9a-z]{25}$/, '');
}

function roleOf({ services, network }: OverlayView, { sandbox, endpoint }: Resident): Label | undefined {
  if (sandbox?.kind === 'loadBalancer') return network.ingress ? word('over.ingress-balancer') : word('over.load-balancer');
  if (!sandbox) return endpoint.name?.endsWith('-endpoint') ? word('over.load-balancer') : word('over.attached');
  const service = services.find(({ id }) => id === sandbox.service);
  if (service) return word('over.task', service.name);
  // a worker lists no services, but its tasks are named after theirs
  const named = taskName.exec(sandboxName(sandbox))?.[1];
  if (named) return word('over.task', named);
  return sandbox.kind === 'container' ? word('over.attached') : undefined;
}
