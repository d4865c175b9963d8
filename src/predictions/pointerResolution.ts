import type { Endpoint } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { addressOfPointer } from './dnsName.ts';
import type { NameIndex } from './nameRecords.ts';
import type { Answer } from './observation.ts';

/**
 * The name of an address, as `<name>.<network>`: the first name of the endpoint on the first of the sandbox's networks that has the
 * address. Gateways, virtual addresses and load balancers have none (they are then asked upstream). Undefined when nobody has it.
 */
export function predictPointer(index: NameIndex, endpoints: readonly Endpoint[], name: string): Answer | undefined {
  const address = addressOfPointer(name);
  if (address === undefined) return undefined;
  for (const endpoint of endpoints) {
    const records = index.records.get(endpoint.network);
    const network = index.networks.get(endpoint.network);
    const first = records?.pointers.get(address);
    if (records === undefined || network === undefined || first === undefined) continue;
    if (records.doubtful.has(first.toLowerCase())) {
      return { answers: [], network: network.id, code: 'not-predictable', reason: word('answer.generated-name', first) };
    }
    const full = `${first}.${network.name}`;
    return { answers: [full], network: network.id, code: 'answered', reason: word('answer.pointer', address, full) };
  }
  return undefined;
}
