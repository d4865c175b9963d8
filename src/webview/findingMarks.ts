import type { Mark } from '../diagrams/overview.ts';
import type { Finding } from '../findings/finding.ts';
import type { ShowMessage } from '../protocol.ts';

let last:
  | { readonly findings: readonly Finding[]; readonly silenced: readonly string[]; readonly marks: ReadonlyMap<string, Mark> }
  | undefined;

/** What is found of each Topology id: the gravest, without what is silenced and without notes, as in the tree. */
export function findingMarks({ findings, silenced }: Pick<ShowMessage, 'findings' | 'silenced'>): ReadonlyMap<string, Mark> {
  if (last?.findings === findings && String(last.silenced) === String(silenced)) return last.marks;
  const quiet = new Set(silenced);
  const marks = new Map<string, Mark>();
  for (const { id, severity, subjects } of findings) {
    if (severity === 'info' || quiet.has(id)) continue;
    for (const subject of subjects) if (marks.get(subject) !== 'error') marks.set(subject, severity);
  }
  last = { findings, silenced, marks };
  return marks;
}
