import { hostName, overlaysOf } from '../model/overlayHosts.ts';
import type { Network, Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Diagram, Label, Shape, Wire } from './diagram.ts';
import { foldHosts, foldResidents, foldServices } from './overlayFold.ts';
import { endShape, gatewayShape, hostShape } from './overlayHost.ts';
import { residentShape, residentsOf } from './overlayResidents.ts';
import { portShape, serviceShape } from './overlayServices.ts';
import { tunnelShape } from './overlayTunnel.ts';
import { isCut, type OverlayView, viewOverlay } from './overlayView.ts';

export interface OverlayOptions {
  /** Id of the network; the first that something runs on, when left out or gone. */
  readonly network?: string;
  /** Ids of folds that the user opened, or everything. */
  readonly unfolded?: readonly string[] | 'all';
  /** Topology id that must be in the picture even when its group is folded. */
  readonly focus?: string;
}

/** Which hosts carry an overlay, over which tunnel, and where its endpoints sit: a frame for each host, the services before, the tunnel behind. */
export function overlayMap(topology: Topology, options: OverlayOptions = {}): Diagram {
  const network = chosenOverlay(topology, options.network);
  const lanes = [
    word('over.lane-ports'),
    word('over.lane-service'),
    word('over.lane-host'),
    word('over.lane-sandbox'),
    word('over.lane-end'),
    word('over.lane-tunnel'),
  ];
  const frame = { question: word('over.question'), lanes, laneGaps: [0, 36, 0, 52, 52, 76] };
  if (!network) {
    const notes = [word('over.none'), word('over.none-how')];
    return { ...frame, title: word('over.title-none'), sections: [], shapes: [], wires: [], notes };
  }
  const view = viewOverlay(topology, network);
  return {
    ...frame,
    title: word('over.title', network.name),
    sections: [{ id: network.id, title: network.name, notes: factsOf(view) }],
    ...draw(view, options),
    notes: notesOf(view),
  };
}

/** The overlay of that id, else the first that something runs on, an `ingress` last. */
export function chosenOverlay(topology: Topology, id: string | undefined): Network | undefined {
  const overlays = overlaysOf(topology);
  const used = new Set(topology.endpoints.map(({ network }) => network));
  const rank = (network: Network) => Number(network.ingress) * 2 + Number(!used.has(network.id));
  return overlays.find((network) => network.id === id) ?? [...overlays].sort((a, b) => rank(a) - rank(b))[0];
}

function draw(view: OverlayView, options: OverlayOptions): { shapes: Shape[]; wires: Wire[] } {
  const shapes: Shape[] = [];
  const wires: Wire[] = [];
  const wire = (from: string, to: string, more: Partial<Wire> = {}) =>
    wires.push({ id: `${from} > ${to}`, from, to, tone: 'overlay', dashed: false, ...more });
  const serving = foldServices(view, options);
  const services = new Map(serving.shown.map((service) => [service.id, serviceShape(view, service)] as const));
  for (const service of serving.shown) {
    const shape = services.get(service.id) as Shape;
    const ports = portShape(service);
    if (ports) {
      shapes.push(ports);
      wire(ports.id, shape.id, { tone: 'port' });
    }
    shapes.push(shape);
  }
  if (serving.fold) shapes.push(serving.fold);
  const tunnel = tunnelShape(view);
  const folded = foldHosts(view, options);
  for (const host of folded.shown) {
    const frame = hostShape(view, host);
    const end = endShape(view, host, frame.id);
    const gateway = gatewayShape(view, host, frame.id);
    shapes.push(frame);
    const residents = foldResidents(view, host, residentsOf(view, host), options);
    for (const resident of residents.shown) {
      const shape = residentShape(view, host, resident, frame.id);
      shapes.push(shape);
      const service = resident.sandbox?.service && services.get(resident.sandbox.service);
      if (service) wire(service.id, shape.id);
      const down = shape.state === 'stopped';
      wire(shape.id, end.id, { dashed: down });
      if (gateway && resident.sandbox?.kind === 'container') wire(shape.id, gateway.id, { tone: 'muted', dashed: down });
    }
    if (residents.fold) {
      shapes.push({ ...residents.fold, frame: frame.id });
      for (const id of residents.hiddenServices) {
        const service = services.get(id);
        if (service) wire(service.id, residents.fold.id, { dashed: true });
      }
      wire(residents.fold.id, end.id, { dashed: residents.fold.fold?.open ?? false });
    }
    shapes.push(end, ...(gateway ? [gateway] : []));
    wire(end.id, tunnel.id, { form: isCut(host, view.hosts) ? 'broken' : 'tunnel', dashed: true });
  }
  if (folded.fold) {
    shapes.push(folded.fold);
    for (const id of folded.hiddenServices) {
      const service = services.get(id);
      if (service) wire(service.id, folded.fold.id, { dashed: true });
    }
    wire(folded.fold.id, tunnel.id, { form: 'tunnel', dashed: true });
  }
  shapes.push(tunnel);
  return { shapes, wires };
}

function factsOf({ network, topology }: OverlayView): readonly Label[] {
  const subnets = network.pools.map(({ subnet }) => subnet).join(', ');
  const read = topology.engines.filter(({ id }) => network.engines.includes(id)).map(({ context }) => context);
  return [
    ...(subnets === '' ? [] : [word('over.facts', [subnets, read.join(', ')].filter(Boolean).join(' · '))]),
    ...(network.attachable ? [word('over.attachable')] : []),
    ...(network.internal ? [word('over.internal')] : []),
  ];
}

function notesOf({ topology, network, hosts }: OverlayView): readonly Label[] {
  const notes: Label[] = [];
  const part = topology.engines.filter(({ id, swarm }) => swarm && network.engines.includes(id));
  if (part.length > 0 && part.every(({ swarm }) => swarm?.role === 'worker')) notes.push(word('over.worker'));
  const carrying = new Set(hosts.map(({ node }) => node?.id));
  const others = topology.nodes.filter(({ id, engine }) => !carrying.has(id) && part.some((each) => each.id === engine));
  if (others.length > 0) {
    const names = others.slice(0, 8).map((node) => hostName({ node, address: node.address }));
    notes.push(word('over.not-carrying', [...names, ...(others.length > 8 ? ['…'] : [])].join(', ')));
  }
  return notes;
}
