/** The Findings view: the gravest first, then by what they are about; the evidence under each. Pure. */
import type { Finding } from '../findings/finding.ts';
import { word } from '../model/word.ts';
import { plainText } from './plainText.ts';
import type { NodeIcon, TreeNode } from './treeNode.ts';

export function findingNodes(findings: readonly Finding[]): readonly TreeNode[] {
  return findings.map(findingNode);
}

/** What the badge counts: errors and warnings, not notes. */
export function badgeCount(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity !== 'info').length;
}

const icons: Readonly<Record<Finding['severity'], NodeIcon>> = {
  error: { id: 'error', color: 'problemsErrorIcon.foreground' },
  warning: { id: 'warning', color: 'problemsWarningIcon.foreground' },
  info: { id: 'info', color: 'problemsInfoIcon.foreground' },
};

function findingNode(finding: Finding): TreeNode {
  const id = `finding:${finding.id}`;
  return {
    kind: 'finding',
    id,
    subject: finding.id,
    label: plain(finding.message),
    description: [],
    icon: icons[finding.severity],
    flags: [finding.severity, ...(finding.fix ? ['fixable'] : []), ...(finding.fix?.cli ? ['cli'] : [])],
    spoken: `spoken.${finding.severity}`,
    children: finding.evidence.map((evidence, at) => ({
      kind: 'evidence',
      id: `${id}:${at}`,
      label: plain(evidence),
      description: [],
      icon: { id: 'circle-small-filled' },
      flags: [],
      spoken: 'spoken.evidence',
      children: [],
    })),
  };
}

function plain({ code, args }: Finding['message'] | Finding['evidence'][number]) {
  return word(code, ...args.map((arg) => plainText(arg)));
}
