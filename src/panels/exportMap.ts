import { ColorThemeKind, env, Uri, window, workspace } from 'vscode';
import type { Say } from '../diagrams/diagram.ts';
import type { Theme } from '../diagrams/svgStyle.ts';
import type { Topology } from '../model/topology.ts';
import { mapAsSvg, mapAsText } from './mapExport.ts';
import { overlayAsSvg, overlayAsText } from './overlayExport.ts';

/** Puts the host map on the clipboard, as text. */
export async function copyMapText(topology: Topology, say: Say): Promise<void> {
  await env.clipboard.writeText(mapAsText(topology, say));
}

/** Puts the overlay of that id on the clipboard, as text. */
export async function copyOverlayText(topology: Topology, say: Say, network: string): Promise<void> {
  await env.clipboard.writeText(overlayAsText(topology, say, network));
}

/** The same as {@link exportMapSvg} for the overlay of that id. */
export function exportOverlaySvg(topology: Topology, say: Say, network: string): Promise<Uri | undefined> {
  return save('overlay.svg', (theme) => overlayAsSvg(topology, say, theme, network));
}

/** Asks where to, and writes the host map there as SVG in the colours of the current kind of theme. Nothing if the user cancels. */
export function exportMapSvg(topology: Topology, say: Say): Promise<Uri | undefined> {
  return save('host-map.svg', (theme) => mapAsSvg(topology, say, theme));
}

async function save(name: string, picture: (theme: Theme) => string): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    filters: { SVG: ['svg'] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return undefined;
  await workspace.fs.writeFile(target, new TextEncoder().encode(picture(themeKind())));
  return target;
}

function themeKind(): Theme {
  switch (window.activeColorTheme.kind) {
    case ColorThemeKind.Light:
    case ColorThemeKind.HighContrastLight:
      return 'light';
    default:
      return 'dark';
  }
}
