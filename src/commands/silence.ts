/** Silencing a finding or its rule, and bringing back what was silenced. */
import { l10n, type QuickPickItem, window, workspace } from 'vscode';
import type { Silence } from '../silences.ts';
import { inertText } from '../views/plainText.ts';
import { type Services, sayPlain } from './command.ts';
import { findingOf } from './findingOf.ts';

type SilenceItem = QuickPickItem & { readonly silence: Silence };

/** Argument: a row or id of a finding. */
export async function silenceFinding(services: Services, ...args: readonly unknown[]): Promise<void> {
  const found = await findingOf(services, args, (candidate) => services.silences.of(candidate).length === 0);
  if (found === undefined) return;
  const { id, code, message } = found;
  const finding = { kind: 'finding', of: id } as const;
  const rule = { kind: 'rule', of: code } as const;
  const items: SilenceItem[] = [
    { label: l10n.t('This finding, everywhere'), silence: { ...finding, scope: 'user' } },
    { label: l10n.t('This finding, in this workspace'), silence: { ...finding, scope: 'workspace' } },
    { label: l10n.t('Everything that the rule finds, everywhere'), description: code, silence: { ...rule, scope: 'user' } },
    {
      label: l10n.t('Everything that the rule finds, in this workspace'),
      description: code,
      silence: { ...rule, scope: 'workspace' },
    },
  ];
  // Without a folder VS Code keeps nothing for the workspace.
  const offered = workspace.workspaceFolders ? items : items.filter(({ silence }) => silence.scope === 'user');
  const chosen = await window.showQuickPick(offered, { title: l10n.t('Silence'), placeHolder: sayPlain(message) });
  if (chosen) await services.silences.add(chosen.silence);
}

/** Argument: a row or id of a silenced finding. */
export async function bringBackFinding(services: Services, ...args: readonly unknown[]): Promise<void> {
  const finding = await findingOf(services, args, (candidate) => services.silences.of(candidate).length > 0);
  if (finding) await services.silences.remove(services.silences.of(finding));
}

/** All that is silenced, also of findings that are gone; the chosen ones are brought back. */
export async function manageSilences(services: Services): Promise<void> {
  const messages = new Map(services.findings().map(({ id, message }) => [id, message] as const));
  const items = services.silences.list().map((silence): SilenceItem => {
    const { kind, of, scope } = silence;
    const message = messages.get(of);
    const where = scope === 'user' ? l10n.t('everywhere') : l10n.t('in this workspace');
    const label = kind === 'rule' ? l10n.t('Rule {0}', of) : message ? sayPlain(message) : inertText(of, 80);
    return { label: inertText(label), description: where, silence };
  });
  if (items.length === 0) {
    void window.showInformationMessage(l10n.t('Nothing is silenced.'));
    return;
  }
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Silenced Findings'),
    placeHolder: l10n.t('Choose what is to be told again'),
    canPickMany: true,
  });
  if (chosen && chosen.length > 0) await services.silences.remove(chosen.map(({ silence }) => silence));
}
