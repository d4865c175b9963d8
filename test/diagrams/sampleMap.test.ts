import { test } from 'node:test';
import { mapAsSvg, mapAsText } from '../../src/panels/mapExport.ts';
import { englishSay } from './englishWords.ts';
import { assertGolden } from './golden.ts';
import { sampleTopology } from './sampleTopology.ts';

test('the host map of the sample is drawn as recorded', () => {
  assertGolden('sample-map-dark.svg', mapAsSvg(sampleTopology(), englishSay(), 'dark'));
});

test('the host map of the sample reads as recorded', () => {
  assertGolden('sample-map.txt', mapAsText(sampleTopology(), englishSay()));
});
