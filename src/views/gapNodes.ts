import { word } from '../model/word.ts';
import { plainText } from './plainText.ts';
import type { TreeIndex } from './treeIndex.ts';
import type { TreeNode } from './treeNode.ts';

/** What could not be read of a thing, under it. */
export function gapNodes(index: TreeIndex, subject: string, parent: string): readonly TreeNode[] {
  return (index.gaps.get(subject) ?? []).map((gap, at) => ({
    kind: 'gap',
    id: `gap:${parent}:${gap.code}:${at}`,
    label: word(`gap.${gap.code}`, plainText(gap.why, 300)),
    description: [],
    icon: { id: 'warning', color: 'list.warningForeground' },
    flags: [],
    spoken: 'spoken.gap',
    children: [],
  }));
}
