import { listeningOn } from '../../model/listening.ts';
import { isRunning, sandboxName } from '../../model/lookup.ts';
import type { PublishedPort, Sandbox, Stack, Topology } from '../../model/topology.ts';
import { type Word, word } from '../../model/word.ts';
import type { Finding, FindingEvidence, Rule, RuleInput } from '../finding.ts';
import { engineMap, lineFix, makeFinding, nameList } from '../makeFinding.ts';
import { lineContainer, portTexts } from '../portText.ts';
import { containerArgument, dockerLine } from '../shellLine.ts';

/**
 * A published port behind which nothing listens in the container, or only on its loopback: connections are refused or reset. Needs the
 * sockets of the sandbox; silent where they were not read, for SCTP, and for paused containers.
 */
export const publishedNothingListens: Rule = { code: 'published-nothing-listens', find };

interface Deaf {
  readonly port: PublishedPort;
  readonly evidence: Word<FindingEvidence>;
}

function find({ topology }: RuleInput): readonly Finding[] {
  if (topology.stacks.length === 0) return [];
  const stacks = new Map(topology.stacks.map((stack) => [stack.sandbox, stack] as const));
  return topology.sandboxes.flatMap((sandbox) => {
    const stack = stacks.get(sandbox.id);
    if (!stack?.listeners || sandbox.publishedPorts.length === 0 || !isRunning(sandbox)) return [];
    if (sandbox.containers[0]?.state === 'paused') return [];
    const deaf = sandbox.publishedPorts.flatMap((port) => deafOf(stack, port));
    return deaf.length === 0 ? [] : [finding(topology, sandbox, stack, deaf)];
  });
}

function deafOf(stack: Stack, port: PublishedPort): readonly Deaf[] {
  const inside = `${port.port}/${port.protocol}`;
  const listening = listeningOn(stack, port.protocol, port.port);
  switch (listening.who) {
    case 'nobody':
      return [{ port, evidence: word('evidence.listens-nothing', inside) }];
    case 'loopback-only':
      return [{ port, evidence: word('evidence.listens-loopback', inside, listening.addresses.join(', ')) }];
    case 'everywhere':
    case 'some':
    case 'unknown':
      return [];
    default:
      return listening satisfies never;
  }
}

function finding(topology: Topology, sandbox: Sandbox, stack: Stack, deaf: readonly Deaf[]): Finding {
  // 127.0.0.11 is the engine's own DNS.
  const others = (stack.listeners ?? []).filter(({ address }) => address !== '127.0.0.11');
  const texts = [
    ...new Set(
      others.map(({ address, port, protocol }) => `${address.includes(':') ? `[${address}]` : address}:${port}/${protocol}`),
    ),
  ];
  const container = lineContainer(sandbox);
  const engine = engineMap(topology).get(sandbox.engine);
  const each = new Map(deaf.map(({ evidence }) => [JSON.stringify(evidence), evidence] as const));
  return makeFinding({
    code: 'published-nothing-listens',
    severity: 'warning',
    subjects: [sandbox.id],
    args: [sandboxName(sandbox), nameList(portTexts(deaf.map(({ port }) => port)))],
    evidence: [
      ...each.values(),
      ...(texts.length === 0 ? [] : [word('evidence.listens-on', nameList(texts, 8))]),
      word('evidence.seen-by', stack.how),
    ],
    fix:
      container &&
      lineFix(
        'published-nothing-listens',
        [sandbox.id],
        dockerLine(engine, 'exec', containerArgument(container), 'netstat', '-ltun'),
      ),
  });
}
