/** Pick lists that offer what the engine would accept, and say of the rest why not. */
import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
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
  const choices = read();
  let isEmpty = false;
  const items = choices.then((all) => {
    const offered = all.filter(({ refusal }) => refusal === undefined).map((choice) => itemOf(choice));
    isEmpty = offered.length === 0;
    return [...offered, ...leftOut(all, texts)];
  });
  for (;;) {
    const chosen = await window.showQuickPick<Item<T>>(items, {
      title: texts.title,
      placeHolder: texts.placeholder,
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (!chosen) return undefined;
    if (chosen.choice) return chosen.choice.value;
    if (chosen.reasons) await showReasons(await choices, texts);
    else if (isEmpty) return undefined;
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
