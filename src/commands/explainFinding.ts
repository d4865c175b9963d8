import { commands, env, Uri, window, workspace } from 'vscode';
import type { Services } from './command.ts';
import { findingOf } from './findingOf.ts';

/** Opens the page that tells what a finding means, how to see it by hand, and what helps. Argument: a row or id of a finding. */
export async function explainFinding(services: Services, ...args: readonly unknown[]): Promise<void> {
  const finding = await findingOf(services, args);
  if (finding === undefined) return;
  const page = await pageOf(services.pages, finding.code);
  try {
    await commands.executeCommand('markdown.showPreview', page);
  } catch {
    // a VS Code without its Markdown extension
    await window.showTextDocument(await workspace.openTextDocument(page));
  }
}

/** In VS Code's display language where there is a page in it, else in English. The pages of a language are in a folder of its name. */
async function pageOf(folder: Uri, code: string): Promise<Uri> {
  const [language = 'en'] = env.language.split('-');
  const translated = Uri.joinPath(folder, language, `${code}.md`);
  return workspace.fs.stat(translated).then(
    () => translated,
    () => Uri.joinPath(folder, `${code}.md`),
  );
}
