import type { Diagram, Say, Shape } from './diagram.ts';
import { plainText } from './plainText.ts';

/** One shape as a row: the same content as its box in the picture. */
export interface DiagramRow {
  readonly shape: Shape;
  readonly lane: string;
  readonly name: string;
  readonly kernelName: string;
  readonly facts: readonly string[];
  /** Names of what its wires lead to. */
  readonly wiredTo: readonly string[];
}

export interface DiagramTable {
  readonly title: string;
  readonly notes: readonly string[];
  readonly rows: readonly DiagramRow[];
}

/** A table for each section. */
export function diagramTable(diagram: Diagram, say: Say): readonly DiagramTable[] {
  const clean: Say = (label) => plainText(say(label));
  const names = new Map(diagram.shapes.map((shape) => [shape.id, nameOf(shape, clean)]));
  const wiredTo = new Map<string, string[]>();
  for (const wire of diagram.wires) {
    const list = wiredTo.get(wire.from) ?? [];
    list.push(names.get(wire.to) ?? '');
    wiredTo.set(wire.from, list);
  }
  return diagram.sections.map((section, index) => ({
    title: clean(section.title),
    notes: section.notes.map(clean),
    rows: diagram.lanes.flatMap((lane, laneIndex) =>
      diagram.shapes
        .filter((shape) => shape.section === index && shape.lane === laneIndex)
        .map((shape) => ({
          shape,
          lane: clean(lane),
          name: names.get(shape.id) ?? '',
          kernelName: kernelText(shape, clean),
          facts: factsOf(shape, clean),
          wiredTo: wiredTo.get(shape.id) ?? [],
        })),
    ),
  }));
}

/** The diagram as plain text: what the table says, one line for each shape. */
export function diagramText(diagram: Diagram, say: Say): string {
  const clean: Say = (label) => plainText(say(label));
  const lines = [clean(diagram.title), clean(diagram.question)];
  for (const table of diagramTable(diagram, say)) {
    lines.push('', table.title, ...table.notes.map((note) => `  ${note}`));
    let lane = '';
    for (const row of table.rows) {
      if (row.lane !== lane) lines.push('', `  ${row.lane.toUpperCase()}`);
      lane = row.lane;
      const name =
        row.kernelName === ''
          ? row.name
          : row.kernelName.startsWith(row.name)
            ? row.kernelName
            : `${row.name} / ${row.kernelName}`;
      const wired = row.wiredTo.length === 0 ? '' : ` → ${row.wiredTo.join(', ')}`;
      lines.push(`  ${name}${wired}`, ...row.facts.map((fact) => `      ${fact}`));
    }
  }
  if (diagram.notes.length > 0) lines.push('', ...diagram.notes.map(clean));
  return `${lines.join('\n')}\n`;
}

function nameOf(shape: Shape, say: Say): string {
  const title = say(shape.title);
  if (title !== '') return title;
  return shape.kernelName ? plainText(shape.kernelName.name) : say(shape.lines[0]?.text ?? '');
}

function kernelText(shape: Shape, say: Say): string {
  if (!shape.kernelName) return '';
  const name = plainText(shape.kernelName.name);
  return shape.kernelName.source === 'observed' ? name : `${name} (${say({ code: 'map.inferred', args: [] })})`;
}

function factsOf(shape: Shape, say: Say): readonly string[] {
  const lines = shape.title === '' && !shape.kernelName ? shape.lines.slice(1) : shape.lines;
  return [
    ...(shape.tag === undefined ? [] : [say(shape.tag)]),
    ...lines.map((line) => `${line.tone === 'warning' ? '⚠ ' : ''}${say(line.text)}`),
    ...shape.details.map(say),
  ].filter((text) => text !== '');
}
