/** The Findings view: the gravest first, then by what they are about; the evidence under each. Pure. */
import type { Finding } from '../findings/finding.ts';
import { compareText } from '../model/order.ts';
import type { Topology } from '../model/topology.ts';
import { word } from '../model/word.ts';
import { plainText } from './plainText.ts';
import type { NodeIcon, TreeNode } from './treeNode.ts';
import type { FindingGrouping } from './treeOptions.ts';
import { withChildren } from './withChildren.ts';

export interface FindingOptions {
  readonly groupBy: FindingGrouping;
  /** Ids of those that are silenced: counted in a group of their own, at the end. */
  readonly silent: ReadonlySet<string>;
  /** Names the networks that findings are grouped by. */
  readonly topology?: Topology;
}

export function findingNodes(
  findings: readonly Finding[],
  { groupBy, silent, topology }: FindingOptions = { groupBy: 'none', silent: new Set() },
): readonly TreeNode[] {
  const loud = findings.filter(({ id }) => !silent.has(id));
  const silenced = findings.filter(({ id }) => silent.has(id));
  return [...grouped(loud, groupBy, topology), ...(silenced.length === 0 ? [] : [silencedGroup(silenced)])];
}

function grouped(findings: readonly Finding[], groupBy: FindingGrouping, topology: Topology | undefined): readonly TreeNode[] {
  switch (groupBy) {
    case 'none':
      return findings.map((finding) => findingNode(finding, false));
    case 'severity':
      return (['error', 'warning', 'info'] as const).flatMap((severity) => {
        const members = findings.filter((finding) => finding.severity === severity);
        return members.length === 0 ? [] : [group(severity, word(`tree.severity-${severity}`), icons[severity], members)];
      });
    case 'network':
      return byNetwork(findings, topology);
    default:
      return groupBy satisfies never;
  }
}

/** Under the first network that a finding is about, or that an endpoint it is about is on. */
function byNetwork(findings: readonly Finding[], topology: Topology | undefined): readonly TreeNode[] {
  const names = new Map((topology?.networks ?? []).map(({ id, name }) => [id as string, name] as const));
  const members = new Map<string, Finding[]>();
  for (const finding of findings) {
    const id = finding.subjects.map((subject) => subject.split('/')[0] ?? '').find((subject) => names.has(subject)) ?? '';
    const group = members.get(id);
    if (group) group.push(finding);
    else members.set(id, [finding]);
  }
  const name = (id: string) => names.get(id) ?? '';
  return [...members]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || compareText(name(a), name(b)) || compareText(a, b))
    .map(([id, own]) => {
      const label = id === '' ? word('tree.no-network-of-it') : plainText(name(id));
      return group(`network:${id}`, label, { id: id === '' ? 'server' : 'type-hierarchy-sub' }, own);
    });
}

function group(of: string, label: TreeNode['label'], icon: NodeIcon, members: readonly Finding[], isSilenced = false): TreeNode {
  return {
    kind: 'group',
    id: `findings:${of}`,
    label,
    description: [String(members.length)],
    icon,
    flags: [],
    spoken: 'spoken.group',
    expanded: !isSilenced,
    children: members.map((finding) => findingNode(finding, isSilenced)),
  };
}

function silencedGroup(findings: readonly Finding[]): TreeNode {
  return group('silenced', word('tree.silenced'), { id: 'bell-slash' }, findings, true);
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

function findingNode(finding: Finding, isSilenced: boolean): TreeNode {
  const id = `finding:${finding.id}`;
  const node = {
    kind: 'finding',
    id,
    subject: finding.id,
    label: plain(finding.message),
    description: [],
    icon: icons[finding.severity],
    flags: [
      finding.severity,
      isSilenced ? 'silenced' : 'audible',
      ...(finding.fix ? ['fixable'] : []),
      ...(finding.fix?.cli ? ['cli'] : []),
    ],
    spoken: `spoken.${finding.severity}`,
    opens: finding.evidence.length > 0,
  } as const;
  return withChildren(node, () =>
    finding.evidence.map((evidence, at) => ({
      kind: 'evidence',
      id: `${id}:${at}`,
      label: plain(evidence),
      description: [],
      icon: { id: 'circle-small-filled' },
      flags: [],
      spoken: 'spoken.evidence',
      children: [],
    })),
  );
}

function plain({ code, args }: Finding['message'] | Finding['evidence'][number]) {
  return word(code, ...args.map((arg) => plainText(arg)));
}
