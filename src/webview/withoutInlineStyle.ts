/**
 * While the toolkit's modules load, a `<style>` that they make to try a selector is an inert element with a constructed sheet instead:
 * the answer is the same, and the policy has nothing to refuse. Imported before the toolkit, undone after it.
 */
const original = document.createElement;

document.createElement = function createElement(this: Document, name: string, options?: ElementCreationOptions): HTMLElement {
  if (name.toLowerCase() !== 'style') return original.call(this, name, options);
  return Object.assign(original.call(this, 'meta'), { sheet: new CSSStyleSheet() });
} as typeof document.createElement;

export function restoreCreateElement(): void {
  document.createElement = original;
}
