import { isRunning } from '../model/lookup.ts';
import type { Service } from '../model/topology.ts';
import { word } from '../model/word.ts';
import type { Line, Shape } from './diagram.ts';
import { overlayLanes } from './overlayLanes.ts';
import type { OverlayView } from './overlayView.ts';

/** A service: how its name answers on this network, and how many of its tasks run. */
export function serviceShape({ topology, network }: OverlayView, service: Service): Shape {
  const address = service.networks.find((each) => each.network === network.id)?.virtualAddress?.split('/')[0];
  const running = topology.sandboxes.filter((sandbox) => sandbox.service === service.id && isRunning(sandbox)).length;
  const lines: Line[] = [
    address ? { text: address, face: 'mono' } : { text: word('over.service-dnsrr'), face: 'text', tone: 'muted' },
    {
      text:
        service.replicas === undefined
          ? word('over.service-running-all', running)
          : word('over.service-running', running, service.replicas),
      face: 'text',
      tone: service.replicas !== undefined && running < service.replicas ? 'warning' : 'muted',
    },
  ];
  const pending = service.pending ?? [];
  const unaddressed = pending.filter(({ state }) => state === 'new').length;
  const homeless = pending.find(({ state }) => state !== 'new');
  if (unaddressed > 0) lines.push({ text: word('over.service-waits-address', unaddressed), face: 'text', tone: 'warning' });
  if (homeless) {
    const text = word('over.service-waits-node', pending.length - unaddressed, homeless.said);
    lines.push({ text, face: 'text', tone: 'warning' });
  }
  return {
    id: serviceShapeId(service),
    section: 0,
    lane: overlayLanes.service,
    kind: 'service',
    tone: 'overlay',
    title: service.name,
    tag: [service.mode, service.endpointMode].filter((text) => text !== 'replicated').join(' · '),
    lines,
    details: [...(address ? [word('over.service-vip', address)] : []), word('over.id', service.id)],
    state: 'plain',
    spoken: word('over.spoken-service', service.name, address ?? service.endpointMode),
  };
}

/** What the service publishes. */
export function portShape(service: Service): Shape | undefined {
  const [first] = service.ports.filter(({ published }) => published > 0);
  if (!first) return undefined;
  const texts = service.ports
    .filter(({ published }) => published > 0)
    .map(({ published, port, protocol }) => `${published} → ${port}/${protocol}`);
  const how = first.publishMode === 'host' ? word('over.published-host') : word('over.published-ingress');
  return {
    id: `published ${service.id}`,
    section: 0,
    lane: overlayLanes.port,
    kind: 'port',
    tone: 'port',
    publisher: service.id,
    title: texts[0] ?? '',
    lines: [
      ...texts.slice(1, 5).map((text): Line => ({ text, face: 'mono', tone: 'muted' })),
      { text: how, face: 'text', tone: 'muted' },
    ],
    details: texts.slice(5),
    state: 'plain',
    spoken: word('over.spoken-port', texts.join(', '), service.name),
  };
}

export function serviceShapeId({ id }: Service): string {
  return `service ${id}`;
}
