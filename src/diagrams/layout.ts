import type { Diagram, Say, Section, Shape } from './diagram.ts';
import { wrapText } from './measure.ts';
import type { PlacedDiagram, PlacedShape, PlacedText, TextRole } from './placed.ts';
import { placeFrames } from './placeFrames.ts';
import { placeSection } from './placeSection.ts';
import { plainText } from './plainText.ts';
import { fullTexts, shapeTexts, shapeWidths } from './shapeTexts.ts';
import { wirePaths } from './wirePaths.ts';

const margin = 20;
/** Room before each lane but the first. */
const laneGaps: readonly number[] = [0, 28, 28, 60, 48, 36];
const sectionGap = 36;
const framePadding = 16;

export interface LayoutOptions {
  /** Puts title, question and lane headings on the picture itself, for a file. */
  readonly heading?: boolean;
}

/** The box of one lane. */
export interface Column {
  readonly x: number;
  readonly width: number;
}

/**
 * Places a diagram: lanes are columns, each switch is a block of rows beside the sandboxes that reach it first. The same diagram gives
 * the same picture; nothing is measured in a browser.
 */
export function layoutDiagram(diagram: Diagram, say: Say, options: LayoutOptions = {}): PlacedDiagram {
  const clean: Say = (label) => plainText(say(label));
  const columns = columnsOf(diagram);
  const last = columns.findLast((column) => column !== undefined);
  const width = (last ? last.x + last.width : 600) + margin;
  const texts: PlacedText[] = [];
  let y = 0;
  if (options.heading) {
    y += 34;
    texts.push(line(margin, y, 17, clean(diagram.title), 'title'));
    y += 20;
    texts.push(line(margin, y, 12, clean(diagram.question), 'muted'));
    y += 10;
  }
  y += 24;
  if (diagram.shapes.length > 0) {
    diagram.lanes.forEach((lane, index) => {
      const column = columns[index];
      if (column) texts.push(line(column.x, y, 11, clean(lane), 'lane'));
    });
  }
  y += 16;

  const shapes: PlacedShape[] = [];
  diagram.sections.forEach((section, index) => {
    const titled = diagram.sections.length > 1 || options.heading === true;
    const head = headTexts(section, titled, clean, y, width);
    texts.push(...head.texts);
    const boxes = boxesOf(diagram, index, say, columns);
    const place = boxes.some(({ shape }) => shape.kind === 'frame') ? placeFrames : placeSection;
    const placed = place(boxes, diagram.wires, head.bottom);
    shapes.push(...placed.shapes);
    y = placed.bottom + sectionGap;
  });
  for (const note of diagram.notes) {
    for (const part of wrapText(clean(note), 'text', 12, width - 2 * margin, 4)) {
      texts.push(line(margin, y + 12, 12, part, 'muted'));
      y += 20;
    }
  }
  return {
    width,
    height: Math.round(y - sectionGap + margin + (diagram.notes.length > 0 ? sectionGap : 0)),
    title: clean(diagram.title),
    question: clean(diagram.question),
    texts,
    shapes,
    wires: wirePaths(diagram.wires, shapes, columns),
  };
}

/** A shape with its size and texts, before it has a place. */
export interface Box {
  readonly shape: Shape;
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PlacedText[];
  readonly spoken: string;
  readonly full: readonly string[];
}

function boxesOf(diagram: Diagram, section: number, say: Say, columns: readonly (Column | undefined)[]): readonly Box[] {
  const boxes: Box[] = [];
  const frame = frameColumn(diagram, columns);
  for (const shape of diagram.shapes) {
    const column = shape.kind === 'frame' ? frame : columns[shape.lane];
    if (shape.section !== section || !column) continue;
    const content = shapeTexts(shape, say, column.width);
    boxes.push({ shape, ...column, ...content, spoken: plainText(say(shape.spoken)), full: fullTexts(shape, say) });
  }
  return boxes;
}

/** Frames reach around the lanes of what they hold. */
function frameColumn(diagram: Diagram, columns: readonly (Column | undefined)[]): Column | undefined {
  const held = diagram.shapes.flatMap(({ frame, lane }) => (frame === undefined ? [] : (columns[lane] ?? [])));
  if (held.length === 0) return undefined;
  const x = Math.min(...held.map((column) => column.x)) - framePadding;
  return { x, width: Math.max(...held.map((column) => column.x + column.width)) + framePadding - x };
}

/** A lane without shapes takes no room, and neither does that of the frames. */
function columnsOf(diagram: Diagram): readonly (Column | undefined)[] {
  const widths = diagram.lanes.map((_, lane) =>
    diagram.shapes.reduce((most, shape) => (shape.lane === lane ? Math.max(most, shapeWidths[shape.kind]) : most), 0),
  );
  const gaps = diagram.laneGaps ?? laneGaps;
  const inFrames = new Set(diagram.shapes.flatMap(({ frame, lane }) => (frame === undefined ? [] : [lane])));
  let end: number | undefined;
  return widths.map((width, lane) => {
    if (width === 0) return undefined;
    const column = { x: end === undefined ? margin + (inFrames.has(lane) ? framePadding : 0) : end + (gaps[lane] ?? 36), width };
    end = column.x + width;
    return column;
  });
}

function headTexts(
  section: Section,
  titled: boolean,
  say: Say,
  top: number,
  width: number,
): { texts: readonly PlacedText[]; bottom: number } {
  const texts: PlacedText[] = [];
  let y = top;
  if (titled) {
    y += 14;
    texts.push(line(margin, y, 13, say(section.title), 'heading'));
    y += 6;
  }
  for (const note of section.notes) {
    for (const part of wrapText(say(note), 'text', 12, width - 2 * margin, 3)) {
      y += 16;
      texts.push(line(margin, y, 12, part, 'muted'));
    }
  }
  return { texts, bottom: y === top ? top : y + 14 };
}

function line(x: number, y: number, size: number, text: string, role: TextRole): PlacedText {
  return { x, y: Math.round(y), size, anchor: 'start', parts: [{ text, role }] };
}
