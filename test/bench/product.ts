import { hostMap } from '../../src/diagrams/hostMap.ts';
import { layoutDiagram } from '../../src/diagrams/layout.ts';
import { svgText } from '../../src/diagrams/svg.ts';
import { EngineConnection } from '../../src/engine/connection.ts';
import { openEngine } from '../../src/engine/dockerodeEngine.ts';
import { findAll } from '../../src/findings/rules.ts';
import { buildTopology } from '../../src/model/buildTopology.ts';
import { TopologyStore } from '../../src/topologyStore.ts';

/** The parts of the extension that are measured outside of a window. */
export const product = { buildTopology, EngineConnection, findAll, hostMap, layoutDiagram, openEngine, svgText, TopologyStore };
