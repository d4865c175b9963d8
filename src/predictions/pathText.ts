/** The question itself as data: equal questions have equal keys, and one that came from elsewhere is checked. */
import type { EngineId } from '../model/topology.ts';
import type { PathProtocol, PathQuestion, Place } from './path.ts';

const protocols: readonly PathProtocol[] = ['tcp', 'udp', 'icmp'];
const longest = 1024;

export function samePath(a: PathQuestion, b: PathQuestion): boolean {
  return pathKey(a) === pathKey(b);
}

function pathKey({ from, to, port, protocol }: PathQuestion): string {
  return JSON.stringify([placeKey(typeof from === 'string' ? { sandbox: from } : from), placeKey(to), port ?? 0, protocol ?? '']);
}

/** Tells a place from every other; JSON of the place. */
export function placeKey(place: Place): string {
  return JSON.stringify(readPlace(place));
}

/** A question out of unchecked data; undefined where it is none. */
export function readPathQuestion(value: unknown): PathQuestion | undefined {
  const from = readPlace(field(value, 'from'));
  const to = readPlace(field(value, 'to'));
  const port = field(value, 'port');
  const protocol = protocols.find((each) => each === field(value, 'protocol'));
  if (!from || !to || (port !== undefined && !isPort(port))) return undefined;
  return { from, to, ...(isPort(port) ? { port } : {}), ...(protocol ? { protocol } : {}) };
}

/** A place out of unchecked data. */
export function readPlace(value: unknown): Place | undefined {
  const sandbox = text(field(value, 'sandbox'));
  if (sandbox !== undefined) return { sandbox };
  const address = text(field(value, 'address'));
  if (address !== undefined) return { address };
  const name = text(field(value, 'name'));
  if (name !== undefined) return { name };
  const host = text(field(value, 'host'));
  if (host !== undefined) return { host: host as EngineId };
  const published = field(value, 'published');
  const engine = text(field(published, 'engine'));
  const port = field(published, 'port');
  if (engine !== undefined && isPort(port)) {
    const at = text(field(published, 'address'));
    return { published: { engine: engine as EngineId, port, ...(at === undefined ? {} : { address: at }) } };
  }
  return field(value, 'outside') === true ? { outside: true } : undefined;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= longest ? value : undefined;
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65536;
}
