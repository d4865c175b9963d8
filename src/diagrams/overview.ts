import { sandboxName } from '../model/lookup.ts';
import type { Endpoint, Engine, EngineId, Network, NetworkId, Sandbox, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Label, Tone } from './diagram.ts';
import { engineNotes, engineTitle } from './engineNotes.ts';
import { sandboxNames, withoutPrefix } from './hostMapEndpoints.ts';
import { foldNetworks, foldSandboxes } from './hostMapFold.ts';
import { compare, type EngineView, isRunningSandbox, networkOrder, toneOf, viewEngine } from './hostMapView.ts';

export type Mark = 'error' | 'warning';

/** Everything at once, too small to follow a wire: networks as cells, and in each a cell for everybody who is on it. */
export interface Overview {
  readonly sections: readonly OverviewSection[];
}

export interface OverviewSection {
  readonly id: EngineId;
  readonly title: Label;
  readonly notes: readonly Label[];
  /** In the order in which the host map draws the networks; what is on none of them comes last. */
  readonly cells: readonly OverviewCell[];
}

export interface OverviewCell {
  /** Unique in the overview, and the same after a refresh. */
  readonly id: string;
  /** None for those that are on no network. */
  readonly network?: NetworkId;
  readonly name: Label;
  readonly tone: Tone;
  /** As Docker names it, '' without a network. */
  readonly driver: string;
  /** Of the first pool. */
  readonly subnet?: string;
  /** By name, each endpoint on the network. */
  readonly members: readonly OverviewMember[];
  /** How many of them are not up. */
  readonly stopped: number;
  /** The gravest of what was found of the network or of who is on it. */
  readonly mark?: Mark;
}

export interface OverviewMember {
  /** Topology id: of the sandbox, or of an endpoint that nobody has. */
  readonly subject: string;
  readonly name: string;
  /** The first one that it has on the network, without a prefix length. */
  readonly address?: string;
  readonly state: 'running' | 'stopped' | 'nobody';
  readonly mark?: Mark;
}

/** The overview of a Topology; `marks` says by Topology id what findings there are. */
export function overview(topology: Topology, marks: ReadonlyMap<string, Mark> = new Map()): Overview {
  return {
    sections: topology.engines.map((engine, section) => ({
      id: engine.id,
      title: engineTitle(engine),
      notes: engineNotes(topology, engine),
      cells: cellsOf(topology, engine, section, marks),
    })),
  };
}

/**
 * Whether the legible picture would leave out more than half of what there is. With a single network in use it is shown all the same: an
 * overview would have nothing to choose from.
 */
export function isMostlyFolded(topology: Topology): boolean {
  const count = topology.sandboxes.length + topology.networks.length;
  // a picture of so few is never folded
  if (count <= 40) return false;
  const known = folded.get(topology);
  if (known !== undefined) return known;
  let all = 0;
  let drawn = 0;
  const used = new Set(topology.endpoints.map(({ network }) => network));
  topology.engines.forEach((engine, section) => {
    const view = viewEngine(topology, engine, section);
    const { shown, hidden } = foldNetworks(view, {});
    all += shown.length + hidden.size + view.sandboxes.length;
    drawn += shown.length;
    for (const group of foldSandboxes(view, hidden, {})) drawn += group.shown.length;
  });
  const answer = used.size > 1 && drawn * 2 < all;
  folded.set(topology, answer);
  return answer;
}

const folded = new WeakMap<Topology, boolean>();

function cellsOf(topology: Topology, engine: Engine, section: number, marks: ReadonlyMap<string, Mark>): readonly OverviewCell[] {
  const view = viewEngine(topology, engine, section);
  const boxes = new Map<string, Sandbox>(
    topology.sandboxes.flatMap((box) => (box.engine === engine.id ? [[box.id, box] as const] : [])),
  );
  const cells = networkOrder(view).map((network) => networkCell(view, network, boxes, marks));
  const alone = view.sandboxes.filter(({ id }) => !view.endpointsBySandbox.has(id));
  if (alone.length === 0) return cells;
  const members = byName(alone.map((box) => sandboxMember(box, marks)));
  const none: OverviewCell = {
    id: `alone ${engine.id}`,
    name: word('map.no-network'),
    tone: 'none',
    driver: '',
    ...counted(members, undefined),
  };
  return [...cells, none];
}

function networkCell(
  view: EngineView,
  network: Network,
  boxes: ReadonlyMap<string, Sandbox>,
  marks: ReadonlyMap<string, Mark>,
): OverviewCell {
  const endpoints = view.endpointsByNetwork.get(network.id) ?? [];
  const subnet = network.pools[0]?.subnet;
  const members = byName(endpoints.map((endpoint) => endpointMember(endpoint, boxes, marks)));
  return {
    id: `cell ${view.engine.id} ${network.id}`,
    network: network.id,
    name: network.name,
    tone: toneOf(network),
    driver: network.driver,
    ...(subnet === undefined ? {} : { subnet }),
    ...counted(members, marks.get(network.id)),
  };
}

function counted(members: readonly OverviewMember[], own: Mark | undefined): Pick<OverviewCell, 'members' | 'stopped' | 'mark'> {
  const mark = gravest([own, ...members.map((member) => member.mark)]);
  const stopped = members.filter(({ state }) => state === 'stopped').length;
  return { members, stopped, ...(mark ? { mark } : {}) };
}

function endpointMember(
  endpoint: Endpoint,
  boxes: ReadonlyMap<string, Sandbox>,
  marks: ReadonlyMap<string, Mark>,
): OverviewMember {
  const sandbox = endpoint.sandbox === undefined ? undefined : boxes.get(endpoint.sandbox);
  const own = marks.get(endpoint.id);
  const [first] = endpoint.addresses;
  const address = first === undefined ? {} : { address: withoutPrefix(first) };
  if (sandbox) return { ...sandboxMember(sandbox, marks, own), ...address };
  const name = endpoint.name ?? endpoint.endpointId?.slice(0, 12) ?? endpoint.id;
  return { subject: endpoint.id, name, ...address, state: 'nobody', ...(own ? { mark: own } : {}) };
}

function sandboxMember(sandbox: Sandbox, marks: ReadonlyMap<string, Mark>, own?: Mark): OverviewMember {
  const mark = gravest([own, marks.get(sandbox.id)]);
  return {
    subject: sandbox.id,
    name: sandbox.kind === 'container' ? sandboxNames(sandbox).join(' + ') : sandboxName(sandbox),
    state: isRunningSandbox(sandbox) ? 'running' : 'stopped',
    ...(mark ? { mark } : {}),
  };
}

function gravest(marks: readonly (Mark | undefined)[]): Mark | undefined {
  return marks.includes('error') ? 'error' : marks.find((mark) => mark !== undefined);
}

function byName(members: readonly OverviewMember[]): readonly OverviewMember[] {
  return [...members].sort((a, b) => compare(a.name, b.name) || compare(a.subject, b.subject));
}
