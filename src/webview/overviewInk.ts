import type { Tone } from '../diagrams/diagram.ts';
import { element } from './element.ts';

/** Resolved colours of the theme, for a canvas. */
export interface Ink {
  readonly paper: string;
  readonly text: string;
  readonly muted: string;
  readonly focus: string;
  readonly line: string;
  readonly error: string;
  readonly warning: string;
  readonly tones: Readonly<Record<Tone, string>>;
  readonly font: string;
  /** Only outlines: fills would take the contrast away that the user asked for. */
  readonly plain: boolean;
}

const asked = ['paper', 'text', 'muted', 'focus', 'line', 'error', 'warning', 'blue', 'yellow', 'purple', 'green'] as const;

/** Asks the stylesheet for the colours, by elements that have them: a canvas knows no variables. Tells when they change. */
export function overviewInk(parent: HTMLElement, changed: () => void): { readonly read: () => Ink } {
  const probes = asked.map((name) => element('span', { class: `ink ink-${name}` }));
  parent.append(element('span', { hidden: true, 'aria-hidden': 'true' }, ...probes));
  const forced = matchMedia('(forced-colors: active)');
  forced.addEventListener('change', changed);
  // VS Code tells of another theme by variables of the root and classes of the body
  for (const target of [document.documentElement, document.body])
    new MutationObserver(changed).observe(target, { attributes: true });
  return {
    read() {
      const font = getComputedStyle(document.body).fontFamily;
      // the system's colours stand for all of the theme's
      if (forced.matches) return { ...systemInk, font };
      const colours = probes.map((probe) => getComputedStyle(probe).color);
      const of = (name: (typeof asked)[number]) => colours[asked.indexOf(name)] ?? '#888';
      const [blue, yellow, purple, green, muted] = [of('blue'), of('yellow'), of('purple'), of('green'), of('muted')];
      return {
        paper: of('paper'),
        text: of('text'),
        muted,
        focus: of('focus'),
        line: of('line'),
        error: of('error'),
        warning: of('warning'),
        tones: { ...tones(muted), bridge: blue, 'default-bridge': yellow, macvlan: purple, ipvlan: purple, overlay: green },
        font,
        plain: /\bvscode-high-contrast\b/.test(document.body.className),
      };
    },
  };
}

function tones(colour: string): Ink['tones'] {
  return {
    bridge: colour,
    'default-bridge': colour,
    macvlan: colour,
    ipvlan: colour,
    overlay: colour,
    host: colour,
    none: colour,
    remote: colour,
    port: colour,
    muted: colour,
  };
}

const systemInk: Omit<Ink, 'font'> = {
  paper: 'Canvas',
  text: 'CanvasText',
  muted: 'CanvasText',
  focus: 'Highlight',
  line: 'CanvasText',
  error: 'CanvasText',
  warning: 'CanvasText',
  tones: tones('CanvasText'),
  plain: true,
};
