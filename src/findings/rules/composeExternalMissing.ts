import { isRunning, sandboxName } from '../../model/lookup.ts';
import { word } from '../../model/word.ts';
import type { Finding, Rule, RuleInput } from '../finding.ts';
import { engineMap, firstFew, makeFinding, nameList } from '../makeFinding.ts';
import { createLine, missingNetworks } from '../missingNetworks.ts';

/**
 * A container of a Compose project is set up for a network that the project does not make itself (`external: true`, or a fixed name) and that is
 * gone: `up` and `start` fail until somebody makes it.
 */
export const composeExternalMissing: Rule = { code: 'compose-external-missing', find };

function find({ topology }: RuleInput): readonly Finding[] {
  const engines = engineMap(topology);
  return missingNetworks(topology)
    .filter(({ external }) => external)
    .map(({ sandbox, names, project }) => {
      const cli = createLine(engines.get(sandbox.engine), names);
      return makeFinding({
        code: 'compose-external-missing',
        severity: isRunning(sandbox) ? 'warning' : 'error',
        subjects: [sandbox.id],
        args: [sandboxName(sandbox), nameList(names)],
        evidence: [
          ...firstFew(names.map((name) => word('evidence.not-of-project', project ?? '', name))),
          word('evidence.next-start-fails'),
        ],
        fix: {
          title: word('fix.create-missing', names[0] ?? ''),
          command: 'dockerNetworks.createNetwork',
          arguments: [sandbox.engine],
          ...(cli === undefined ? {} : { cli }),
        },
      });
    });
}
