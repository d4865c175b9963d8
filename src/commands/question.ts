import { l10n } from 'vscode';

/** Lines of a modal question; a dialog that is higher than the screen can't be answered. */
const most = 14;

export function bullets(lines: readonly string[]): string {
  const shown = lines.length > most ? lines.slice(0, most - 1) : lines;
  const more = lines.length - shown.length;
  return [...shown.map((line) => `• ${line}`), ...(more > 0 ? [l10n.t('… and {0} more', more)] : [])].join('\n');
}
