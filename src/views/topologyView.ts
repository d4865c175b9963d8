import {
  type Disposable,
  EventEmitter,
  type TreeDataProvider,
  type TreeDragAndDropController,
  type TreeItem,
  type TreeView,
  window,
} from 'vscode';
import type { Finding } from '../findings/finding.ts';
import type { TopologyStore } from '../topologyStore.ts';
import { tooltipOf } from './tooltip.ts';
import { tooltipMarkdown, treeItem } from './treeItems.ts';
import type { TreeNode, TreeRow } from './treeNode.ts';
import { TreeRows } from './treeRows.ts';

export interface TopologyViewParts {
  readonly id: string;
  readonly store: TopologyStore;
  /** The whole tree of the current Topology. */
  readonly nodes: () => readonly TreeNode[];
  readonly findings: () => readonly Finding[];
  readonly dragging?: TreeDragAndDropController<TreeRow>;
}

/** Milliseconds for which children that were handed out may still be on their way to the workbench. */
const onTheWay = 1_000;
/** A tooltip waits no longer for an inspect. */
const tooltipWait = 3_000;

/** One view: pure nodes on one side, VS Code's tree on the other. */
export class TopologyView implements TreeDataProvider<TreeRow>, Disposable {
  readonly tree: TreeView<TreeRow>;
  readonly onDidChangeTreeData;
  readonly #parts: TopologyViewParts;
  readonly #rows = new TreeRows();
  readonly #changed = new EventEmitter<TreeRow | TreeRow[] | undefined>();
  #servedAt = 0;
  /**
   * Rows whose tooltip is on its way. Drawn anew they would lose it; what the inspect for the tooltip changes is only in children that VS Code
   * has not asked for yet, as asking for them reads the same.
   */
  readonly #resolving = new Set<TreeRow>();
  /** Changes to tell of again: VS Code forgets those of rows whose parent's children are on their way. */
  #again: Set<TreeRow | undefined> = new Set();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: TopologyViewParts) {
    this.#parts = parts;
    this.onDidChangeTreeData = this.#changed.event;
    this.#rows.update(parts.nodes());
    this.tree = window.createTreeView(parts.id, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
      ...(parts.dragging ? { dragAndDropController: parts.dragging } : {}),
    });
  }

  /** Makes the tree anew and tells of what differs. */
  update(): void {
    const changed = this.#rows.update(this.#parts.nodes());
    if (changed !== 'all' && changed.length === 0) return;
    this.#tell(changed === 'all' ? [undefined] : changed.filter((row) => !this.#resolving.has(row)));
  }

  /** Shows and selects the row of a Topology id; false when there is none. */
  async reveal(subject: string): Promise<boolean> {
    const row = this.#rows.find(subject);
    if (!row) return false;
    await this.tree.reveal(row, { select: true, focus: true, expand: row.kind === 'network' || row.kind === 'sandbox' });
    return true;
  }

  getChildren(row?: TreeRow): TreeRow[] {
    this.#servedAt = performance.now();
    if (row?.kind === 'endpoint') void this.#readDetail(row);
    return [...this.#rows.children(row)];
  }

  getParent(row: TreeRow): TreeRow | undefined {
    return this.#rows.parent(row);
  }

  getTreeItem(row: TreeRow): TreeItem {
    const node = this.#rows.node(row);
    return node ? treeItem(node) : { id: row.id, label: '' };
  }

  async resolveTreeItem(item: TreeItem, row: TreeRow): Promise<TreeItem> {
    this.#resolving.add(row);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise((resolve) => {
      timer = setTimeout(resolve, tooltipWait);
    });
    await Promise.race([this.#readDetail(row), limit]).finally(() => {
      clearTimeout(timer);
      this.#resolving.delete(row);
    });
    const node = this.#rows.node(row);
    const tooltip = node && tooltipOf(node, this.#parts.store.topology, this.#parts.findings());
    item.tooltip = tooltip ? tooltipMarkdown(tooltip) : itemText(item);
    return item;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.tree.dispose();
    this.#changed.dispose();
  }

  async #readDetail(row: TreeRow): Promise<void> {
    const node = this.#rows.node(row);
    if (node?.lacksDetail && node.subject !== undefined) await this.#parts.store.readDetail(node.subject);
  }

  #tell(rows: readonly (TreeRow | undefined)[]): void {
    this.#fire(rows);
    if (performance.now() - this.#servedAt > onTheWay) return;
    for (const row of rows) this.#again.add(row);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const again = [...this.#again];
      this.#again = new Set();
      this.#fire(again);
    }, onTheWay);
  }

  #fire(rows: readonly (TreeRow | undefined)[]): void {
    const known = rows.filter((row) => row !== undefined && this.#rows.node(row) !== undefined) as TreeRow[];
    if (rows.includes(undefined)) this.#changed.fire(undefined);
    else if (known.length > 0) this.#changed.fire(known);
  }
}

function itemText(item: TreeItem): string {
  const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
  return typeof item.description === 'string' && item.description !== '' ? `${label}: ${item.description}` : label;
}
