import type { Finding } from '../findings/finding.ts';
import { word } from '../model/word.ts';
import type { TreeNode } from './treeNode.ts';
import { withChildren } from './withChildren.ts';

/**
 * Rows of networks, endpoints and sandboxes that errors or warnings are about say so: a word in the description, and the colour of their icon. Notes
 * leave no mark. Pure.
 */
export function decorated(nodes: readonly TreeNode[], findings: readonly Finding[]): readonly TreeNode[] {
  const marks = new Map<string, 'error' | 'warning'>();
  for (const { severity, subjects } of findings) {
    if (severity === 'info') continue;
    for (const subject of subjects) if (marks.get(subject) !== 'error') marks.set(subject, severity);
  }
  return marks.size === 0 ? nodes : nodes.map((node) => marked(node, marks));
}

function marked(node: TreeNode, marks: ReadonlyMap<string, 'error' | 'warning'>): TreeNode {
  const mark = isMarkable(node) ? marks.get(node.subject ?? '') : undefined;
  const children = () => node.children.map((child) => marked(child, marks));
  if (!mark) return withChildren(node, children);
  const description = [...node.description, word(mark === 'error' ? 'tree.has-error' : 'tree.has-warning')];
  const color = mark === 'error' ? 'list.errorForeground' : 'list.warningForeground';
  return withChildren({ ...node, description, ...(node.icon ? { icon: { ...node.icon, color } } : {}) }, children);
}

function isMarkable({ kind }: TreeNode): boolean {
  return kind === 'network' || kind === 'endpoint' || kind === 'sandbox';
}
