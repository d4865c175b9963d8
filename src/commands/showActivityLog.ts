import { env, l10n, type QuickInputButton, type QuickPickItem, ThemeIcon, window } from 'vscode';
import type { Activity } from '../activityLog.ts';
import { inertText } from '../views/plainText.ts';
import { linesOf, resume, undo } from './act.ts';
import { type Services, sayPlain } from './command.ts';
import { bullets } from './question.ts';

interface Item extends QuickPickItem {
  readonly activity?: Activity;
}

/** What was changed in this session, with the command lines that do the same; Enter takes a change back after a question. */
export async function showActivityLog(services: Services): Promise<void> {
  const copy: QuickInputButton = { iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy as docker Commands') };
  const box = window.createQuickPick<Item>();
  box.title = l10n.t('Activity Log');
  box.placeholder = l10n.t('Changes of this session; Enter takes one back');
  box.matchOnDetail = true;
  box.items = itemsOf(services, copy);
  box.buttons = [copy];
  const chosen = await new Promise<Activity | undefined>((resolve) => {
    box.onDidTriggerItemButton(({ item }) => void (item.activity && copyLines(linesOf(services, item.activity.steps))));
    box.onDidTriggerButton(() => {
      const all = [...services.activities.list()].reverse().flatMap(({ steps }) => linesOf(services, steps));
      void copyLines(all);
    });
    box.onDidAccept(() => resolve(box.selectedItems[0]?.activity));
    box.onDidHide(() => resolve(undefined));
    box.show();
  }).finally(() => box.dispose());
  if (chosen) await takeBack(services, chosen);
}

function itemsOf(services: Services, copy: QuickInputButton): readonly Item[] {
  const items = services.activities.list().map((activity): Item => {
    const lines = linesOf(services, activity.steps).map((line) => inertText(line));
    return {
      label: `$(${iconOf(activity)}) ${sayPlain(activity.what)}`,
      description: [new Date(activity.at).toLocaleTimeString(env.language), stateOf(activity)].filter(Boolean).join(' · '),
      detail: lines.length > 2 ? `${lines.slice(0, 2).join('; ')}; … (${lines.length})` : lines.join('; '),
      buttons: [copy],
      activity,
    };
  });
  return items.length > 0 ? items : [{ label: `$(info) ${l10n.t('Nothing was changed in this session.')}` }];
}

function iconOf({ state, undo: back, resume: left }: Activity): string {
  if (left.length > 0) return 'warning';
  return state === 'undone' ? 'discard' : back.length > 0 ? 'check' : 'lock';
}

function stateOf({ state, undo: back, resume: left }: Activity): string {
  if (left.length > 0) return l10n.t('unfinished: Enter goes on');
  if (state === 'undone') return l10n.t('undone');
  return back.length === 0 ? l10n.t('can’t be undone') : '';
}

async function takeBack(services: Services, activity: Activity): Promise<void> {
  const isUnfinished = activity.resume.length > 0;
  const steps = isUnfinished ? activity.resume : activity.undo;
  if (steps.length === 0) return void window.showInformationMessage(sayPlain(activity.what));
  const title = isUnfinished ? l10n.t('Go On') : l10n.t('Undo');
  const question = isUnfinished ? l10n.t('Go on with what is left?') : l10n.t('Undo: {0}', sayPlain(activity.what));
  const detail = bullets(linesOf(services, steps).map((line) => inertText(line)));
  if ((await window.showWarningMessage(question, { modal: true, detail }, title)) !== title) return;
  await (isUnfinished ? resume(services, activity) : undo(services, activity));
}

async function copyLines(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await env.clipboard.writeText(`${lines.join('\n')}\n`);
  window.setStatusBarMessage(
    l10n.t('Copied: {0}', lines.length > 1 ? l10n.t('{0} lines', lines.length) : (lines[0] ?? '').slice(0, 80)),
    4_000,
  );
}
