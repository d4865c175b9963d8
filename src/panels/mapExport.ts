import type { Say } from '../diagrams/diagram.ts';
import { hostMap } from '../diagrams/hostMap.ts';
import { layoutDiagram } from '../diagrams/layout.ts';
import { svgText } from '../diagrams/svg.ts';
import type { Theme } from '../diagrams/svgStyle.ts';
import { diagramText } from '../diagrams/text.ts';
import type { Topology } from '../model/topology.ts';

/** The host map as text, with nothing folded. */
export function mapAsText(topology: Topology, say: Say): string {
  return diagramText(hostMap(topology, { unfolded: 'all' }), say);
}

/** The host map as an SVG file of its own: title, lanes, resolved colours; large groups stay folded. */
export function mapAsSvg(topology: Topology, say: Say, theme: Theme): string {
  return svgText(layoutDiagram(hostMap(topology), say, { heading: true }), say, theme);
}
