/** Nodes of the views, as data: what is shown, not how VS Code shows it. */
import type { Word } from '../model/word.ts';
import type { SpokenWord } from '../words/viewWord.ts';

export type NodeKind =
  | 'engine'
  | 'group'
  | 'network'
  | 'endpoint'
  | 'detail'
  | 'sandbox'
  | 'container'
  | 'port'
  | 'finding'
  | 'evidence'
  | 'gap';

/** Data as it is, or a word that the caller localizes. */
export type Text = string | Word;

/** Ids of product icons, and the colour of those that mean something. */
export interface NodeIcon {
  readonly id: string;
  readonly color?: string;
}

export interface TreeNode {
  readonly kind: NodeKind;
  /** Unique in its view, and the same after a refresh. */
  readonly id: string;
  /** Id in the Topology, or of the finding, that commands act on. */
  readonly subject?: string;
  readonly label: Text;
  readonly description: readonly Text[];
  readonly icon?: NodeIcon;
  /** Context value `kind+flag+flag`, which menus ask for. */
  readonly flags: readonly string[];
  /** What a screen reader says before the description; `{0}` is the label. */
  readonly spoken: SpokenWord;
  /** Whether its children are better after `TopologyStore.readDetail`. */
  readonly lacksDetail?: boolean;
  readonly expanded?: boolean;
  readonly children: readonly TreeNode[];
  /** Whether it has children, where that is known without making them. */
  readonly opens?: boolean;
}

export function hasChildren(node: TreeNode): boolean {
  return node.opens ?? node.children.length > 0;
}

/** What VS Code holds for a node, the same object for the same id; the node behind it changes. Commands get it. */
export interface TreeRow {
  readonly id: string;
  readonly kind: NodeKind;
  readonly subject?: string;
}

/** What menus see: `network+bridge+removable`. */
export function contextValue(node: TreeNode): string {
  return [node.kind, ...node.flags].join('+');
}
