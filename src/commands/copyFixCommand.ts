import { env, l10n, window } from 'vscode';
import type { Services } from './command.ts';
import { findingOf } from './findingOf.ts';

/** Copies the line for a shell that does what the fix of a finding does. Argument: a row or id of a finding. */
export async function copyFixCommand(services: Services, ...args: readonly unknown[]): Promise<void> {
  const line = (await findingOf(services, args, ({ fix }) => fix?.cli !== undefined))?.fix?.cli;
  if (line === undefined) return;
  await env.clipboard.writeText(line);
  window.setStatusBarMessage(l10n.t('Copied: {0}', line.length > 80 ? `${line.slice(0, 79)}…` : line), 4_000);
}
