import type { Wire } from './diagram.ts';
import type { Box } from './layout.ts';
import type { PlacedShape } from './placed.ts';
import { spread } from './spread.ts';

const rowGap = 10;
const frameGap = 22;
const frameFoot = 14;
/** How far what is as tall as its wires reaches beyond them. */
const reach = 30;

/**
 * Places frames one under the other, in each the lanes of what sits in it as stacks beside each other; what stands before them, in lanes
 * of its own, level with what it leads to; what stands behind them, as tall as what leads to it.
 */
export function placeFrames(
  boxes: readonly Box[],
  wires: readonly Wire[],
  top: number,
): { readonly shapes: readonly PlacedShape[]; readonly bottom: number } {
  const placed = new Map<string, PlacedShape>();
  const put = (box: Box, y: number, height = box.height) =>
    placed.set(box.shape.id, { ...box, y: Math.round(y), height: Math.round(height) });
  const middleOf = (id: string) => {
    const shape = placed.get(id);
    return shape ? shape.y + shape.height / 2 : undefined;
  };

  let y = top;
  for (const frame of boxes.filter(({ shape }) => shape.kind === 'frame')) {
    const stacks = stacksOf(boxes.filter(({ shape }) => shape.frame === frame.shape.id));
    const inner = Math.max(0, ...stacks.map(heightOf));
    const head = y + frame.height;
    for (const stack of stacks) {
      let row = head + (inner - heightOf(stack)) / 2;
      for (const box of stack) {
        put(box, row);
        row += box.height + rowGap;
      }
    }
    const height = frame.height + inner + frameFoot;
    put(frame, y, height);
    y += height + frameGap;
  }

  const outside = boxes.filter(({ shape }) => shape.kind !== 'frame' && shape.frame === undefined);
  // What has wires only to the right, and stands in a lane of frames, is a group of further frames.
  const inLine = new Set(boxes.flatMap(({ shape }) => (shape.frame === undefined ? [] : [shape.lane])));
  for (const box of outside.filter(({ shape }) => inLine.has(shape.lane))) {
    put(box, y);
    y += box.height + frameGap;
  }
  const lanes = [...new Set(outside.map(({ shape }) => shape.lane))].filter((lane) => !inLine.has(lane));
  const firstInLine = Math.min(...inLine);
  const before = lanes.filter((lane) => lane < firstInLine).sort((a, b) => b - a);
  const behind = lanes.filter((lane) => lane > firstInLine).sort((a, b) => a - b);
  for (const lane of before) {
    const stack = outside.filter(({ shape }) => shape.lane === lane);
    const wishes = stack.map((box, index) => {
      const levels = wires.filter(({ from }) => from === box.shape.id).flatMap(({ to }) => middleOf(to) ?? []);
      const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
      return { box, index, middle: levels.length > 0 ? mean : top + box.height / 2, size: box.height };
    });
    wishes.sort((a, b) => a.middle - b.middle || a.index - b.index);
    spread(wishes, rowGap, top).forEach((middle, index) => {
      const box = wishes[index]?.box;
      if (box) put(box, middle - box.height / 2);
    });
  }
  for (const lane of behind) {
    let least = top;
    for (const box of outside.filter(({ shape }) => shape.lane === lane)) {
      const levels = wires.filter(({ to }) => to === box.shape.id).flatMap(({ from }) => middleOf(from) ?? []);
      const span = levels.length === 0 ? 0 : Math.max(...levels) - Math.min(...levels);
      const middle = levels.length === 0 ? least + box.height / 2 : (Math.max(...levels) + Math.min(...levels)) / 2;
      const height = Math.max(box.height, span + 2 * reach);
      const from = Math.max(least, middle - height / 2);
      put(box, from, height);
      least = from + height + rowGap;
    }
  }
  const shapes = boxes.flatMap(({ shape }) => placed.get(shape.id) ?? []);
  return { shapes, bottom: Math.max(top, ...shapes.map((shape) => shape.y + shape.height)) };
}

/** The boxes of each lane, from top to bottom. */
function stacksOf(boxes: readonly Box[]): readonly (readonly Box[])[] {
  const lanes = [...new Set(boxes.map(({ shape }) => shape.lane))].sort((a, b) => a - b);
  return lanes.map((lane) => boxes.filter(({ shape }) => shape.lane === lane));
}

function heightOf(stack: readonly Box[]): number {
  return stack.reduce((sum, box) => sum + box.height + rowGap, -rowGap);
}
