/** Input in several steps with a way back. Nothing is lost: each step begins with what was typed before. */
import {
  type Disposable,
  type InputBoxValidationMessage,
  InputBoxValidationSeverity,
  l10n,
  type QuickInputButton,
  QuickInputButtons,
  type QuickPickItem,
  ThemeIcon,
  window,
} from 'vscode';

export type Outcome<T> = { readonly to: 'next'; readonly value: T } | { readonly to: 'back' } | { readonly to: 'away' };

export interface StepPlace {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** One step: the value with what the user gave, or where the user goes instead. */
export type Step<T> = (value: T, place: Omit<StepPlace, 'title'>) => Promise<Outcome<T>>;

/** The value after the last step; undefined when the user went away. Steps may depend on what was given before. */
export async function throughSteps<T>(value: T, steps: (value: T) => readonly Step<T>[]): Promise<T | undefined> {
  let at = 0;
  for (;;) {
    const all = steps(value);
    const step = all[at];
    if (!step) return value;
    const outcome = await step(value, { step: at + 1, totalSteps: all.length });
    switch (outcome.to) {
      case 'next':
        value = outcome.value;
        at += 1;
        break;
      case 'back':
        at = Math.max(0, at - 1);
        break;
      case 'away':
        return undefined;
      default:
        return outcome satisfies never;
    }
  }
}

export interface TextStep extends StepPlace {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value: string;
  /** Said while typing; errors keep the user here. */
  readonly validate: (value: string) => InputBoxValidationMessage | undefined;
  /** What a button in the box fills in. */
  readonly proposal?: string | undefined;
}

export function askText(step: TextStep): Promise<Outcome<string>> {
  const box = window.createInputBox();
  box.title = step.title;
  box.step = step.step;
  box.totalSteps = step.totalSteps;
  box.prompt = step.prompt;
  box.placeholder = step.placeholder;
  box.value = step.value;
  box.ignoreFocusOut = true;
  const check = () => {
    const message = step.validate(box.value.trim());
    box.validationMessage = message;
    return message;
  };
  // an empty field is not scolded before anything was typed
  if (step.value !== '') check();
  const fill = step.proposal ? [{ iconPath: new ThemeIcon('lightbulb'), tooltip: l10n.t('Take {0}', step.proposal) }] : [];
  return shown(
    box,
    step,
    (end) => [
      box.onDidChangeValue(check),
      box.onDidTriggerButton((button) => {
        if (button !== fill[0]) return;
        box.value = step.proposal ?? '';
        check();
      }),
      box.onDidAccept(() => {
        const message = check();
        const isError = message?.severity === InputBoxValidationSeverity.Error;
        if (!isError) end({ to: 'next', value: box.value.trim() });
      }),
    ],
    fill,
  );
}

export interface PickStep<I extends QuickPickItem> extends StepPlace {
  readonly placeholder: string;
  readonly items: readonly I[];
  readonly active: I | undefined;
}

export function askPick<I extends QuickPickItem>(step: PickStep<I>): Promise<Outcome<I>> {
  const box = window.createQuickPick<I>();
  box.title = step.title;
  box.step = step.step;
  box.totalSteps = step.totalSteps;
  box.placeholder = step.placeholder;
  box.items = step.items;
  if (step.active) box.activeItems = [step.active];
  box.ignoreFocusOut = true;
  return shown(box, step, (end) => [
    box.onDidAccept(() => {
      const [chosen] = box.selectedItems;
      if (chosen) end({ to: 'next', value: chosen });
    }),
  ]);
}

/** Several of the items, or none. */
export function askMany<I extends QuickPickItem>(
  step: Omit<PickStep<I>, 'active'> & { readonly picked: readonly I[] },
): Promise<Outcome<readonly I[]>> {
  const box = window.createQuickPick<I>();
  box.title = step.title;
  box.step = step.step;
  box.totalSteps = step.totalSteps;
  box.placeholder = step.placeholder;
  box.canSelectMany = true;
  box.items = step.items;
  box.selectedItems = step.picked;
  box.matchOnDescription = true;
  box.ignoreFocusOut = true;
  return shown(box, step, (end) => [box.onDidAccept(() => end({ to: 'next', value: [...box.selectedItems] }))]);
}

type Box = Pick<
  ReturnType<typeof window.createInputBox>,
  'show' | 'hide' | 'dispose' | 'buttons' | 'onDidTriggerButton' | 'onDidHide'
>;

async function shown<V>(
  box: Box,
  { step }: StepPlace,
  listen: (end: (outcome: Outcome<V>) => void) => readonly Disposable[],
  more: readonly QuickInputButton[] = [],
): Promise<Outcome<V>> {
  const listeners: Disposable[] = [];
  try {
    return await new Promise<Outcome<V>>((resolve) => {
      box.buttons = [...(step > 1 ? [QuickInputButtons.Back] : []), ...more];
      listeners.push(
        ...listen(resolve),
        box.onDidTriggerButton((button) => {
          if (button === QuickInputButtons.Back) resolve({ to: 'back' });
        }),
        box.onDidHide(() => resolve({ to: 'away' })),
      );
      box.show();
    });
  } finally {
    for (const listener of listeners) listener.dispose();
    box.dispose();
  }
}
