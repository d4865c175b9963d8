import { env, l10n, Uri, window, workspace } from 'vscode';
import { type NameTable, nameTableCsv, nameTableMarkdown } from '../diagrams/nameTable.ts';
import { sandboxById } from '../model/lookup.ts';
import type { NamesTarget, Questions } from '../protocol.ts';
import { words } from '../words.ts';
import type { Services } from './command.ts';

/** Copies the DNS table of these sandboxes and names, or writes it where the person chooses: CSV, or Markdown by a name that ends in `.md`. */
export async function exportNames({ store, observations }: Services, to: NamesTarget, questions: Questions): Promise<void> {
  const { topology } = store;
  const table: NameTable = {
    topology,
    sandboxes: questions.sandboxes.flatMap((id) => sandboxById(topology, id) ?? []),
    names: questions.names,
    type: questions.record,
    observations: observations.list(),
  };
  switch (to) {
    case 'markdown':
    case 'csv':
      await env.clipboard.writeText(to === 'csv' ? nameTableCsv(table, words()) : nameTableMarkdown(table, words()));
      window.setStatusBarMessage(l10n.t('The DNS table is copied'), 3_000);
      return;
    case 'file':
      return writeFile(table);
    default:
      to satisfies never;
  }
}

async function writeFile(table: NameTable): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title: l10n.t('Export the DNS Table'),
    filters: { CSV: ['csv'], Markdown: ['md'] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, 'dns.csv') } : {}),
  });
  if (!target) return;
  const text = /\.md$/i.test(target.path) ? nameTableMarkdown(table, words()) : forSpreadsheets(nameTableCsv(table, words()));
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  window.setStatusBarMessage(l10n.t('The DNS table is written to {0}', target.path), 5_000);
}

/** Spreadsheets take a file for the local code page unless it begins with a byte order mark; plain ASCII needs none. */
function forSpreadsheets(csv: string): string {
  return /[^\x20-\x7e\r\n]/.test(csv) ? `\ufeff${csv}` : csv;
}
