import type { TreeNode } from './treeNode.ts';

/** A node whose children are made when somebody asks for them, once: VS Code asks for those of the rows that are open. */
export function withChildren(node: Omit<TreeNode, 'children'>, children: () => readonly TreeNode[]): TreeNode {
  let made: readonly TreeNode[] | undefined;
  // not enumerable, so that copying a node makes no children
  return Object.defineProperty({ ...node } as TreeNode, 'children', {
    get() {
      made ??= children();
      return made;
    },
  });
}
