import type { Engine, Network, NetworkId, Sandbox, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Diagram, Section, Shape, Wire } from './diagram.ts';
import { engineNotes, engineTitle } from './engineNotes.ts';
import { endpointShape, ghostShape, hostEndShape, sandboxShape } from './hostMapEndpoints.ts';
import { foldNetworks, foldSandboxes } from './hostMapFold.ts';
import { hostShape, networkShape, parentShape } from './hostMapHost.ts';
import { portShape } from './hostMapPorts.ts';
import { type EngineView, isHostSandbox, networkOrder, viewEngine } from './hostMapView.ts';

export interface HostMapOptions {
  /** Ids of folds that the user opened (`Shape.fold.id`), or everything. */
  readonly unfolded?: readonly string[] | 'all';
  /** Topology id that must be on the map even when its group is folded. */
  readonly focus?: string;
}

/** How traffic gets from each sandbox to the wire: sandbox, endpoint, switch or parent, host, published ports; a section per engine. */
export function hostMap(topology: Topology, options: HostMapOptions = {}): Diagram {
  const sections: Section[] = [];
  const shapes: Shape[] = [];
  const wires: Wire[] = [];
  for (const engine of topology.engines) {
    const view = viewEngine(topology, engine, sections.length);
    sections.push({ id: engine.id, title: engineTitle(engine), notes: engineNotes(topology, engine) });
    const drawn = drawEngine(view, options);
    shapes.push(...drawn.shapes);
    wires.push(...drawn.wires);
  }
  return {
    title: word('map.title'),
    question: word('map.question'),
    lanes: [
      word('map.lane-sandbox'),
      word('map.lane-endpoint'),
      word('map.lane-host-end'),
      word('map.lane-switch'),
      word('map.lane-uplink'),
      word('map.lane-ports'),
    ],
    sections,
    shapes,
    wires,
    notes: topology.engines.length === 0 ? [word('map.no-engine')] : [],
  };
}

function drawEngine(view: EngineView, options: HostMapOptions): { shapes: Shape[]; wires: Wire[] } {
  const canvas = new Canvas(view);
  const networks = foldNetworks(view, options);
  for (const network of networks.shown) canvas.network(network);
  for (const group of networks.groups) canvas.shapes.push(group);

  for (const group of foldSandboxes(view, networks.hidden, options)) {
    for (const sandbox of group.shown) canvas.sandbox(sandbox);
    if (group.fold) {
      canvas.shapes.push(group.fold);
      canvas.wire(group.fold.id, canvas.networkId(group.network), group.fold.tone, group.fold.fold?.open);
    }
  }
  for (const ghost of view.ghosts) {
    const network = view.networks.get(ghost.network);
    if (!network || !canvas.drawn.has(canvas.networkId(network.id))) continue;
    const shape = ghostShape(view, ghost, network);
    canvas.shapes.push(shape);
    canvas.wire(shape.id, canvas.networkId(network.id), shape.tone, true);
  }
  return { shapes: canvas.finish(), wires: canvas.wires };
}

/** Collects the shapes and wires of one engine; the host is drawn once something leads to it. */
class Canvas {
  readonly shapes: Shape[] = [];
  readonly wires: Wire[] = [];
  readonly drawn = new Set<string>();
  readonly #view: EngineView;
  #usesHost = false;

  constructor(view: EngineView) {
    this.#view = view;
  }

  networkId(network: NetworkId): string {
    return `network ${this.#view.engine.id} ${network}`;
  }

  wire(from: string, to: string, tone: Wire['tone'], dashed = false): void {
    if (!this.drawn.has(to)) return;
    this.wires.push({ id: `${from} > ${to}`, from, to, tone, dashed });
  }

  network(network: Network): void {
    const shape = networkShape(this.#view, network, this.networkId(network.id));
    this.add(shape);
    switch (network.driver) {
      case 'macvlan':
      case 'ipvlan': {
        const parent = parentShape(this.#view, network);
        if (!parent) return;
        if (!this.drawn.has(parent.id)) this.add(parent);
        this.wire(shape.id, parent.id, shape.tone);
        return;
      }
      case 'bridge':
      case 'overlay':
        if (network.configOnly || (network.internal && network.driver === 'bridge')) return;
        this.wire(shape.id, this.host(), shape.tone, network.driver === 'overlay');
        return;
      default:
        return;
    }
  }

  sandbox(sandbox: Sandbox): void {
    const endpoints = this.#view.endpointsBySandbox.get(sandbox.id) ?? [];
    const shape = sandboxShape(this.#view, sandbox, endpoints);
    this.add(shape);
    if (isHostSandbox(sandbox)) this.wire(shape.id, this.host(), 'host');
    let leadsTo = shape.id;
    for (const endpoint of endpoints) {
      const network = this.#view.networks.get(endpoint.network);
      if (!network || network.driver === 'host' || network.driver === 'null') continue;
      const pill = endpointShape(this.#view, sandbox, endpoint, network, endpoints.length);
      this.add(pill);
      const stopped = pill.state === 'stopped';
      this.wire(shape.id, pill.id, pill.tone, stopped);
      const end = hostEndShape(this.#view, sandbox, endpoint, network);
      if (end) {
        this.add(end);
        this.wire(pill.id, end.id, pill.tone);
      }
      this.wire(end?.id ?? pill.id, this.networkId(network.id), pill.tone, stopped);
      if (endpoint.isDefaultGateway) leadsTo = pill.id;
    }
    const ports = portShape(this.#view, sandbox, leadsTo);
    if (!ports) return;
    this.add(ports);
    this.wires.push({ id: `${this.host()} > ${ports.id}`, from: this.host(), to: ports.id, tone: 'port', dashed: false });
  }

  finish(): Shape[] {
    if (this.#usesHost) {
      const served = networkOrder(this.#view).filter((network) => this.drawn.has(this.networkId(network.id)));
      this.shapes.push(hostShape(this.#view, served));
    }
    return this.shapes;
  }

  private add(shape: Shape): void {
    this.shapes.push(shape);
    this.drawn.add(shape.id);
  }

  private host(): string {
    this.#usesHost = true;
    const id = hostId(this.#view.engine);
    this.drawn.add(id);
    return id;
  }
}

function hostId(engine: Engine): string {
  return `host ${engine.id}`;
}
