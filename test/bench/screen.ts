/** When something is on the screen, by the page's own clock: from the frame after the change, not from when a test asks. */
import type { Page } from 'playwright-core';

/** Looks at every frame until a condition holds; resolves with milliseconds since 1970. */
const waits = `(holds) => new Promise((resolve, reject) => {
  const end = performance.now() + 30000;
  const look = () => {
    if (holds()) resolve(performance.timeOrigin + performance.now());
    else if (performance.now() > end) reject(new Error('not on the screen in 30 s'));
    else requestAnimationFrame(look);
  };
  look();
})`;

/** Milliseconds in which the workbench takes a second click on a container for a nervous first one. */
const nervous = 350;

/** Clicks on a view container while the explorer is shown: milliseconds until the view of this title shows a row. */
export async function clickUntil(page: Page, container: string, title: string): Promise<number> {
  await page.locator('.sidebar .composite.title h2', { hasText: 'Explorer' }).waitFor();
  await new Promise((resolve) => setTimeout(resolve, nervous));
  await page.evaluate(`globalThis.dneClicked = undefined;
    globalThis.dneListening ??= document.addEventListener('mousedown', () => { globalThis.dneClicked = performance.timeOrigin + performance.now(); }, true) ?? true;`);
  const seen = page.evaluate<number>(`(${waits})(() => {
    if (globalThis.dneClicked === undefined) return false;
    const pane = [...document.querySelectorAll('.sidebar .pane')].find((one) => one.querySelector('h3.title')?.textContent === ${JSON.stringify(title)});
    const row = pane?.querySelector('.monaco-list-row .label-name');
    return row && row.textContent !== '' && row.getClientRects().length > 0;
  })`);
  await page.locator('.activitybar').getByRole('tab', { name: container }).click();
  const shown = await seen;
  return shown - (await page.evaluate<number>('globalThis.dneClicked'));
}

/** Begins to wait for a row of this name; the result resolves with the time at which it is shown, in milliseconds since 1970. */
export async function appears(page: Page, name: string): Promise<() => Promise<number>> {
  const seen = page.evaluate<number>(`(${waits})(() =>
    [...document.querySelectorAll('.sidebar .monaco-list-row .label-name')].some((row) => row.textContent === ${JSON.stringify(name)}))`);
  // the page has begun to wait once it answers something that was asked later
  await page.evaluate('0');
  return () => seen;
}
