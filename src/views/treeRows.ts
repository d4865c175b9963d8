/** The rows of one view: the same object for the same id, so that VS Code keeps selection and expansion; what changed is told. */
import type { TreeNode, TreeRow } from './treeNode.ts';

interface Kept {
  readonly row: TreeRow;
  readonly parent: TreeRow | undefined;
  readonly node: TreeNode;
  /** The node without its children's insides, as text. */
  readonly content: string;
}

export class TreeRows {
  #kept = new Map<string, Kept>();
  #roots: readonly TreeNode[] = [];

  /** Rows whose look or list of children changed; `'all'` when the top changed. */
  update(roots: readonly TreeNode[]): readonly TreeRow[] | 'all' {
    const before = this.#kept;
    const rootsBefore = idsOf(this.#roots);
    const kept = new Map<string, Kept>();
    const changed: TreeRow[] = [];
    const add = (nodes: readonly TreeNode[], parent: TreeRow | undefined, isParentChanged: boolean): void => {
      for (const node of nodes) {
        if (kept.has(node.id)) continue;
        const old = before.get(node.id);
        const { id, kind, subject } = node;
        const row = old?.row ?? { id, kind, ...(subject === undefined ? {} : { subject }) };
        const content = contentOf(node);
        kept.set(id, { row, parent, node, content });
        // a row that is new comes with its parent's children; a parent that is told of brings its visible children along
        const isChanged = old !== undefined && old.content !== content;
        if (isChanged && !isParentChanged) changed.push(row);
        add(node.children, row, isParentChanged || isChanged);
      }
    };
    add(roots, undefined, false);
    this.#kept = kept;
    this.#roots = roots;
    return idsOf(roots) === rootsBefore ? changed : 'all';
  }

  children(row: TreeRow | undefined): readonly TreeRow[] {
    const nodes = row ? (this.#kept.get(row.id)?.node.children ?? []) : this.#roots;
    return nodes.flatMap(({ id }) => this.#kept.get(id)?.row ?? []);
  }

  node(row: TreeRow): TreeNode | undefined {
    return this.#kept.get(row.id)?.node;
  }

  parent(row: TreeRow): TreeRow | undefined {
    return this.#kept.get(row.id)?.parent;
  }

  /** The first row of a Topology id, from the top down. */
  find(subject: string): TreeRow | undefined {
    for (const { row } of this.#kept.values()) if (row.subject === subject) return row;
    return undefined;
  }
}

function contentOf(node: TreeNode): string {
  // what can't be seen is no change: a row that is drawn anew loses its tooltip
  return JSON.stringify({ ...node, subject: undefined, lacksDetail: undefined, children: node.children.map(({ id }) => id) });
}

function idsOf(nodes: readonly TreeNode[]): string {
  return JSON.stringify(nodes.map(({ id }) => id));
}
