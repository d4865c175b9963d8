import type { Say } from '../diagrams/diagram.ts';
import { layoutDiagram } from '../diagrams/layout.ts';
import { overlayMap } from '../diagrams/overlay.ts';
import { svgText } from '../diagrams/svg.ts';
import type { Theme } from '../diagrams/svgStyle.ts';
import { diagramText } from '../diagrams/text.ts';
import type { Topology } from '../model/topology.ts';

/** The overlay of that id as text, with nothing folded. */
export function overlayAsText(topology: Topology, say: Say, network?: string): string {
  return diagramText(overlayMap(topology, { ...(network ? { network } : {}), unfolded: 'all' }), say);
}

/** The overlay of that id as an SVG file of its own. */
export function overlayAsSvg(topology: Topology, say: Say, theme: Theme, network?: string): string {
  return svgText(layoutDiagram(overlayMap(topology, network ? { network } : {}), say, { heading: true }), say, theme);
}
