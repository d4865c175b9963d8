/** Colours for a picture outside VS Code, where there are no theme variables. */
export type Theme = 'dark' | 'light';

interface Colours {
  readonly paper: string;
  readonly box: string;
  readonly border: string;
  readonly text: string;
  readonly muted: string;
  readonly blue: string;
  readonly yellow: string;
  readonly purple: string;
  readonly green: string;
  readonly red: string;
}

const colours: Readonly<Record<Theme, Colours>> = {
  dark: {
    paper: '#1f1f1f',
    box: '#2a2a2c',
    border: '#5a5a5a',
    text: '#cccccc',
    muted: '#9d9d9d',
    blue: '#4daafc',
    yellow: '#e2c08d',
    purple: '#c586c0',
    green: '#73c991',
    red: '#f48771',
  },
  light: {
    paper: '#ffffff',
    box: '#f8f8f8',
    border: '#a0a0a0',
    text: '#3b3b3b',
    muted: '#616161',
    blue: '#005fb8',
    yellow: '#895503',
    purple: '#8f2a9a',
    green: '#1e7236',
    red: '#a1260d',
  },
};

/** The rules of an exported picture; `media/panel.css` has their twins with theme variables. */
export function svgStyle(theme: Theme): string {
  const c = colours[theme];
  return [
    `text{font-family:'Segoe UI','DejaVu Sans',sans-serif;fill:${c.text}}`,
    `.paper{fill:${c.paper}}`,
    `.box{fill:${c.box};stroke:${c.border}}`,
    `.title,.heading{font-weight:600}`,
    `.mono,.kernel,.muted-mono{font-family:ui-monospace,'DejaVu Sans Mono',monospace}`,
    `.lane{font-weight:600;letter-spacing:.06em;text-transform:uppercase}`,
    `.muted,.muted-mono,.lane,.inferred{fill:${c.muted}}`,
    `.inferred{font-style:italic}`,
    `text .warning{fill:${c.yellow}}`,
    `text .good{fill:${c.green}}`,
    `.sign{fill:none;stroke-width:1.2}`,
    `.sign.warning{stroke:${c.yellow}}`,
    `.sign.good{stroke:${c.green}}`,
    `.wire{fill:none;stroke:${c.border};stroke-width:1.6}`,
    `.dashed,.state-stopped .box,.kind-group .box{stroke-dasharray:4 3}`,
    `.edge{stroke:${c.border};stroke-width:3}`,
    `.mark{fill:${c.green};stroke:${c.green}}`,
    `.state-stopped .mark{fill:none;stroke:${c.muted}}`,
    ...tones(c).flatMap(([tone, colour]) => [
      `.wire.tone-${tone},.tone-${tone} .edge,.kind-network.tone-${tone} .box{stroke:${colour}}`,
      `.tone-${tone} .kernel{fill:${colour}}`,
    ]),
  ].join('');
}

/** What a picture with frames and tunnels needs besides. */
export function frameStyle(theme: Theme): string {
  const c = colours[theme];
  return [
    `.tube{fill:none;stroke:${c.green};stroke-width:9;opacity:.22}`,
    `.form-broken{opacity:.08}`,
    `.cross{fill:none;stroke:${c.red};stroke-width:2.2}`,
    `.kind-frame .box{fill:none}`,
    `.kind-tunnel .box{stroke:${c.green}}`,
  ].join('');
}

function tones(c: Colours): readonly (readonly [string, string])[] {
  return [
    ['bridge', c.blue],
    ['default-bridge', c.yellow],
    ['macvlan', c.purple],
    ['ipvlan', c.purple],
    ['overlay', c.green],
    ['port', c.blue],
  ];
}
