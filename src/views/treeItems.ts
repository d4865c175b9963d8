import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { word } from '../model/word.ts';
import { say } from '../words.ts';
import { type LinkCommand, linkCommands, type Tooltip } from './tooltip.ts';
import { contextValue, hasChildren, type TreeNode } from './treeNode.ts';

export function treeItem(node: TreeNode): TreeItem {
  const label = say(node.label);
  const description = node.description.map((text) => say(text)).join(' · ');
  const item = new TreeItem(label, collapsibleState(node));
  item.id = node.id;
  item.description = description;
  item.contextValue = contextValue(node);
  if (node.icon) item.iconPath = new ThemeIcon(node.icon.id, node.icon.color ? new ThemeColor(node.icon.color) : undefined);
  const spoken = say(word(node.spoken, label));
  item.accessibilityInformation = {
    label: description ? `${spoken}, ${node.description.map((text) => say(text)).join(', ')}` : spoken,
  };
  return item;
}

function collapsibleState(node: TreeNode): TreeItemCollapsibleState {
  // an engine's rows may still come: VS Code would keep closed what it has shown as a row without any
  if (node.kind === 'engine') return TreeItemCollapsibleState.Expanded;
  // an endpoint whose details are not read yet has something to open
  if (!hasChildren(node)) return TreeItemCollapsibleState.None;
  return node.expanded ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

/** Everything that is not ours goes through `appendPlain`, which leaves nothing of Markdown standing. */
export function tooltipMarkdown(tooltip: Tooltip): MarkdownString {
  const markdown = new MarkdownString();
  const text = (said: string) => appendPlain(markdown, said);
  markdown.appendMarkdown('**');
  text(say(tooltip.title));
  markdown.appendMarkdown('**');
  let named: string | undefined;
  for (const { name, value, remark } of tooltip.lines) {
    markdown.appendMarkdown(name !== undefined && name === named ? '  \n' : '\n\n');
    if (name !== undefined && name !== named) text(`${say(word(name))}: `);
    text(say(value));
    if (remark !== undefined) text(` (${say(remark)})`);
    named = name;
  }
  if (tooltip.links && tooltip.links.length > 0) {
    markdown.isTrusted = { enabledCommands: linkCommands };
    const links = tooltip.links.map(({ title, command, arguments: ids }) => `[${say(word(title))}](${commandUri(command, ids)})`);
    markdown.appendMarkdown(`\n\n${links.join(' · ')}`);
  }
  return markdown;
}

/** What looks like an address would become a link: its signs are written as entities. */
function appendPlain(markdown: MarkdownString, text: string): void {
  const before = markdown.value.length;
  markdown.appendText(text);
  const added = markdown.value.slice(before).replace(/:(?=\/\/)|@|(?<=www)\./gi, (sign) => `&#${sign.charCodeAt(0)};`);
  markdown.value = markdown.value.slice(0, before) + added;
}

/** Ids may hold anything: what could end the link of a Markdown text is encoded too. */
export function commandUri(command: LinkCommand, ids: readonly string[]): string {
  const query = encodeURIComponent(JSON.stringify(ids));
  return `command:${command}?${query.replace(/[!'()*~_-]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)}`;
}
