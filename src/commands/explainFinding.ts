import { commands, env, Uri, window, workspace } from 'vscode';
import type { Services } from './command.ts';
import { findingOf } from './findingOf.ts';

/** Opens the page that tells what a finding means, how to see it by hand, and what helps. Argument: a row or id of a finding. */
export async function explainFinding(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { code } = findingOf(services, args);
  const page = await pageOf(services.pages, code);
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // a VS Code without its Markdown extension
    await window.showTextDocument(await workspace.openTextDocument(page));
  }
}

/** In the language of VS Code where there is one, else in English. */
async function pageOf(folder: Uri, code: string): Promise<Uri> {
  const english = Uri.joinPath(folder, `${code}.md`);
  if (!env.language.startsWith('ko')) return english;
  const korean = Uri.joinPath(folder, `${code}.ko.md`);
  return workspace.fs.stat(korean).then(
    () => korean,
    () => english,
  );
}
