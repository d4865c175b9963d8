import type { PathBox } from '../diagrams/pathBoxes.ts';
import { plainText } from '../diagrams/plainText.ts';
import type { Context } from './context.ts';
import { element } from './element.ts';

/** Beside the colour a shape and a word say how a path ends. */
const ends = { open: '✓', refused: '⊘', blocked: '✗', unknown: '?' } as const;

/** The places from left to right, an arrow between each two; where the path ends it says so. On a narrow panel it goes on below. */
export function pathPicture(boxes: readonly PathBox[], { t, post }: Context): HTMLElement {
  const items = boxes.map(({ kind, name, details, subject, end }, at) => {
    const label = name === '' ? t(`path.place-${kind}`) : plainText(name);
    const title =
      subject === undefined ? element('strong', {}, label) : element('button', { type: 'button', class: 'link' }, label);
    if (subject !== undefined) title.addEventListener('click', () => post({ type: 'reveal', id: subject }));
    const state = end ? [element('p', { class: 'end' }, `${ends[end]} ${t(`path.ends-${end}`)}`)] : [];
    const broken = end !== undefined && end !== 'open';
    const arrow =
      at === 0
        ? []
        : [element('span', { class: `arrow${broken ? ` ${end}` : ''}`, 'aria-hidden': 'true' }, broken ? `╌${ends[end]}╌` : '→')];
    const box = element(
      'div',
      { class: `place ${kind}${end ? ` ${end}` : ''}` },
      element('p', { class: 'kind' }, t(`path.place-${kind}`)),
      title,
      ...details.map((detail) => element('p', { class: 'mono' }, plainText(detail))),
      ...state,
    );
    return element('li', {}, ...arrow, box);
  });
  return element('ol', { class: 'route', 'aria-label': t('path.picture') }, ...items);
}
