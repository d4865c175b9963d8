/**
 * The only import of the UI toolkit, mended from outside. Under a strict policy it fails three times: a probe for `:focus-visible` adds a
 * `<style>` while its modules load (`withoutInlineStyle.ts`, imported first), and the templates of its badge and progress ring carry style
 * attributes (not registered here). Its dropdown takes no name from a label: `labelDropdown` gives it one.
 */

// on its own line: sorted imports stay behind it
import './withoutInlineStyle.ts';
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { restoreCreateElement } from './withoutInlineStyle.ts';

export function registerToolkit(): void {
  restoreCreateElement();
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption(), vsCodeTextField());
}

/** A dropdown as the rest of the panel sees it. */
export interface Dropdown extends HTMLElement {
  value: string;
  open: boolean;
  disabled: boolean;
}

export interface TextField extends HTMLElement {
  value: string;
  disabled: boolean;
}

/** Names both roles that the dropdown has: the combobox itself and the list box in its shadow. */
export function labelDropdown(dropdown: Dropdown, label: string): void {
  dropdown.setAttribute('aria-label', label);
  requestAnimationFrame(() => dropdown.shadowRoot?.querySelector('[role=listbox]')?.setAttribute('aria-label', label));
}

/** Replaces the options when they changed, and chooses one; a dropdown that is open or unchanged is left alone. */
export function setOptions(
  dropdown: Dropdown,
  options: readonly { readonly value: string; readonly text: string }[],
  value: string,
): void {
  const key = JSON.stringify(options);
  if (dropdown.dataset.options !== key && !dropdown.open) {
    dropdown.dataset.options = key;
    dropdown.replaceChildren(
      ...options.map((option) => {
        const made = document.createElement('vscode-option');
        made.setAttribute('value', option.value);
        made.textContent = option.text;
        return made;
      }),
    );
  }
  // The options become known to the dropdown only when its slot has changed.
  queueMicrotask(() => {
    requestAnimationFrame(() => {
      if (!dropdown.open && dropdown.value !== value) dropdown.value = value;
    });
  });
}
