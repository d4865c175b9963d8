import { commands } from 'vscode';
import { EngineError } from '../engine/engineError.ts';
import type { Finding } from '../findings/finding.ts';
import { idsOf, type Services } from './command.ts';

/** Runs the command that a finding offers; that command asks before it changes anything. Argument: a row or id of a finding. */
export async function fixFinding(services: Services, ...args: readonly unknown[]): Promise<void> {
  const { fix } = findingOf(services, args);
  if (fix === undefined) return;
  // As VS Code calls a command for several rows: the first, then all.
  await commands.executeCommand(fix.command, fix.arguments[0], [...fix.arguments]);
}

/** The finding that is meant; it fails in words when it is gone. */
export function findingOf(services: Services, args: readonly unknown[]): Finding {
  const id = idsOf(services, args)[0];
  const finding = services.findings().find((candidate) => candidate.id === id);
  if (finding === undefined) throw new EngineError('not-found', id ?? '');
  return finding;
}
