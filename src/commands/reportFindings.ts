import { createHmac, randomBytes } from 'node:crypto';
import { l10n, type Memento, type QuickPickItem, window, workspace } from 'vscode';
import { redactor } from '../findings/redactor.ts';
import { reportMarkdown, reportOf } from '../findings/report.ts';
import { say } from '../words.ts';
import type { Services } from './command.ts';

type Form = QuickPickItem & { readonly language: 'markdown' | 'json'; readonly redacted: boolean };

/** Writes the findings into a new document, with or without names and addresses. Nothing is saved or sent. */
export async function reportFindings(services: Services): Promise<void> {
  const without = l10n.t('names and addresses replaced');
  const forms: Form[] = [
    { label: 'Markdown', language: 'markdown', redacted: false },
    { label: 'Markdown', description: without, language: 'markdown', redacted: true },
    { label: 'JSON', language: 'json', redacted: false },
    { label: 'JSON', description: without, language: 'json', redacted: true },
  ];
  const form = await window.showQuickPick(forms, { title: l10n.t('Report of the findings') });
  if (!form) return;
  const topology = await services.store.readFull();
  const findings = services.judge(topology);
  const observations = services.observations.list();
  const salt = form.redacted ? await services.salt() : '';
  const report = reportOf({
    topology,
    findings,
    silent: services.silences.silent(findings),
    at: new Date().toISOString(),
    say,
    redact: form.redacted ? redactor(topology, observations, pseudonymWith(salt)) : undefined,
  });
  const content =
    form.language === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportMarkdown(report, reportWords(report.gaps));
  await window.showTextDocument(await workspace.openTextDocument({ language: form.language, content }), { preview: false });
}

/** The same on this machine for the same text; without the salt nobody can try out which address it stands for. */
function pseudonymWith(salt: string): (kind: string, text: string) => string {
  return (kind, text) => `${kind}-${createHmac('sha256', salt).update(`${kind} ${text}`).digest('hex').slice(0, 8)}`;
}

/** Made once and kept. */
export async function saltOf(storage: Memento): Promise<string> {
  const key = 'dockerNetworks.reportSalt';
  const known = storage.get(key);
  if (typeof known === 'string') return known;
  const salt = randomBytes(16).toString('hex');
  await storage.update(key, salt);
  return salt;
}

function reportWords(gaps: number) {
  return {
    title: l10n.t('Docker network findings'),
    nothing: l10n.t('Nothing found.'),
    silenced: l10n.t('Silenced'),
    redacted: l10n.t('Names and addresses are replaced by pseudonyms.'),
    gaps: l10n.t('Things that could not be read: {0}. What is missing here may still be there.', gaps),
    severities: { error: l10n.t('Errors'), warning: l10n.t('Warnings'), info: l10n.t('Notes') },
  };
}
