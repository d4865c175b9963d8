/** The rows of one view: the same object for the same id, so that VS Code keeps selection and expansion; what changed is told. */
import { hasChildren, type TreeNode, type TreeRow } from './treeNode.ts';

interface Kept {
  readonly row: TreeRow;
  readonly parent: TreeRow | undefined;
  readonly node: TreeNode;
  /** The node without its children's insides, as text. */
  readonly content: string;
}

/** Only the rows that were handed out are kept and compared: of ten thousand endpoints those that somebody opened. */
export class TreeRows {
  #kept = new Map<string, Kept>();
  #roots: readonly TreeNode[] = [];
  /** Ids of the rows whose children were handed out. */
  #open = new Set<string>();

  /** Rows whose look or list of children changed; `'all'` when the top changed. */
  update(roots: readonly TreeNode[]): readonly TreeRow[] | 'all' {
    const before = this.#kept;
    const rootsBefore = idsOf(this.#roots);
    const wasOpen = this.#open;
    const changed: TreeRow[] = [];
    this.#kept = new Map();
    this.#open = new Set();
    const add = (nodes: readonly TreeNode[], parent: TreeRow | undefined, isParentChanged: boolean): void => {
      for (const node of nodes) {
        if (this.#kept.has(node.id)) continue;
        const old = before.get(node.id);
        const isOpen = wasOpen.has(node.id);
        const content = contentOf(node, isOpen);
        const row = this.#keep(node, parent, content, old?.row);
        // a row that is new comes with its parent's children; a parent that is told of brings its visible children along
        const isChanged = old !== undefined && old.content !== content;
        if (isChanged && !isParentChanged) changed.push(row);
        if (!isOpen) continue;
        this.#open.add(node.id);
        add(node.children, row, isParentChanged || isChanged);
      }
    };
    add(roots, undefined, false);
    this.#roots = roots;
    return idsOf(roots) === rootsBefore ? changed : 'all';
  }

  children(row: TreeRow | undefined): readonly TreeRow[] {
    const nodes = row ? this.#childNodes(row) : this.#roots;
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
    const within = (nodes: readonly TreeNode[]): readonly TreeNode[] | undefined => {
      for (const node of nodes) {
        if (node.subject === subject) return [node];
        const path = within(node.children);
        if (path) return [node, ...path];
      }
      return undefined;
    };
    let row: TreeRow | undefined;
    for (const node of within(this.#roots) ?? []) {
      if (row) this.#childNodes(row);
      row = this.#kept.get(node.id)?.row;
    }
    return row;
  }

  /** The children of a row, which are kept from now on. */
  #childNodes(row: TreeRow): readonly TreeNode[] {
    const kept = this.#kept.get(row.id);
    if (!kept) return [];
    const { node } = kept;
    if (this.#open.has(row.id)) return node.children;
    this.#open.add(row.id);
    this.#kept.set(row.id, { ...kept, content: contentOf(node, true) });
    for (const child of node.children) {
      if (!this.#kept.has(child.id)) this.#keep(child, kept.row, contentOf(child, false), undefined);
    }
    return node.children;
  }

  #keep(node: TreeNode, parent: TreeRow | undefined, content: string, old: TreeRow | undefined): TreeRow {
    const { id, kind, subject } = node;
    const row = old ?? { id, kind, ...(subject === undefined ? {} : { subject }) };
    this.#kept.set(id, { row, parent, node, content });
    return row;
  }
}

function contentOf(node: TreeNode, isOpen: boolean): string {
  // what can't be seen is no change: a row that is drawn anew loses its tooltip
  const children = isOpen ? node.children.map(({ id }) => id) : hasChildren(node);
  return JSON.stringify({ ...node, subject: undefined, lacksDetail: undefined, children });
}

function idsOf(nodes: readonly TreeNode[]): string {
  return JSON.stringify(nodes.map(({ id }) => id));
}
