/** Pick lists that offer what the engine would accept, and say of the rest why not. */
import { l10n, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { Word } from '../model/word.ts';
import { inertText } from '../views/plainText.ts';
import { sayPlain } from './command.ts';

export interface Choice<T> {
  readonly value: T;
  /** Untrusted. */
  readonly name: string;
  /** Untrusted. */
  readonly description?: string;
  /** Icon id. */
  readonly icon: string;
  readonly refusal?: Word | undefined;
}

export interface PickTexts {
  readonly title: string;
  readonly placeholder: string;
  /** Said where nothing can be offered. */
  readonly nothing: string;
}

interface Item<T> extends QuickPickItem {
  readonly choice?: Choice<T>;
  readonly reasons?: true;
}

/** One of the choices; undefined when there is none, or the user cancelled. `read` runs while the list says that it is busy. */
export async function pick<T>(texts: PickTexts, read: () => Promise<readonly Choice<T>[]>): Promise<T | undefined> {
  return (await pickSome(texts, read, []))?.values[0];
}

export interface Picked<T> {
  readonly values: readonly T[];
  /** The user wants to say more before it is done. */
  readonly more: boolean;
}

/** One of the choices, or by a button several, or with more to be said about it. */
export async function pickSome<T>(
  texts: PickTexts,
  read: () => Promise<readonly Choice<T>[]>,
  extras: readonly ('several' | 'more')[] = ['several', 'more'],
): Promise<Picked<T> | undefined> {
  const several = { iconPath: new ThemeIcon('checklist'), tooltip: l10n.t('Choose Several') };
  const more = { iconPath: new ThemeIcon('settings-gear'), tooltip: l10n.t('More Options…') };
  for (;;) {
    const box = window.createQuickPick<Item<T>>();
    box.title = texts.title;
    box.placeholder = texts.placeholder;
    box.matchOnDescription = true;
    box.ignoreFocusOut = true;
    box.busy = true;
    box.buttons = [...(extras.includes('several') ? [several] : []), ...(extras.includes('more') ? [more] : [])];
    let choices: readonly Choice<T>[] = [];
    const fill = async () => {
      choices = await read();
      const offered = choices.filter(({ refusal }) => refusal === undefined).map((choice) => itemOf(choice));
      const itemButtons = extras.includes('more') ? [more] : [];
      box.items = [...offered.map((item) => ({ ...item, buttons: itemButtons })), ...leftOut(choices, texts)];
      box.busy = false;
    };
    const outcome = await new Promise<Picked<T> | 'reasons' | undefined>((resolve, reject) => {
      const end = (items: readonly Item<T>[], isMore: boolean) => {
        const values = items.flatMap(({ choice }) => (choice ? [choice.value] : []));
        if (values.length > 0) resolve({ values, more: isMore });
        else if (items.some(({ reasons }) => reasons)) resolve('reasons');
        else if (items.length > 0) resolve(undefined);
      };
      const chosen = () => (box.canSelectMany ? box.selectedItems : box.activeItems);
      box.onDidAccept(() => end(chosen(), false));
      box.onDidTriggerItemButton(({ item }) =>
        end(box.canSelectMany && box.selectedItems.length > 0 ? box.selectedItems : [item], true),
      );
      box.onDidTriggerButton((button) => {
        if (button === more) return end(chosen(), true);
        // what is no choice can't be ticked
        box.items = box.items.filter(({ choice }) => choice);
        box.canSelectMany = true;
        box.buttons = extras.includes('more') ? [more] : [];
      });
      box.onDidHide(() => resolve(undefined));
      box.show();
      fill().catch(reject);
    }).finally(() => box.dispose());
    if (outcome !== 'reasons') return outcome;
    await showReasons(choices, texts);
  }
}

/** Several of the choices, at least one; undefined when the user cancelled. */
export async function pickMany<T>(texts: PickTexts, choices: readonly (Choice<T> & { readonly picked: boolean })[]) {
  const items = choices.map((choice) => ({ ...itemOf(choice), picked: choice.picked }));
  const chosen = await window.showQuickPick(items, {
    title: texts.title,
    placeHolder: texts.placeholder,
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return chosen?.flatMap(({ choice }) => (choice ? [choice.value] : []));
}

function itemOf<T>(choice: Choice<T>): Item<T> {
  return {
    label: `$(${choice.icon}) ${inertText(choice.name)}`,
    ...(choice.description ? { description: inertText(choice.description) } : {}),
    choice,
  };
}

function leftOut<T>(all: readonly Choice<T>[], texts: PickTexts): readonly Item<T>[] {
  const refused = all.filter(({ refusal }) => refusal !== undefined);
  const nothing: readonly Item<T>[] = all.length === refused.length ? [{ label: `$(info) ${texts.nothing}` }] : [];
  if (refused.length === 0) return nothing;
  return [
    ...nothing,
    { label: '', kind: QuickPickItemKind.Separator },
    {
      label: `$(question) ${l10n.t('Not offered: {0}', refused.length)}`,
      description: l10n.t('see why'),
      alwaysShow: true,
      reasons: true,
    },
  ];
}

async function showReasons<T>(all: readonly Choice<T>[], texts: PickTexts): Promise<void> {
  const items = all.flatMap(({ name, icon, refusal }) =>
    refusal ? [{ label: `$(${icon}) ${inertText(name)}`, detail: sayPlain(refusal) }] : [],
  );
  await window.showQuickPick(items, {
    title: texts.title,
    placeHolder: l10n.t('Why these are not offered'),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
}
