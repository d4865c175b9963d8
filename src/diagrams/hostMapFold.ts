import type { Network, NetworkId, Sandbox } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Shape } from './diagram.ts';
import type { HostMapOptions } from './hostMap.ts';
import { type EngineView, networkOrder, toneOf } from './hostMapView.ts';
import { lanes } from './lanes.ts';

/** More sandboxes than this on one network fold, down to `kept`. */
const foldAbove = 12;
const kept = 8;
/** What an open fold shows at most: beyond it a picture is no answer, and the list and the table are. */
const openLimit = 120;
const networksAbove = 40;
const unusedAbove = 5;

export interface SandboxGroup {
  readonly network: NetworkId;
  readonly shown: readonly Sandbox[];
  /** The shape that stands for the rest, or folds them again. */
  readonly fold?: Shape;
}

/** The sandboxes by their first network, in drawing order; large groups are cut, with a shape that stands for the rest. */
export function foldSandboxes(
  view: EngineView,
  hidden: ReadonlySet<NetworkId>,
  options: HostMapOptions,
): readonly SandboxGroup[] {
  const groups = new Map<NetworkId | '', Sandbox[]>();
  for (const sandbox of view.sandboxes) {
    const endpoints = view.endpointsBySandbox.get(sandbox.id) ?? [];
    const key = endpoints.find((endpoint) => !hidden.has(endpoint.network))?.network ?? endpoints[0]?.network ?? '';
    if (key !== '' && hidden.has(key)) continue;
    const list = groups.get(key);
    if (list) list.push(sandbox);
    else groups.set(key, [sandbox]);
  }
  return [...groups].map(([key, sandboxes]) => foldGroup(view, key, sandboxes, options));
}

function foldGroup(view: EngineView, key: NetworkId | '', sandboxes: readonly Sandbox[], options: HostMapOptions): SandboxGroup {
  const network = key as NetworkId;
  if (sandboxes.length <= foldAbove) return { network, shown: sandboxes };
  const id = `fold ${view.engine.id} ${key}`;
  const open = isOpen(id, options);
  const limit = options.unfolded === 'all' ? Number.POSITIVE_INFINITY : open ? openLimit : kept;
  const shown = sandboxes.filter((sandbox, index) => index < limit || isFocus(view, sandbox, options.focus));
  const rest = sandboxes.length - shown.length;
  const name = view.networks.get(network)?.name ?? '';
  const tone = network && view.networks.get(network) ? toneOf(view.networks.get(network) as Network) : 'muted';
  if (rest === 0 && options.unfolded === 'all') return { network, shown };
  const shape: Shape = {
    id,
    section: view.section,
    lane: lanes.sandbox,
    kind: 'group',
    tone,
    title: rest > 0 ? word('map.more-sandboxes', rest) : word('map.fewer-sandboxes', kept),
    lines: [{ text: open ? word('map.fold') : word('map.unfold'), face: 'text', tone: 'muted' }],
    details: [],
    state: 'plain',
    spoken: word('map.spoken-group', rest, name),
    fold: { id, open },
  };
  return { network, shown, fold: shape };
}

export interface NetworkFold {
  readonly shown: readonly Network[];
  readonly hidden: ReadonlySet<NetworkId>;
  readonly groups: readonly Shape[];
}

/** The networks that are drawn: unused ones fold when there are several, and so does what is beyond a readable number. */
export function foldNetworks(view: EngineView, options: HostMapOptions): NetworkFold {
  const all = networkOrder(view).filter((network) => isWorthDrawing(view, network));
  const unused = all.filter((network) => isUnused(view, network));
  const used = all.filter((network) => !isUnused(view, network));
  const unusedCut = cutNetworks(view, unused, 'unused', unusedAbove, options);
  const usedCut = cutNetworks(view, used, 'networks', networksAbove, options);
  const shownIds = new Set([...usedCut.shown, ...unusedCut.shown].map((network) => network.id));
  return {
    shown: all.filter((network) => shownIds.has(network.id)),
    hidden: new Set(all.filter((network) => !shownIds.has(network.id)).map((network) => network.id)),
    groups: [...usedCut.groups, ...unusedCut.groups],
  };
}

function cutNetworks(
  view: EngineView,
  networks: readonly Network[],
  kind: 'unused' | 'networks',
  above: number,
  options: HostMapOptions,
): { shown: readonly Network[]; groups: readonly Shape[] } {
  if (networks.length <= above) return { shown: networks, groups: [] };
  const id = `fold ${view.engine.id} ${kind}`;
  const open = isOpen(id, options);
  const limit = options.unfolded === 'all' ? networks.length : open ? openLimit : kind === 'unused' ? 0 : above;
  const shown = networks.filter((network, index) => index < limit || isFocusedNetwork(view, network, options.focus));
  const rest = networks.length - shown.length;
  if (rest === 0 && options.unfolded === 'all') return { shown, groups: [] };
  const title = kind === 'unused' ? word('map.unused-networks', rest) : word('map.more-networks', rest);
  const shape: Shape = {
    id,
    section: view.section,
    lane: lanes.network,
    kind: 'group',
    tone: 'muted',
    title: rest > 0 ? title : word('map.fewer-networks'),
    lines: [{ text: open ? word('map.fold') : word('map.unfold'), face: 'text', tone: 'muted' }],
    details: [],
    state: 'plain',
    spoken: title,
    fold: { id, open },
  };
  return { shown, groups: [shape] };
}

/** `host` and `none` are no switches: their sandboxes say what they are. */
function isWorthDrawing(view: EngineView, network: Network): boolean {
  if (network.driver === 'host' || network.driver === 'null') return false;
  return !network.ingress || (view.endpointsByNetwork.get(network.id)?.length ?? 0) > 0;
}

function isUnused(view: EngineView, network: Network): boolean {
  return network.name !== 'bridge' && (view.endpointsByNetwork.get(network.id)?.length ?? 0) === 0;
}

function isOpen(id: string, options: HostMapOptions): boolean {
  return options.unfolded === 'all' || (options.unfolded?.includes(id) ?? false);
}

function isFocus(view: EngineView, sandbox: Sandbox, focus: string | undefined): boolean {
  if (focus === undefined) return false;
  return (
    sandbox.id === focus ||
    sandbox.containers.some((container) => container.id === focus) ||
    (view.endpointsBySandbox.get(sandbox.id) ?? []).some((endpoint) => endpoint.id === focus)
  );
}

function isFocusedNetwork(view: EngineView, network: Network, focus: string | undefined): boolean {
  if (focus === undefined) return false;
  if (network.id === focus) return true;
  return (view.endpointsByNetwork.get(network.id) ?? []).some((endpoint) => endpoint.id === focus || endpoint.sandbox === focus);
}
