/** Entries in the settings of containers with which the engine does not start them: what they are, and what they need. */
import { contains, sameAddress } from '../model/address.ts';
import { isRunning, ownerOf, sandboxById, sandboxName } from '../model/lookup.ts';
import type { Endpoint, Network, NetworkId, Sandbox, Topology } from '../model/topology.ts';
import { type Word, word } from '../model/word.ts';
import { endpointIndex } from './endpointIndex.ts';
import { nameIndex } from './nameRecords.ts';

export type StaleCode = 'stale.gone' | 'stale.made-anew' | 'stale.left' | 'stale.outside' | 'stale.taken';

export interface StaleEntry {
  readonly sandbox: Sandbox;
  /** The entry's own name; the network of that name may be gone. */
  readonly name: string;
  /** The network that the entry means, or the one that has its name now. */
  readonly network?: NetworkId;
  readonly why: Word<StaleCode>;
}

export function staleEntries(topology: Topology): readonly StaleEntry[] {
  return [...missingNetworks(topology), ...topology.endpoints.flatMap((endpoint) => ofEndpoint(topology, endpoint) ?? [])];
}

/** An id that no network has: it was removed, or made anew. */
function missingNetworks(topology: Topology): readonly StaleEntry[] {
  return topology.gaps.flatMap((gap): readonly StaleEntry[] => {
    const subject = gap.code === 'network-missing' ? gap.subject : undefined;
    const sandbox = subject === undefined ? undefined : sandboxById(topology, subject);
    if (!sandbox || !ownerOf(sandbox)) return [];
    const name = gap.why;
    const anew = topology.networks.find((network) => network.name === name && network.engines.includes(sandbox.engine));
    const why = word(anew ? 'stale.made-anew' : 'stale.gone', sandboxName(sandbox), name);
    return [{ sandbox, name, why, ...(anew ? { network: anew.id } : {}) }];
  });
}

function ofEndpoint(topology: Topology, endpoint: Endpoint): StaleEntry | undefined {
  const { networks, sandboxes } = nameIndex(topology);
  const sandbox = endpoint.sandbox === undefined ? undefined : sandboxes.get(endpoint.sandbox);
  const network = networks.get(endpoint.network);
  if (!sandbox || !network || !ownerOf(sandbox) || network.driver === 'host' || network.driver === 'null') return undefined;
  const why = isRunning(sandbox) ? ofRunning(sandbox, network, endpoint) : ofStopped(topology, sandbox, network, endpoint);
  return why && { sandbox, name: network.name, network: network.id, why };
}

/** On what runs, an entry without an endpoint is the rest of an attach that failed (seen on 20.10). */
function ofRunning(sandbox: Sandbox, network: Network, { endpointId, addresses }: Endpoint): Word<StaleCode> | undefined {
  if (endpointId !== undefined || addresses.length > 0) return undefined;
  return word('stale.left', sandboxName(sandbox), network.name);
}

/** A fixed address that the engine can't give when it starts. */
function ofStopped(topology: Topology, sandbox: Sandbox, network: Network, endpoint: Endpoint): Word<StaleCode> | undefined {
  for (const address of endpoint.staticAddresses ?? []) {
    const isInside = network.pools.some(({ subnet }) => contains(subnet, address));
    if (!isInside && network.pools.length > 0) return word('stale.outside', sandboxName(sandbox), network.name, address);
    const other = endpointIndex(topology)
      .byNetwork.get(network.id)
      ?.find((one) => one.id !== endpoint.id && one.addresses.some((taken) => sameAddress(taken, address)));
    const who = other?.sandbox === undefined ? undefined : sandboxById(topology, other.sandbox);
    if (other)
      return word('stale.taken', sandboxName(sandbox), network.name, address, who ? sandboxName(who) : (other.name ?? ''));
  }
  return undefined;
}
