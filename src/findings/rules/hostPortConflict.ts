import { isRunning, sandboxName } from '../../model/lookup.ts';
import type { PublishedPort, Sandbox } from '../../model/topology.ts';
import { type Word, word } from '../../model/word.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { groupedBy } from '../groupedBy.ts';
import { firstFew, makeFinding, nameList } from '../makeFinding.ts';
import { isEverywhere, portText } from '../portText.ts';

/**
 * Several containers of one engine want one port of the host: the second does not start ("port is already allocated"). A warning while
 * one of them runs, a note while none does. What those want that do not run, only an inspect tells. Silent for ports on different
 * addresses of the host.
 */
export const hostPortConflict: Rule = { code: 'host-port-conflict', find };

interface Wish {
  readonly sandbox: Sandbox;
  readonly port: PublishedPort;
}

function find({ topology }: RuleInput): readonly Finding[] {
  const wishes = topology.sandboxes.flatMap((sandbox) =>
    (sandbox.portBindings ?? sandbox.publishedPorts).map((port): Wish => ({ sandbox, port })),
  );
  const byPort = groupedBy(wishes, ({ sandbox, port }) => `${sandbox.engine} ${port.protocol} ${port.hostPort}`);
  // Several ports that the same containers want are one finding.
  const bySandboxes = new Map<string, (readonly Wish[])[]>();
  for (const all of byPort.values()) {
    const clashing = clashes(all);
    const ids = [...new Set(clashing.map(({ sandbox }) => sandbox.id))].sort();
    if (ids.length < 2) continue;
    const key = ids.join(' ');
    const known = bySandboxes.get(key);
    if (known) known.push(clashing);
    else bySandboxes.set(key, [clashing]);
  }
  return [...bySandboxes.values()].map(finding);
}

/** Those that cannot all be had: on every address, or on the same one as another. */
function clashes(wishes: readonly Wish[]): readonly Wish[] {
  const owners = (some: readonly Wish[]) => new Set(some.map(({ sandbox }) => sandbox.id)).size;
  if (owners(wishes) < 2) return [];
  if (wishes.some(({ port }) => port.hostAddress === '')) return wishes;
  const family = ({ port }: Wish) => port.hostAddress.includes(':');
  return [true, false].flatMap((six) => {
    const ofFamily = wishes.filter((wish) => family(wish) === six);
    if (ofFamily.some(({ port }) => isEverywhere(port))) return owners(ofFamily) > 1 ? ofFamily : [];
    const byAddress = groupedBy(ofFamily, ({ port }) => port.hostAddress);
    return [...byAddress.values()].filter((some) => owners(some) > 1).flat();
  });
}

function finding(ports: readonly (readonly Wish[])[]): Finding {
  const wishes = ports.flat().sort((a, b) => a.port.hostPort - b.port.hostPort || (a.sandbox.id < b.sandbox.id ? -1 : 1));
  const sandboxes = [...new Map(wishes.map(({ sandbox }) => [sandbox.id, sandbox] as const)).values()];
  const evidence = new Map<string, Word<FindingEvidence>>();
  for (const { sandbox, port } of wishes) {
    const code = isRunning(sandbox) ? 'evidence.has-port' : 'evidence.wants-port';
    const row = word(code, sandboxName(sandbox), portText(port));
    evidence.set(row.args.join(' '), row);
  }
  return makeFinding({
    code: 'host-port-conflict',
    severity: sandboxes.some(isRunning) ? 'warning' : 'info',
    subjects: sandboxes.map(({ id }) => id),
    args: [
      nameList([...new Set(wishes.map(({ port }) => `${port.hostPort}/${port.protocol}`))]),
      nameList(sandboxes.map(sandboxName).sort()),
    ],
    evidence: firstFew([...evidence.values()]),
  });
}
