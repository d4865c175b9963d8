import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostMap } from '../../src/diagrams/hostMap.ts';
import { layoutDiagram } from '../../src/diagrams/layout.ts';
import { diagramTable, diagramText } from '../../src/diagrams/text.ts';
import { englishSay } from './englishWords.ts';
import { blogTopology, crowd } from './literalTopology.ts';
import { sampleTopology } from './sampleTopology.ts';

const say = englishSay();

for (const [name, topology] of [
  ['the blog’s scenario', blogTopology()],
  ['the sample', sampleTopology()],
  ['a crowd', crowd(30, 2)],
] as const) {
  const diagram = hostMap(topology);
  const rows = diagramTable(diagram, say).flatMap((table) => table.rows);

  test(`${name}: the text says all that the table says`, () => {
    const text = diagramText(diagram, say);
    for (const row of rows) {
      for (const part of [row.name, row.kernelName, ...row.facts, ...row.wiredTo]) assert.ok(text.includes(part), part);
    }
  });

  test(`${name}: the table says all that the picture says`, () => {
    assert.equal(rows.length, diagram.shapes.length);
    const byShape = new Map(rows.map((row) => [row.shape.id, JSON.stringify(row)]));
    for (const { shape, full } of layoutDiagram(diagram, say).shapes) {
      const row = byShape.get(shape.id) ?? '';
      for (const part of full.flatMap((text) => text.split(' · '))) assert.ok(row.includes(part), `${part} in ${row}`);
    }
  });

  test(`${name}: every wire of the picture is in the table`, () => {
    assert.equal(
      rows.reduce((sum, row) => sum + row.wiredTo.length, 0),
      diagram.wires.length,
    );
  });
}
