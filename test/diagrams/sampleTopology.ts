import { readFileSync } from 'node:fs';
import { buildTopology } from '../../src/model/buildTopology.ts';
import { parseSample } from '../../src/model/sample.ts';
import type { Topology } from '../../src/model/topology.ts';

/** The sample that the extension shows without an engine. */
export function sampleTopology(): Topology {
  const file = readFileSync(new URL('../../media/sample.json', import.meta.url), 'utf8');
  return buildTopology(parseSample(JSON.parse(file)), '2026-11-25T21:00:00Z');
}
