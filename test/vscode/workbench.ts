/** What a person does in the workbench, each step waiting for what it needs: a deadline of a minute, never a fixed time. */
import type { Frame, Locator } from 'playwright-core';
import { until } from '../lab/run.ts';
import type { VSCode } from './vscode.ts';

export interface Row {
  /** 1 at the top. */
  readonly level: number;
  readonly name: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly label: string;
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
}

/** Shows the view container of this title. */
export async function openContainer(code: VSCode, title: string): Promise<void> {
  const tab = code.page.locator('.activitybar').getByRole('tab', { name: title });
  await tab.waitFor();
  await until(`${title} is open`, async () => {
    if ((await tab.getAttribute('aria-selected')) === 'true') return true;
    await tab.click({ timeout: 5000 });
    return false;
  });
}

/** A view of the side bar, by its title. */
export function view(code: VSCode, title: string): Locator {
  return code.page.locator('.sidebar .pane').filter({ has: code.page.locator(`.pane-header h3.title:text-is("${title}")`) });
}

/** The rows that a view shows now (a long list is drawn in part). */
export function rows(pane: Locator): Promise<readonly Row[]> {
  return pane.locator('.monaco-list-row').evaluateAll((elements) =>
    elements
      .map((element) => ({
        index: Number(element.getAttribute('data-index')),
        level: Number(element.getAttribute('aria-level')),
        name: element.querySelector('.label-name')?.textContent ?? '',
        description: element.querySelector('.label-description')?.textContent ?? '',
        label: element.getAttribute('aria-label') ?? '',
        expanded: element.hasAttribute('aria-expanded') ? element.getAttribute('aria-expanded') === 'true' : undefined,
        selected: element.getAttribute('aria-selected') === 'true',
      }))
      .sort((one, other) => one.index - other.index)
      .map(({ index: _, ...row }) => row),
  );
}

/** Waits until the rows of a view fulfil a condition; says what they were when they do not. */
export async function rowsWhere(pane: Locator, what: string, holds: (rows: readonly Row[]) => boolean): Promise<readonly Row[]> {
  let last: readonly Row[] = [];
  try {
    return await until(what, async () => {
      last = await rows(pane);
      return holds(last) && last;
    });
  } catch (error) {
    throw new Error(
      `${error}\nrows:\n${last.map(({ level, name, description }) => `${'  '.repeat(level)}${name} ${description}`).join('\n')}`,
    );
  }
}

/** The row with exactly this name; of several, the first. */
export function row(pane: Locator, name: string): Locator {
  const exactly = new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  return pane
    .locator('.monaco-list-row')
    .filter({ has: pane.page().locator('.label-name', { hasText: exactly }) })
    .first();
}

/** Selects and focuses a row without acting on it. */
export async function focusRow(pane: Locator, name: string): Promise<void> {
  const target = row(pane, name);
  await until(`${name} is focused`, async () => {
    await target.locator('.label-name').click({ timeout: 5000 });
    return (await target.getAttribute('class'))?.includes('focused');
  });
}

/** Opens or closes a row by the keyboard. A click would toggle it. */
export async function expand(pane: Locator, name: string, open = true): Promise<void> {
  const target = row(pane, name);
  await target.waitFor();
  await until(`${name} is ${open ? 'open' : 'closed'}`, async () => {
    if ((await target.getAttribute('aria-expanded')) === String(open)) return true;
    await target.locator('.monaco-tl-twistie').click({ timeout: 5000 });
    return until('the row changes', async () => (await target.getAttribute('aria-expanded')) === String(open), 3000).catch(
      () => false,
    );
  });
}

/** Picks an entry of a row's context menu. Opened with the right button, walked with the keyboard: a click on a menu just opened is ignored. */
export async function pickFromMenu(code: VSCode, target: Locator, label: string): Promise<void> {
  const { page } = code;
  const menu = page.locator('.monaco-menu');
  await until(`${label} is picked from the menu`, async () => {
    await parkMouse(code); // the hover of another row may cover this one
    await target.click({ button: 'right', timeout: 5000 });
    await menu.first().waitFor({ timeout: 5000 });
    const entry = menu.locator('.action-item').filter({ has: page.locator(`.action-label:text-is("${label}")`) });
    if ((await entry.count()) === 0) {
      await page.keyboard.press('Escape');
      return false;
    }
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('ArrowDown');
      if ((await entry.first().getAttribute('class', { timeout: 2000 }))?.includes('focused')) {
        await page.keyboard.press('Enter');
        return menu
          .first()
          .waitFor({ state: 'hidden', timeout: 5000 })
          .then(() => true);
      }
    }
    await page.keyboard.press('Escape');
    return false;
  });
}

/**
 * Picks from the menu of a row a command that asks something. A menu that is used in the moment in which the tree is redrawn reaches the
 * command without its row: it then asks for the row first, and is tried again.
 */
export function askFromMenu(code: VSCode, target: Locator, label: string, title: string): Promise<void> {
  return fromMenu(code, target, label, code.page.locator('.quick-input-widget').getByText(title).first());
}

/** Picks from the menu of a row a command that opens an editor with this text in its tab; tried again like `askFromMenu`. */
export function openFromMenu(code: VSCode, target: Locator, label: string, tab: string): Promise<void> {
  return fromMenu(code, target, label, code.page.locator('.tabs-container .tab').filter({ hasText: tab }).first());
}

async function fromMenu(code: VSCode, target: Locator, label: string, shown: Locator): Promise<void> {
  await until(`${label} shows ${shown}`, async () => {
    await code.page.keyboard.press('Escape');
    await pickFromMenu(code, target, label);
    return shown.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
  });
}

/** The entries of a row's context menu, without acting. */
export async function menuOf(code: VSCode, target: Locator): Promise<readonly string[]> {
  const { page } = code;
  const labels = page.locator('.monaco-menu .action-label:not(.separator)');
  return until('the menu opens', async () => {
    await target.click({ button: 'right', timeout: 5000 });
    await labels.first().waitFor({ timeout: 5000 });
    const texts = (await labels.allTextContents()).map((text) => text.trim()).filter(Boolean);
    await page.keyboard.press('Escape');
    await labels.first().waitFor({ state: 'hidden', timeout: 5000 });
    return texts;
  });
}

/** Runs a command from the palette by its whole title. The list is made as it opens: it is opened again until the command is there. */
export async function runCommand(code: VSCode, title: string): Promise<void> {
  const { page } = code;
  await until(`"${title}" is in the palette`, async () => {
    await page.keyboard.press('F1');
    const box = page.locator('.quick-input-widget input.input');
    await box.waitFor({ timeout: 5000 });
    await box.fill(`>${title}`, { timeout: 5000 });
    const entry = page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: page.locator('.label-name', { hasText: exactly(title) }) });
    const found = await entry
      .first()
      .waitFor({ timeout: 2000 })
      .then(
        () => true,
        () => false,
      );
    if (!found) {
      await page.keyboard.press('Escape');
      return false;
    }
    await entry.first().click({ timeout: 5000 });
    return true;
  });
}

/** Titles that the palette offers for some text. */
export async function commandsFor(code: VSCode, text: string): Promise<readonly string[]> {
  const { page } = code;
  await page.keyboard.press('F1');
  const box = page.locator('.quick-input-widget input.input');
  await box.fill(`>${text}`);
  const labels = page.locator('.quick-input-list .monaco-list-row .label-name');
  await labels.first().waitFor();
  const titles = await labels.allTextContents();
  await page.keyboard.press('Escape');
  return titles;
}

/** Picks an entry of an open quick pick by its whole label. The next question may offer an entry of the same label: it is left alone. */
export async function choose(code: VSCode, label: string): Promise<void> {
  const { page } = code;
  const widget = page.locator('.quick-input-widget');
  const entry = widget
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.locator('.label-name', { hasText: exactly(label) }) })
    .first();
  await entry.waitFor();
  const asked = () =>
    Promise.all([
      widget.locator('.quick-input-title').textContent({ timeout: 2000 }),
      widget.locator('input.input').getAttribute('placeholder', { timeout: 2000 }),
    ]).then((texts) => texts.join('\n'));
  const before = await asked();
  await until(`${label} is chosen`, async () => {
    await entry.click({ timeout: 3000 });
    return until('the list is gone', async () => !(await entry.isVisible()) || (await asked()) !== before, 3000);
  });
}

/** The labels of an open quick pick. */
export async function choices(code: VSCode): Promise<readonly string[]> {
  const labels = code.page.locator('.quick-input-list .monaco-list-row .label-name');
  await labels.first().waitFor();
  return labels.allTextContents();
}

/** Fills in an open input box whose prompt or title holds some text, and accepts. */
export async function answer(code: VSCode, prompt: string, text: string): Promise<void> {
  const widget = await question(code, prompt);
  await widget.locator('input.input').fill(text);
  await code.page.keyboard.press('Enter');
}

/** Waits for an open input box or pick whose texts hold these words. */
export async function question(code: VSCode, prompt: string): Promise<Locator> {
  const widget = code.page.locator('.quick-input-widget').filter({ visible: true });
  await until(`a question with "${prompt}"`, async () => {
    const placeholder = await widget.locator('input.input').getAttribute('placeholder', { timeout: 2000 });
    return `${await widget.textContent({ timeout: 2000 })} ${placeholder}`.includes(prompt);
  });
  return widget;
}

/** The open modal dialog; its text. */
export async function dialogText(code: VSCode): Promise<string> {
  const box = code.page.locator('.monaco-dialog-box');
  await box.waitFor();
  return (await box.textContent()) ?? '';
}

/** Presses a button of the open modal dialog. */
export async function press(code: VSCode, button: string): Promise<void> {
  const box = code.page.locator('.monaco-dialog-box');
  await box.locator('.monaco-button', { hasText: button }).first().click();
  await box.waitFor({ state: 'hidden' });
}

/** Waits for a notification whose text holds these words. VS Code draws few toasts a second: the others are in its notification centre. */
export async function notification(code: VSCode, text: string): Promise<Locator> {
  const toast = code.page
    .locator('.notification-toast, .notifications-center .monaco-list-row')
    .filter({ hasText: text })
    .first();
  await until(`a notification with "${text}"`, async () => {
    const shown = await toast.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    );
    if (!shown) await runCommand(code, 'Notifications: Show Notifications');
    return shown;
  });
  return toast;
}

/** Closes whatever notifications there are. */
export async function clearNotifications(code: VSCode): Promise<void> {
  await runCommand(code, 'Notifications: Clear All Notifications');
}

/** The document of the extension's visible webview: it is in a frame inside a frame. */
export async function webview(code: VSCode, selector = 'body'): Promise<Frame> {
  return until('the webview is drawn', async () => {
    const outer = code.page.locator('iframe.webview.ready').filter({ visible: true }).last();
    const inner = outer.contentFrame().locator('iframe#active-frame');
    await inner.contentFrame().locator(selector).first().waitFor({ timeout: 10_000 });
    const handle = await inner.elementHandle({ timeout: 5000 });
    return (await handle?.contentFrame()) ?? undefined;
  });
}

/** Switches to another colour theme and waits for its kind. */
export async function useTheme(code: VSCode, theme: Theme): Promise<void> {
  const { kind, label } = themeTable[theme];
  const shown = code.page.locator(`.monaco-workbench.${kind}`);
  if (await shown.isVisible()) return;
  await runCommand(code, 'Preferences: Color Theme');
  await code.page.locator('.quick-input-widget input.input').fill(label);
  await choose(code, label);
  await shown.waitFor();
}

const themeTable = {
  dark: { kind: 'vs-dark', label: 'Dark Modern' },
  light: { kind: 'vs:not(.vs-dark)', label: 'Light Modern' },
  'high contrast': { kind: 'hc-black', label: 'Dark High Contrast' },
  'high contrast light': { kind: 'hc-light', label: 'Light High Contrast' },
} as const;
export type Theme = keyof typeof themeTable;
export const themes = Object.keys(themeTable) as readonly Theme[];

/** Drags the edge of the side bar until it is about this wide. */
export async function widenSideBar(code: VSCode, width: number): Promise<void> {
  const { page } = code;
  const bar = page.locator('.part.sidebar');
  await until(`the side bar is ${width} wide`, async () => {
    const box = await bar.boundingBox();
    if (!box) return false;
    if (Math.abs(box.width - width) < 10) return true;
    const edge = box.x + box.width;
    await page.mouse.move(edge, 400);
    await page.mouse.down();
    await page.mouse.move(box.x + width, 400, { steps: 5 });
    await page.mouse.up();
    return false;
  });
}

/** The tooltip of a row, once it holds some text. A redraw of the tree takes a tooltip away: it is asked for again. */
export async function tooltip(code: VSCode, target: Locator, text: string): Promise<Locator> {
  const hover = code.page.locator('.monaco-hover').filter({ hasText: text }).first();
  await until(`a tooltip with "${text}"`, async () => {
    await code.page.mouse.move(5, 855);
    await target.locator('.label-name').hover({ timeout: 5000 });
    return hover.waitFor({ timeout: 5000 }).then(() => true);
  });
  return hover;
}

/** The mouse left over a row shows a hover over its neighbours. */
export async function parkMouse(code: VSCode): Promise<void> {
  const { page } = code;
  const hover = page.locator('.monaco-hover').filter({ visible: true }).first();
  await until('no hover is left', async () => {
    await page.mouse.move(5, 855);
    const gone = await hover.waitFor({ state: 'hidden', timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (!gone) await page.keyboard.press('Escape');
    return gone;
  });
}

/** The whole text of an element, whatever part of it the list highlights, and without the room of an icon. */
function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}

/** What the browser's clipboard holds. */
export function clipboardText(code: VSCode): Promise<string> {
  return code.page.evaluate<string>('navigator.clipboard.readText()');
}
