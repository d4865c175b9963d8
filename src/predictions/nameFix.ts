import type { Network, SandboxId, Topology } from '../model/topology.ts';
import { candidates } from './dnsName.ts';
import { impactOfAttach } from './impact.ts';
import { nameIndex } from './nameRecords.ts';
import { resolveName } from './nameResolution.ts';
import type { RecordType } from './observation.ts';
import { refusalOfAttach } from './refusals.ts';

export interface NameFix {
  readonly network: Network;
  readonly impacts: ReturnType<typeof impactOfAttach>;
}

/**
 * The network that makes a name resolve for a sandbox when it is attached there: one that knows the name and that the engine would not
 * refuse. Undefined where the name resolves already, or where no network knows it (both on the default bridge).
 */
export function nameFix(
  topology: Topology,
  { sandbox, name, type }: { readonly sandbox: SandboxId; readonly name: string; readonly type: RecordType },
): NameFix | undefined {
  if (type === 'PTR') return undefined;
  const { code } = resolveName(topology, { from: sandbox, name, type });
  if (code !== 'no-embedded-dns' && code !== 'not-shared') return undefined;
  const index = nameIndex(topology);
  const engine = index.sandboxes.get(sandbox)?.engine;
  for (const [host, networkName] of candidates(name)) {
    for (const [id, { names }] of index.records) {
      const network = index.networks.get(id);
      if (network === undefined || (networkName !== undefined && network.name !== networkName)) continue;
      const known = names
        .get(host.toLowerCase())
        ?.some((record) => record.sandbox === undefined || record.sandbox.engine === engine);
      if (known !== true || refusalOfAttach(topology, id, sandbox) !== undefined) continue;
      return { network, impacts: impactOfAttach(topology, id, sandbox) };
    }
  }
  return undefined;
}
