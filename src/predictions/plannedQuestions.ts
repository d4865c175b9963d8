import type { NetworkId, SandboxId, Topology } from '../model/topology.ts';
import { isServed, nameIndex } from './nameRecords.ts';
import { resolveName } from './nameResolution.ts';

export interface PlannedQuestion {
  readonly sandbox: SandboxId;
  readonly name: string;
  readonly type: 'A' | 'AAAA';
}

const askersOnNetwork = 3;
const namesForAsker = 3;

/**
 * Which names to ask for real, so that each user-defined network is looked at with few questions: on each network three running
 * containers ask for the names of their next three neighbours. Only questions with a predicted answer, none twice.
 *
 * @param most of all networks together
 */
export function plannedQuestions(topology: Topology, most = 60): readonly PlannedQuestion[] {
  const index = nameIndex(topology);
  const rounds = [...index.records.keys()].map((network) => questionsOn(topology, network));
  const planned = new Map<string, PlannedQuestion>();
  // One from each network in turn: when there are more than may be asked, every network gets its share.
  for (let at = 0; planned.size < most && rounds.some((questions) => questions.length > at); at += 1) {
    for (const questions of rounds) {
      const question = questions[at];
      if (question !== undefined && planned.size < most) planned.set(JSON.stringify(question), question);
    }
  }
  return [...planned.values()];

  function questionsOn(of: Topology, network: NetworkId): readonly PlannedQuestion[] {
    const running = of.endpoints
      .filter((endpoint) => endpoint.network === network && endpoint.addresses.length > 0)
      .flatMap((endpoint) => (endpoint.sandbox === undefined ? [] : (index.sandboxes.get(endpoint.sandbox) ?? [])))
      .filter((sandbox) => sandbox.kind === 'container' && isServed(sandbox));
    const askers = running.filter((sandbox) => sandbox.containers[0]?.state === 'running').slice(0, askersOnNetwork);
    return askers.flatMap((asker) => {
      const start = running.indexOf(asker) + 1;
      const neighbours = [...running.slice(start), ...running.slice(0, start - 1)].slice(0, namesForAsker);
      return neighbours.flatMap((other) => questionsAbout(asker.id, other.containers[0]?.name ?? ''));
    });
  }

  function questionsAbout(sandbox: SandboxId, name: string): readonly PlannedQuestion[] {
    return (['A', 'AAAA'] as const)
      .filter((type) => resolveName(topology, { from: sandbox, name, type }).code === 'answered')
      .map((type) => ({ sandbox, name, type }));
  }
}
