/** Replaces names, ids and addresses by pseudonyms, the same for the same. Pure: how a pseudonym is made is given. */
import { canonicalAddress, familyOf } from '../model/address.ts';
import type { Topology } from '../model/topology.ts';
import type { Observation } from '../predictions/observation.ts';

/** `kind` is a plain word, such as `network`; the answer is one token. */
export type Pseudonym = (kind: string, text: string) => string;

const address =
  /(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|(?=[0-9a-f.:%]*:[0-9a-f.:%]*:)[0-9a-f:.]+(?:%\w+)?)(?![\w:])/gi;
const longId = /\b[0-9a-f]{12,64}\b/gi;

/** What makes a text safe to show to others: whatever the topology and the observations name is replaced. */
export function redactor(
  topology: Topology,
  observations: readonly Observation[],
  pseudonym: Pseudonym,
): (text: string) => string {
  const names = namesOf(topology, observations);
  const sorted = [...names.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = sorted.length === 0 ? undefined : new RegExp(sorted.map(patternOf).join('|'), 'giu');
  const known = new Map([...names].map(([name, kind]) => [name.toLowerCase(), { name, kind }] as const));
  return (text) => {
    // Names first: a name may look like an address.
    const parts: string[] = [];
    const named = pattern
      ? text.replace(pattern, (found) => {
          const { name, kind } = known.get(found.toLowerCase()) ?? { name: found, kind: 'name' };
          parts.push(pseudonym(kind, name));
          return `\u0000${parts.length - 1}\u0000`;
        })
      : text;
    const hidden = named
      .replace(address, (found) => hiddenAddress(found, pseudonym))
      .replace(longId, (found) => pseudonym('id', found.toLowerCase().slice(0, 12)));
    return hidden.replace(/\u0000(\d+)\u0000/g, (_, at: string) => parts[Number(at)] ?? '');
  };
}

/** Addresses that are the same on every machine say nothing of this one. */
function hiddenAddress(found: string, pseudonym: Pseudonym): string {
  if (/^(127\.|0\.0\.0\.0$|::1?$)/.test(found)) return found;
  if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(found)) return pseudonym('mac', found.toLowerCase());
  const family = familyOf(found);
  return family === undefined ? found : pseudonym(`ip${family}`, canonicalAddress(found) ?? found);
}

/** Short names only as whole words: `a` is in every sentence. */
function patternOf(name: string): string {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return name.length >= 4 ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`;
}

/** Each name that somebody chose, with its kind. What Docker and the kernel name themselves stays. */
function namesOf(topology: Topology, observations: readonly Observation[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const add = (kind: string, ...texts: readonly (string | undefined)[]) => {
    for (const text of texts) if (text && !common.has(text) && !names.has(text)) names.set(text, kind);
  };
  for (const { context, endpoint, said, id } of topology.engines) {
    add('engine', context, endpoint, said);
    add('id', id);
  }
  for (const network of topology.networks) {
    add('network', network.name, network.configFrom);
    add('id', network.id);
    add('project', network.project);
    if (network.hostInterface !== 'docker0') add('interface', network.hostInterface);
    add('interface', network.parent);
    add('option', ...Object.values(network.labels));
    for (const { name } of network.peers ?? []) add('peer', name);
  }
  for (const sandbox of topology.sandboxes) {
    add('container', sandbox.hostname);
    for (const { id, name, project, image } of sandbox.containers) {
      add('container', name);
      add('id', id);
      add('project', project);
      add('image', image);
    }
  }
  for (const { name, aliases, dnsNames, links, endpointId } of topology.endpoints) {
    add('container', name, ...(aliases ?? []), ...(dnsNames ?? []), ...(links ?? []));
    add('id', endpointId);
  }
  for (const { hostname } of topology.nodes) add('node', hostname);
  for (const { name } of topology.services) add('service', name);
  for (const { links } of topology.stacks) {
    for (const { name } of links) if (!/^(lo|eth\d+|en\w+|docker0|docker_gwbridge|wlan\d+)$/.test(name)) add('interface', name);
  }
  for (const { name, result } of observations) {
    add('name', name);
    if (!('gap' in result)) add('name', ...result.answers);
  }
  return names;
}

const common = new Set(['default', 'bridge', 'host', 'none', 'ingress', 'docker_gwbridge', 'true', 'false', 'docker', 'network']);
