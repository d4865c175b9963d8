import { hostName, type OverlayHost } from '../model/overlayHosts.ts';
import type { Service, ServiceId } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Shape } from './diagram.ts';
import type { OverlayOptions } from './overlay.ts';
import { overlayLanes } from './overlayLanes.ts';
import type { Resident } from './overlayResidents.ts';
import { isCut, type OverlayView } from './overlayView.ts';

/** More sandboxes than this on one host fold, down to `keptResidents`; more hosts than this, down to `keptHosts`. */
const residentsAbove = 6;
const keptResidents = 4;
const servicesAbove = 10;
const keptServices = 8;
const hostsAbove = 8;
const keptHosts = 6;
/** What an open fold shows at most: beyond it the list and the table are the answer. */
const openLimit = 120;

export interface Folded<T> {
  readonly shown: readonly T[];
  /** Stands for the rest, or folds them again. */
  readonly fold?: Shape;
  /** Services with a task among the rest. */
  readonly hiddenServices: readonly ServiceId[];
}

/** Hosts with something wrong come first and always show. */
export function foldHosts(view: OverlayView, options: OverlayOptions): Folded<OverlayHost> {
  const { hosts, network } = view;
  if (hosts.length <= hostsAbove) return { shown: hosts, hiddenServices: [] };
  const id = `fold ${network.id} hosts`;
  const { open, limit } = stateOf(id, keptHosts, options);
  const isWrong = (host: OverlayHost) => host.misses.length > 0 || isCut(host, hosts);
  const ranked = [...hosts.filter(isWrong), ...hosts.filter((host) => !isWrong(host))];
  const kept = new Set(ranked.filter((host, index) => index < limit || isFocus(host, options.focus)));
  const shown = hosts.filter((host) => kept.has(host));
  const rest = hosts.filter((host) => !kept.has(host));
  if (rest.length === 0 && options.unfolded === 'all') return { shown, hiddenServices: [] };
  return {
    shown,
    hiddenServices: servicesOf(
      view,
      rest.flatMap(({ endpoints }) => endpoints.map(({ sandbox }) => sandbox)),
    ),
    fold: {
      ...groupShape(id, open, rest.length, network.name),
      title: rest.length > 0 ? word('over.more-hosts', rest.length) : word('over.fewer-hosts'),
    },
  };
}

/** Services with a task that waits always show. */
export function foldServices({ services, network }: OverlayView, options: OverlayOptions): Folded<Service> {
  if (services.length <= servicesAbove) return { shown: services, hiddenServices: [] };
  const id = `fold ${network.id} services`;
  const { open, limit } = stateOf(id, keptServices, options);
  const shown = services.filter(
    (service, index) => index < limit || service.pending !== undefined || service.id === options.focus,
  );
  const rest = services.length - shown.length;
  if (rest === 0 && options.unfolded === 'all') return { shown, hiddenServices: [] };
  const title = rest > 0 ? word('over.more-services', rest) : word('over.fewer-services');
  return {
    shown,
    hiddenServices: [],
    fold: { ...groupShape(id, open, rest, network.name), lane: overlayLanes.service, title },
  };
}

export function foldResidents(
  view: OverlayView,
  host: OverlayHost,
  residents: readonly Resident[],
  options: OverlayOptions,
): Folded<Resident> {
  if (residents.length <= residentsAbove) return { shown: residents, hiddenServices: [] };
  const id = `fold ${view.network.id} ${host.id}`;
  const { open, limit } = stateOf(id, keptResidents, options);
  const shown = residents.filter(
    ({ endpoint, sandbox }, index) => index < limit || endpoint.id === options.focus || sandbox?.id === options.focus,
  );
  const rest = residents.filter((resident) => !shown.includes(resident));
  if (rest.length === 0 && options.unfolded === 'all') return { shown, hiddenServices: [] };
  return {
    shown,
    hiddenServices: servicesOf(
      view,
      rest.map(({ endpoint }) => endpoint.sandbox),
    ),
    fold: {
      ...groupShape(id, open, rest.length, hostName(host)),
      title: rest.length > 0 ? word('over.more-tasks', rest.length) : word('over.fewer-tasks', keptResidents),
    },
  };
}

function stateOf(id: string, kept: number, { unfolded }: OverlayOptions): { readonly open: boolean; readonly limit: number } {
  if (unfolded === 'all') return { open: true, limit: Number.POSITIVE_INFINITY };
  const open = unfolded?.includes(id) ?? false;
  return { open, limit: open ? openLimit : kept };
}

function groupShape(id: string, open: boolean, rest: number, where: string): Omit<Shape, 'title'> {
  return {
    id,
    section: 0,
    lane: overlayLanes.resident,
    kind: 'group',
    tone: 'overlay',
    lines: [{ text: open ? word('map.fold') : word('map.unfold'), face: 'text', tone: 'muted' }],
    details: [],
    state: 'plain',
    spoken: word('over.spoken-group', rest, where),
    fold: { id, open },
  };
}

function servicesOf({ sandboxes }: OverlayView, ids: readonly (string | undefined)[]): readonly ServiceId[] {
  const hidden = new Set<string | undefined>(ids);
  return [...new Set([...sandboxes.values()].flatMap(({ id, service }) => (service && hidden.has(id) ? [service] : [])))];
}

function isFocus({ endpoints, node }: OverlayHost, focus: string | undefined): boolean {
  if (focus === undefined) return false;
  return node?.id === focus || endpoints.some(({ id, sandbox }) => id === focus || sandbox === focus);
}
