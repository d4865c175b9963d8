import { env, l10n, window } from 'vscode';
import { pathMarkdown } from '../diagrams/pathMarkdown.ts';
import { pathReport } from '../diagrams/pathReport.ts';
import { pathLines } from '../findings/pathLines.ts';
import type { PathQuestion } from '../predictions/path.ts';
import type { PathCopy } from '../protocol.ts';
import { say } from '../words.ts';
import type { Services } from './command.ts';

/** Puts an explained path onto the clipboard: all of it as Markdown, or the command lines that try it. */
export async function copyPath({ store, observations }: Services, question: PathQuestion, as: PathCopy): Promise<void> {
  const report = pathReport(store.topology, question, observations.paths(), pathLines(store.topology, question), say);
  await env.clipboard.writeText(as === 'markdown' ? pathMarkdown(report, say) : report.commands.join('\n'));
  window.setStatusBarMessage(l10n.t('Copied: {0}', report.title), 4000);
}
