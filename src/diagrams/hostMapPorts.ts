import { type Listening, listeningOn } from '../model/listening.ts';
import type { PublishedPort, Sandbox } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { isFor, rulesOf } from '../predictions/standingRules.ts';
import type { Label, Line, Shape } from './diagram.ts';
import { sandboxNames } from './hostMapEndpoints.ts';
import type { EngineView } from './hostMapView.ts';
import { lanes } from './lanes.ts';

const shownLines = 9;

/** The ports that the host publishes for one sandbox, and whether anything takes what arrives there. */
export function portShape(view: EngineView, sandbox: Sandbox, leadsTo: string): Shape | undefined {
  if (sandbox.publishedPorts.length === 0) return undefined;
  const name = sandboxNames(sandbox)[0] ?? '';
  const targets = byTarget(sandbox.publishedPorts);
  const all = targets.flatMap(({ port, sources }): readonly Line[] => [
    ...sources.map((source) => ({ text: sourceText(source), face: 'mono' as const })),
    { text: word('map.port-to', targetText(name, port)), face: 'text', tone: 'muted' },
    ...verdict(listeningOn(view.stacks.get(sandbox.id), port.protocol, port.port), port.port),
  ]);
  const spoken = targets.map(({ port, sources }) => `${sources.map(sourceText).join(', ')} → ${targetText(name, port)}`);
  const cut = all.length > shownLines;
  return {
    id: `ports ${sandbox.id}`,
    section: view.section,
    lane: lanes.port,
    kind: 'port',
    tone: 'port',
    subject: sandbox.id,
    publisher: sandbox.id,
    title: '',
    lines: cut
      ? [...all.slice(0, shownLines), { text: word('map.ports-more', all.length - shownLines), face: 'text', tone: 'muted' }]
      : all,
    details: [...(cut ? spoken : []), ...sandbox.publishedPorts.flatMap((port) => hostDetail(view, port))],
    state: 'plain',
    spoken: word('map.spoken-ports', spoken.join('; ')),
    leadsTo,
  };
}

interface Target {
  readonly port: PublishedPort;
  readonly sources: readonly PublishedPort[];
}

function byTarget(ports: readonly PublishedPort[]): readonly Target[] {
  const targets = new Map<string, PublishedPort[]>();
  for (const port of ports) {
    const key = `${port.port}/${port.protocol}`;
    const list = targets.get(key);
    if (list) list.push(port);
    else targets.set(key, [port]);
  }
  return [...targets.values()].flatMap((sources) => (sources[0] ? [{ port: sources[0], sources }] : []));
}

function verdict(listening: Listening, port: number): readonly Line[] {
  const line = (text: Label, tone: 'warning' | 'good'): Line => ({ text, face: 'text', tone });
  switch (listening.who) {
    case 'unknown':
      return [];
    case 'nobody':
      return [line(word('map.nobody-listens', port), 'warning')];
    case 'everywhere':
      return [line(word('map.listens'), 'good')];
    case 'some':
      return [line(word('map.listens-on', listening.addresses.join(', ')), 'good')];
    case 'loopback-only':
      return [line(word('map.loopback-only', listening.addresses.join(', ')), 'warning')];
    default:
      return listening satisfies never;
  }
}

/** How the host takes it: through a process of its own, or by a rule alone (userland proxy off); and the rule, where the rules were read. */
function hostDetail({ host }: EngineView, port: PublishedPort): readonly Label[] {
  const source = sourceText(port);
  const { who } = listeningOn(host, port.protocol, port.hostPort);
  const firewall = host?.firewall;
  const rules = rulesOf(firewall, port.hostAddress.includes(':'));
  if (!firewall || !rules) {
    if (who === 'unknown') return [];
    return [who === 'nobody' ? word('map.host-silent', source) : word('map.host-listens', source)];
  }
  const rule = rules.changed.find((one) => isFor(one, port));
  return [
    ...(who === 'unknown' || who === 'nobody' ? [] : [word('map.host-listens', source)]),
    rule ? word('map.host-rule', source, rule.to, firewall.how) : word('map.host-no-rule', source, firewall.how),
  ];
}

function targetText(name: string, { port, protocol }: PublishedPort): string {
  return `${name}:${port}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}

function sourceText({ hostAddress, hostPort }: PublishedPort): string {
  if (hostAddress === '') return `*:${hostPort}`;
  return hostAddress.includes(':') && !hostAddress.startsWith('[')
    ? `[${hostAddress}]:${hostPort}`
    : `${hostAddress}:${hostPort}`;
}
