/** Containers as one engine listed and inspected them, before sandboxes and endpoints are made of them. */
import { isAddress } from './address.ts';
import type { GapLog } from './gapLog.ts';
import { shortId } from './ids.ts';
import { sortedBy } from './order.ts';
import { entriesOf, type Fields, field, fieldsOf, isRecord, merged, type RawRecord } from './raw.ts';
import { detailsById, recordsById } from './readAnswers.ts';
import { readLookupSettings } from './readLookupSettings.ts';
import type { Snapshot } from './snapshot.ts';
import type { Container, LookupSettings, PublishedPort } from './topology.ts';

/** Label of helper containers that the explorer starts itself; they are hidden from its own picture. */
export const helperLabel = 'docker-network-explorer.helper';

export interface ContainerReading {
  readonly container: Container;
  /** `HostConfig.NetworkMode`, such as `default`, `host`, `none`, `container:<id>`, or a network's name. */
  readonly networkMode: string;
  /** Whether its stack is up: running or paused. */
  readonly live: boolean;
  readonly ports: readonly PublishedPort[];
  /** `HostConfig.PortBindings`; undefined where the container was not inspected. */
  readonly bindings: readonly PublishedPort[] | undefined;
  /** EndpointSettings by the name of the network. */
  readonly attachments: readonly (readonly [string, RawRecord])[];
  readonly inspected: boolean;
  readonly hostname: string;
  readonly pid?: number;
  readonly sandboxKey?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `HostConfig.Links`, as `container:alias`; they count on the default bridge only. */
  readonly links: readonly string[];
  readonly lookup?: LookupSettings;
}

export interface ContainerReadings {
  /** Whether the engine's list is in; otherwise there may be more. */
  readonly listed: boolean;
  readonly byId: ReadonlyMap<string, ContainerReading>;
  /** Ids of our own helpers. */
  readonly hidden: ReadonlySet<string>;
  /** Docker's EndpointIDs of our own helpers. */
  readonly hiddenEndpoints: ReadonlySet<string>;
}

export function readContainers(snapshot: Snapshot, gaps: GapLog): ContainerReadings {
  const engine = snapshot.engine.id;
  const codes = { idKey: 'Id', malformed: 'malformed-container', notListed: 'containers-not-listed' } as const;
  const listed = recordsById(snapshot, 'containers', codes, gaps);
  const details = detailsById(
    snapshot,
    'containerDetails',
    { malformed: 'malformed-container', notInspected: 'container-not-inspected' },
    gaps,
  );
  const byId = new Map<string, ContainerReading>();
  const hidden = new Set<string>();
  const hiddenEndpoints = new Set<string>();
  for (const id of [...(listed ?? details).keys()].sort()) {
    const reading = readContainer(id, listed?.get(id), details.get(id), (why) => {
      gaps.add({ engine, subject: id, code: 'malformed-container', why });
    });
    if (Object.hasOwn(reading.labels, helperLabel)) {
      hidden.add(id);
      for (const [, settings] of reading.attachments) {
        const endpoint = field(settings, 'EndpointID');
        if (typeof endpoint === 'string' && endpoint !== '') hiddenEndpoints.add(endpoint);
      }
    } else {
      byId.set(id, reading);
    }
  }
  return { listed: listed !== undefined, byId, hidden, hiddenEndpoints };
}

function readContainer(
  id: string,
  listRecord: RawRecord | undefined,
  detailRecord: RawRecord | undefined,
  broken: (why: string) => void,
): ContainerReading {
  const list = fieldsOf(listRecord ?? {}, broken);
  const detail = fieldsOf(detailRecord ?? {}, (path) => broken(`inspect: ${path}`));
  const state = listRecord ? list.text('State') : detail.text('State', 'Status');
  const live = state === 'running' || state === 'paused';
  const labels = listRecord ? list.textRecord('Labels') : detail.textRecord('Config', 'Labels');
  const project = Object.hasOwn(labels, 'com.docker.compose.project') ? labels['com.docker.compose.project'] : undefined;
  const listAttachments = list.record('NetworkSettings', 'Networks');
  const detailAttachments = detail.record('NetworkSettings', 'Networks');
  const same = !listRecord || sameRun(listAttachments, detailAttachments, broken);
  // 20.10 keeps pid-less sandboxes' ids and keys after a stop, and an inspect may be older than the list: believed only while both agree.
  const current = detailRecord !== undefined && live && same && detail.flag('State', 'Running');
  const pid = current ? detail.count('State', 'Pid') : undefined;
  const lookup = detailRecord && readLookupSettings(detail);
  const sandboxKey = current ? detail.text('NetworkSettings', 'SandboxKey') : '';
  return {
    container: {
      id,
      name: nameOf(id, list, detail, broken),
      state,
      image: listRecord ? list.text('Image') : detail.text('Config', 'Image'),
      ...(project ? { project } : {}),
    },
    networkMode: list.text('HostConfig', 'NetworkMode') || detail.text('HostConfig', 'NetworkMode'),
    live,
    ports: listRecord ? listedPorts(list, broken) : inspectedPorts(detail, broken),
    bindings: detailRecord && boundPorts(detail, broken),
    attachments: attachmentsOf(listAttachments, detailAttachments, broken),
    inspected: detailRecord !== undefined,
    hostname: detail.text('Config', 'Hostname'),
    ...(pid ? { pid } : {}),
    ...(sandboxKey ? { sandboxKey } : {}),
    labels,
    links: detail.texts('HostConfig', 'Links').map(linkOf),
    ...(lookup ? { lookup } : {}),
  };
}

function nameOf(id: string, list: Fields, detail: Fields, broken: (why: string) => void): string {
  const names = list
    .texts('Names')
    .map((name) => name.replace(/^\//, ''))
    .filter((name) => name !== '');
  // The list also carries `/owner/alias` for each link to the container.
  const name = names.find((candidate) => !candidate.includes('/')) ?? names[0] ?? detail.text('Name').replace(/^\//, '');
  if (name === '') broken('Names');
  return name || shortId(id);
}

/** Whether list and inspect saw the same start: Docker's EndpointIDs are new at each. */
function sameRun(listed: RawRecord | undefined, inspected: RawRecord | undefined, broken: (why: string) => void): boolean {
  return entriesOf(listed).every(([name, settings]) => {
    const other = field(inspected, name);
    if (!isRecord(other)) return true;
    const endpoint = fieldsOf(other, (path) => broken(`inspect: NetworkSettings.Networks.${name}.${path}`)).text('EndpointID');
    return endpoint === (field(settings, 'EndpointID') ?? '');
  });
}

/** What the list never carries, so that its null says nothing (moby container/view.go). */
const inspectOnly = new Set(['Aliases', 'DNSNames', 'Links', 'DriverOpts']);

function attachmentsOf(
  listed: RawRecord | undefined,
  inspected: RawRecord | undefined,
  broken: (why: string) => void,
): readonly (readonly [string, RawRecord])[] {
  const attachments: (readonly [string, RawRecord])[] = [];
  for (const [name, settings] of entriesOf(listed ?? inspected)) {
    const other = field(inspected, name);
    if (listed && other !== undefined && other !== null && !isRecord(other)) broken(`inspect: NetworkSettings.Networks.${name}`);
    if (isRecord(settings)) {
      attachments.push([name, listed && inspected ? together(other, settings) : settings]);
    } else if (settings === null || settings === undefined) {
      attachments.push([name, isRecord(other) ? other : {}]);
    } else {
      broken(`NetworkSettings.Networks.${name}`);
    }
  }
  return sortedBy(attachments, ([name]) => [name]);
}

/** One EndpointSettings of what the inspect and the list say. */
function together(inspected: unknown, listed: RawRecord): RawRecord {
  const current = Object.fromEntries(entriesOf(listed).filter(([key]) => !inspectOnly.has(key)));
  const both = merged(inspected, current);
  // the list's copy lacks the link-local addresses
  const ipam = merged(field(inspected, 'IPAMConfig'), field(current, 'IPAMConfig'));
  return isRecord(both.IPAMConfig) ? { ...both, IPAMConfig: ipam } : both;
}

function listedPorts(list: Fields, broken: (why: string) => void): readonly PublishedPort[] {
  const ports: PublishedPort[] = [];
  for (const [index, item] of list.list('Ports').entries()) {
    const fields = fieldsOf(item, (path) => broken(`Ports.${index}.${path}`));
    const hostPort = fields.count('PublicPort');
    // Without a PublicPort it is exposed, not published.
    if (!hostPort) continue;
    ports.push(
      ...portOf(fields.text('Type'), fields.count('PrivatePort'), fields.text('IP'), hostPort, () => broken(`Ports.${index}`)),
    );
  }
  return tidyPorts(ports);
}

function inspectedPorts(detail: Fields, broken: (why: string) => void): readonly PublishedPort[] {
  return portMap(detail, ['NetworkSettings', 'Ports'], broken);
}

/** Bindings without one host port (none, `0`, a range) take any free one: they are left out. */
function boundPorts(detail: Fields, broken: (why: string) => void): readonly PublishedPort[] {
  return portMap(detail, ['HostConfig', 'PortBindings'], broken, (hostPort) => /^\d+$/.test(hostPort) && Number(hostPort) > 0);
}

function portMap(
  detail: Fields,
  path: readonly string[],
  broken: (why: string) => void,
  counts: (hostPort: string) => boolean = () => true,
): readonly PublishedPort[] {
  const ports: PublishedPort[] = [];
  for (const [key, bindings] of entriesOf(detail.record(...path))) {
    const [port, protocol] = key.split('/');
    const at = [...path, key].join('.');
    if (bindings === null) continue;
    if (!Array.isArray(bindings)) broken(at);
    else
      for (const binding of bindings) {
        const fields = fieldsOf(binding, (inner) => broken(`${at}.${inner}`));
        const hostPort = fields.text('HostPort');
        if (!counts(hostPort)) continue;
        ports.push(...portOf(protocol ?? '', Number(port), fields.text('HostIp'), Number(hostPort), () => broken(at)));
      }
  }
  return tidyPorts(ports);
}

function portOf(
  protocol: string,
  port: number | undefined,
  hostAddress: string,
  hostPort: number,
  broken: () => void,
): PublishedPort[] {
  const known = protocol === 'tcp' || protocol === 'udp' || protocol === 'sctp';
  if (!known || !isPort(port) || !isPort(hostPort) || (hostAddress !== '' && !isAddress(hostAddress))) {
    broken();
    return [];
  }
  return [{ protocol, port, hostAddress, hostPort }];
}

function isPort(port: number | undefined): port is number {
  return port !== undefined && Number.isInteger(port) && port > 0 && port < 65536;
}

/** Each once, sorted. Both families' wildcard of one port are one: every address. */
function tidyPorts(ports: readonly PublishedPort[]): readonly PublishedPort[] {
  if (ports.length < 2) return ports;
  const keyOf = (port: PublishedPort, address: string) => `${port.protocol} ${port.port} ${port.hostPort} ${address}`;
  const keys = new Set(ports.map((port) => keyOf(port, port.hostAddress)));
  const everywhere = (port: PublishedPort) =>
    keys.has(keyOf(port, '')) || (keys.has(keyOf(port, '0.0.0.0')) && keys.has(keyOf(port, '::')));
  const tidied = new Map<string, PublishedPort>();
  for (const port of ports) {
    const wildcard = port.hostAddress === '0.0.0.0' || port.hostAddress === '::';
    const tidy = wildcard && everywhere(port) ? { ...port, hostAddress: '' } : port;
    tidied.set(keyOf(tidy, tidy.hostAddress), tidy);
  }
  const padded = (number: number) => String(number).padStart(5, '0');
  return sortedBy(tidied.values(), (port) => [port.protocol, padded(port.port), padded(port.hostPort), port.hostAddress]);
}

/** `/c3:/c4/db` and `c3:db` both as `c3:db`. */
export function linkOf(link: string): string {
  const [target = '', alias = ''] = link.split(':');
  return `${target.replace(/^\//, '')}:${alias.slice(alias.lastIndexOf('/') + 1)}`;
}
