import { ColorThemeKind, env, Uri, window, workspace } from 'vscode';
import type { Say } from '../diagrams/diagram.ts';
import type { Topology } from '../model/topology.ts';
import { mapAsSvg, mapAsText } from './mapExport.ts';

/** Puts the host map on the clipboard, as text. */
export async function copyMapText(topology: Topology, say: Say): Promise<void> {
  await env.clipboard.writeText(mapAsText(topology, say));
}

/** Asks where to, and writes the host map there as SVG in the colours of the current kind of theme. Nothing if the user cancels. */
export async function exportMapSvg(topology: Topology, say: Say): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    filters: { SVG: ['svg'] },
    ...(folder ? { defaultUri: Uri.joinPath(folder, 'host-map.svg') } : {}),
  });
  if (!target) return undefined;
  await workspace.fs.writeFile(target, new TextEncoder().encode(mapAsSvg(topology, say, themeKind())));
  return target;
}

function themeKind(): 'dark' | 'light' {
  switch (window.activeColorTheme.kind) {
    case ColorThemeKind.Light:
    case ColorThemeKind.HighContrastLight:
      return 'light';
    default:
      return 'dark';
  }
}
