import type { Finding } from '../findings/finding.ts';
import { sandboxOfContainer } from '../model/lookup.ts';
import type { Topology } from '../model/topology.ts';
import type { Place } from '../predictions/path.ts';
import { readPathQuestion } from '../predictions/pathText.ts';
import { namesTargets, type PanelMessage, pathCopies, type Questions, recordKinds } from '../protocol.ts';

/** Longer names are no DNS names (RFC 1035: 255 octets), longer ids none of ours; a finding's id holds those of all its subjects. */
const longest = { name: 253, id: 1024, finding: 100_000 };
/** Questions of one message; a matrix of 200 by 200 has 40,000. */
const mostQuestions = 50_000;

/** What the webview sent, if it is a message of the union and nothing more; anything else is ignored. */
export function parsePanelMessage(value: unknown): PanelMessage | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  switch (value.type) {
    case 'ready':
    case 'refresh':
    case 'cancelCheck':
    case 'readWires':
      return { type: value.type };
    case 'copyMap':
    case 'exportMap': {
      if (!Object.hasOwn(value, 'network')) return { type: value.type };
      const network = text(value, 'network', longest.id);
      return network === undefined ? undefined : { type: value.type, network };
    }
    case 'reveal':
    case 'explainFrom': {
      const id = text(value, 'id', longest.id);
      return id === undefined ? undefined : { type: value.type, id };
    }
    case 'tracePort': {
      const publisher = text(value, 'publisher', longest.id);
      return publisher === undefined ? undefined : { type: 'tracePort', publisher };
    }
    case 'fix':
    case 'copyCommand': {
      const finding = text(value, 'finding', longest.finding);
      return finding === undefined ? undefined : { type: value.type, finding };
    }
    case 'detach': {
      const endpoint = text(value, 'endpoint', longest.id);
      return endpoint === undefined ? undefined : { type: 'detach', endpoint };
    }
    case 'attachTo':
    case 'copyOverlay':
    case 'exportOverlay': {
      const network = text(value, 'network', longest.id);
      return network === undefined ? undefined : { type: value.type, network };
    }
    case 'attach': {
      const sandbox = text(value, 'sandbox', longest.id);
      if (sandbox === undefined) return undefined;
      if (!Object.hasOwn(value, 'network')) return { type: 'attach', sandbox };
      const network = text(value, 'network', longest.id);
      return network === undefined ? undefined : { type: 'attach', sandbox, network };
    }
    case 'copyAttach': {
      const sandbox = text(value, 'sandbox', longest.id);
      const network = text(value, 'network', longest.id);
      return sandbox === undefined || network === undefined ? undefined : { type: 'copyAttach', sandbox, network };
    }
    case 'observe': {
      const questions = questionsOf(value);
      return questions && { type: 'observe', ...questions };
    }
    case 'exportNames': {
      const to = oneOf(value, 'to', namesTargets);
      const questions = questionsOf(value);
      return to && questions && { type: 'exportNames', to, ...questions };
    }
    case 'look': {
      const sandbox = text(value, 'sandbox', longest.id);
      const name = text(value, 'name', longest.name);
      const record = oneOf(value, 'record', recordKinds);
      return sandbox === undefined || name === undefined || !record ? undefined : { type: 'look', sandbox, name, record };
    }
    case 'tryPath': {
      const path = pathOf(value);
      return path && { type: 'tryPath', path };
    }
    case 'copyPath': {
      const path = pathOf(value);
      const as = oneOf(value, 'as', pathCopies);
      return path && as && { type: 'copyPath', path, as };
    }
    case 'checkName':
    case 'copyLookup': {
      const sandbox = text(value, 'sandbox', longest.id);
      const name = text(value, 'name', longest.name);
      return sandbox === undefined || name === undefined ? undefined : { type: value.type, sandbox, name };
    }
    default:
      return undefined;
  }
}

/** Whether the ids of a message are those of something that there is now. */
export function isCurrent(message: PanelMessage, topology: Topology, findings: readonly Finding[]): boolean {
  switch (message.type) {
    case 'ready':
    case 'refresh':
    case 'cancelCheck':
    case 'readWires':
      return true;
    case 'copyMap':
    case 'exportMap':
      return message.network === undefined || topology.networks.some((network) => network.id === message.network);
    case 'reveal':
      return isKnown(message.id, topology);
    case 'fix':
    case 'copyCommand':
      return findings.some((finding) => finding.id === message.finding && finding.fix !== undefined);
    case 'detach':
      return topology.endpoints.some((endpoint) => endpoint.id === message.endpoint);
    case 'explainFrom':
      return isSandbox(message.id, topology) || topology.endpoints.some(({ id }) => id === message.id);
    case 'tracePort':
      return isSandbox(message.publisher, topology) || topology.services.some(({ id }) => id === message.publisher);
    case 'attachTo':
    case 'copyOverlay':
    case 'exportOverlay':
      return topology.networks.some((network) => network.id === message.network);
    case 'attach':
    case 'copyAttach':
      return isSandbox(message.sandbox, topology) && (message.network === undefined || isKnown(message.network, topology));
    case 'checkName':
    case 'copyLookup':
    case 'look':
      return isSandbox(message.sandbox, topology);
    case 'tryPath':
    case 'copyPath':
      return [message.path.from, message.path.to].every((place) => isPlace(place, topology));
    case 'observe':
    case 'exportNames': {
      const known = new Set<string>(topology.sandboxes.map(({ id }) => id));
      return message.sandboxes.every((id) => known.has(id));
    }
    default:
      return message satisfies never;
  }
}

/** Addresses and names are what a person typed; ids are those of something. */
function isPlace(place: Place | string, topology: Topology): boolean {
  if (typeof place === 'string') return sandboxOfContainer(topology, place) !== undefined;
  if ('sandbox' in place) return sandboxOfContainer(topology, place.sandbox) !== undefined;
  const engine = 'host' in place ? place.host : 'published' in place ? place.published.engine : undefined;
  return engine === undefined || topology.engines.some(({ id }) => id === engine);
}

function pathOf(value: object) {
  return readPathQuestion(Object.getOwnPropertyDescriptor(value, 'path')?.value);
}

function isSandbox(id: string, topology: Topology): boolean {
  return topology.sandboxes.some((sandbox) => sandbox.id === id);
}

function isKnown(id: string, topology: Topology): boolean {
  return [topology.engines, topology.networks, topology.endpoints, topology.sandboxes].some((records) =>
    records.some((record) => record.id === id),
  );
}

/** A string of a record that is neither empty nor too long. */
function text(value: object, key: string, most: number): string | undefined {
  const found: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
  return typeof found === 'string' && found !== '' && found.length <= most ? found : undefined;
}

function oneOf<T extends string>(value: object, key: string, allowed: readonly T[]): T | undefined {
  const found: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
  return allowed.find((each) => each === found);
}

function questionsOf(value: object): Questions | undefined {
  const sandboxes = texts(value, 'sandboxes', longest.id);
  const names = texts(value, 'names', longest.name);
  const record = oneOf(value, 'record', recordKinds);
  if (!sandboxes || !names || !record || sandboxes.length * names.length > mostQuestions) return undefined;
  return { sandboxes, names, record };
}

/** Strings, at least one, none of them empty or too long. */
function texts(value: object, key: string, most: number): readonly string[] | undefined {
  const found: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
  if (!Array.isArray(found) || found.length === 0 || found.length > mostQuestions) return undefined;
  const strings = found.filter((each): each is string => typeof each === 'string' && each !== '' && each.length <= most);
  return strings.length === found.length ? [...new Set(strings)] : undefined;
}
