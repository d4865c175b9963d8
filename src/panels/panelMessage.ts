import type { Finding } from '../findings/finding.ts';
import type { Topology } from '../model/topology.ts';
import type { PanelMessage } from '../protocol.ts';

/** Longer names are no DNS names (RFC 1035: 255 octets), longer ids none of ours; a finding's id holds those of all its subjects. */
const longest = { name: 253, id: 1024, finding: 100_000 };

/** What the webview sent, if it is a message of the union and nothing more; anything else is ignored. */
export function parsePanelMessage(value: unknown): PanelMessage | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  switch (value.type) {
    case 'ready':
    case 'refresh':
    case 'cancelCheck':
    case 'copyMap':
    case 'exportMap':
      return { type: value.type };
    case 'reveal': {
      const id = text(value, 'id', longest.id);
      return id === undefined ? undefined : { type: 'reveal', id };
    }
    case 'fix':
    case 'copyCommand': {
      const finding = text(value, 'finding', longest.finding);
      return finding === undefined ? undefined : { type: value.type, finding };
    }
    case 'attach': {
      const sandbox = text(value, 'sandbox', longest.id);
      return sandbox === undefined ? undefined : { type: 'attach', sandbox };
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
    case 'copyMap':
    case 'exportMap':
      return true;
    case 'reveal':
      return isKnown(message.id, topology);
    case 'fix':
    case 'copyCommand':
      return findings.some((finding) => finding.id === message.finding && finding.fix !== undefined);
    case 'attach':
    case 'checkName':
    case 'copyLookup':
      return topology.sandboxes.some((sandbox) => sandbox.id === message.sandbox);
    default:
      return message satisfies never;
  }
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
