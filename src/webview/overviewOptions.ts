import type { PlacedCell } from '../diagrams/layoutOverview.ts';
import type { Context } from './context.ts';
import { element } from './element.ts';
import { overviewText } from './overviewText.ts';

/** Cells told around the one with the keyboard: all of them would be thousands of elements, and the list says how many there are. */
const around = 8;

/** What a screen reader finds in a list box that is drawn on a canvas: the options around the active one, in words. */
export function overviewOptions(listbox: HTMLElement) {
  const told = element('div', { class: 'spoken', role: 'presentation' });
  listbox.append(told);
  return {
    tell(cells: readonly PlacedCell[], active: string | undefined, context: Context): void {
      const at = Math.max(
        0,
        cells.findIndex(({ cell }) => cell.id === active),
      );
      const first = Math.max(0, at - around);
      told.replaceChildren(
        ...cells.slice(first, at + around + 1).map(({ cell }, index) =>
          element(
            'div',
            {
              role: 'option',
              id: `overview-cell-${first + index}`,
              'aria-posinset': first + index + 1,
              'aria-setsize': cells.length,
              'aria-selected': String(cell.id === active),
            },
            overviewText(cell, context),
          ),
        ),
      );
      if (cells.length > 0) listbox.setAttribute('aria-activedescendant', `overview-cell-${at}`);
      else listbox.removeAttribute('aria-activedescendant');
    },
  };
}
