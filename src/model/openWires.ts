import { isRunning } from './lookup.ts';
import type { EndpointId, GapCode, Sandbox, Topology, Wire } from './topology.ts';

/** Gaps that a deeper look at the kernel may close. */
const closable: ReadonlySet<GapCode> = new Set<GapCode>([
  'wire-ambiguous',
  'wire-not-readable',
  'not-looked',
  'engine-elsewhere',
  'engine-place-unknown',
]);

export interface OpenWire {
  readonly endpoint: EndpointId;
  readonly sandbox: Sandbox;
  readonly gaps: Wire['gaps'];
}

/** The wires of running containers that are not known whole. */
export function openWires({ wires, endpoints, sandboxes }: Topology): readonly OpenWire[] {
  const boxes = new Map(sandboxes.map((sandbox) => [sandbox.id, sandbox] as const));
  const sandboxOf = new Map(endpoints.map(({ id, sandbox }) => [id, sandbox && boxes.get(sandbox)] as const));
  return wires.flatMap(({ endpoint, gaps }) => {
    const sandbox = endpoint && sandboxOf.get(endpoint);
    if (!endpoint || sandbox?.kind !== 'container' || !isRunning(sandbox)) return [];
    return gaps.some(({ code }) => closable.has(code)) ? [{ endpoint, sandbox, gaps }] : [];
  });
}
